"""Why a person looks at a check, in words that the applicant and the office both read. None stops the application."""

from core.errors import register

_A_PERSON = "No tienes que hacer nada: una persona lo mirará y puedes seguir."
for _code, _what in (
    ("face_doubtful", "La comparación de la cara no es concluyente."),
    ("face_same_picture", "El selfie y la foto del documento son casi la misma imagen."),
    ("face_not_compared", "No se ha comparado la cara."),
    ("turn_not_made", "La foto de la cara se mandó sin girar la cabeza ante la cámara."),
    ("face_recaptured", "La foto de la cara tiene un dibujo de rayas o puntos, como el de una pantalla o un papel."),
    ("card_recaptured", "La foto del documento tiene un dibujo de rayas o puntos, como el de una pantalla."),
    ("person_asked", "Se ha pedido que lo compruebe una persona."),
    ("face_withdrawn", "Se ha retirado el permiso para comparar la cara."),
    ("models_unavailable", "La comparación de la cara no está disponible ahora."),
    ("number_not_read", "No hemos podido leer el número en las dos caras."),
    ("names_differ", "El nombre del documento no coincide con el escrito."),
    ("birth_differs", "La fecha de nacimiento del documento no coincide con la escrita."),
    ("expiry_differs", "La fecha de validez del documento no coincide con la escrita."),
    ("document_elsewhere", "Este documento está también en otra solicitud abierta."),
    ("letter_wrong", "La letra del número del documento no es la que corresponde."),
    ("support_unfitting", "El número de soporte no es de los que lleva este tipo de documento."),
    ("dates_disordered", "Las fechas del documento no están en orden."),
    (
        "permanent_unfitting",
        "El DNI dice que es permanente, como los que se dan desde los 70 años, y las fechas son de alguien más joven.",
    ),
    ("data_differs", "Un dato del documento no coincide con el escrito."),
    ("data_not_read", "No hemos podido leer todos los datos del documento."),
    ("police_differs", "La Policía no ha confirmado todos los datos."),
    ("kept_after_tries", "Una de las fotos no se lee bien."),
    ("typed_differs", "El número del documento no coincide con el escrito."),
):
    register(f"identity.{_code}", what=_what, next_step=_A_PERSON)
register(
    "identity.document_expired",
    what="El documento está caducado.",
    next_step="Puedes seguir: una persona lo mirará. Pide cita para renovarlo cuando puedas.",
)
