"""Texts of the identity room in the error catalogue."""

from core.errors import register

register(
    "identity.models_missing",
    what="La comparación de la cara no está disponible ahora.",
    why="Falta un archivo del sistema ({model}).",
    next_step="Puedes seguir: una persona mirará tus fotos.",
    status=503,
)
register(
    "identity.models_changed",
    what="La comparación de la cara no está disponible ahora.",
    why="Un archivo del sistema ({model}) no es el esperado.",
    next_step="Puedes seguir: una persona mirará tus fotos.",
    status=503,
)
register(
    "code.wrong",
    what="Ese código no es.",
    why="No coincide con el último que te enviamos.",
    next_step="Míralo otra vez en tu correo y escríbelo de nuevo. Intentos que te quedan: {left}.",
)
register(
    "code.expired",
    what="Ese código ya no vale.",
    why="Cada código dura 10 minutos.",
    next_step="Pide otro y úsalo enseguida.",
)
register(
    "code.used",
    what="Ese código ya se usó.",
    why="Cada código vale una sola vez.",
    next_step="Si necesitas confirmar algo más, pide otro código.",
)
register(
    "code.replaced",
    what="Ese código ya no vale: te enviamos otro más nuevo.",
    why="Solo vale el último código que te enviamos.",
    next_step="Busca el mensaje más reciente en tu correo y escribe ese código.",
)
register(
    "code.locked",
    what="Hemos parado los intentos por ahora.",
    why="Se han escrito 5 códigos que no eran. Lo hacemos para proteger tus datos.",
    next_step="Espera {minutes} minutos y pide un código nuevo. Lo que ya has rellenado sigue guardado.",
    status=429,
)
register(
    "code.other_text",
    what="Ese código era para otro texto.",
    why="El código confirma exactamente lo que viste al pedirlo, y después ha cambiado algo.",
    next_step="Lee el texto de ahora y pide un código nuevo.",
    status=409,
)
register(
    "code.too_soon",
    what="Acabamos de enviarte un código.",
    why="El correo puede tardar un poco en llegar.",
    next_step="Mira también en correo no deseado. Podrás pedir otro dentro de {seconds} segundos.",
    status=429,
)
register(
    "code.too_many",
    what="Te hemos enviado muchos códigos en la última hora.",
    why="Limitamos los envíos para que nadie llene tu correo.",
    next_step="Espera una hora y vuelve a pedirlo. Lo que ya has rellenado sigue guardado.",
    status=429,
)
register(
    "code.not_sent",
    what="No hemos podido enviarte el código.",
    why="El servicio de correo no responde ahora.",
    next_step="Vuelve a intentarlo dentro de unos minutos. Lo que ya has rellenado sigue guardado.",
    status=503,
)
register(
    "staff.second_factor_missing",
    what="Todavía no puedes entrar en la oficina.",
    why="Tu cuenta no ha entrado con su segundo paso, o no lo tiene activado.",
    next_step="Cierra la sesión y entra con contraseña y código. Si no tienes código, pídelo a tu administrador.",
    status=403,
)
register(
    "staff.no_role",
    what="Tu cuenta no tiene ahora ningún puesto en una oficina.",
    why="El puesto que tenías ha terminado, o todavía no ha empezado.",
    next_step="Habla con tu supervisor o con los servicios centrales.",
    status=403,
)
register(
    "staff.outside_networks",
    what="Desde aquí no puedes capturar solicitudes.",
    why="Solo se captura desde la red de tu oficina, con la persona delante. Esta conexión viene de fuera, "
    "o tu oficina no tiene todavía sus direcciones anotadas.",
    next_step="Usa un ordenador de tu oficina. Si ya estás en ella, pide a servicios centrales que revisen sus "
    "direcciones. Hemos dejado constancia del intento.",
    status=403,
)
register(
    "identity.nobody_present",
    what="Falta decir que la persona está presente.",
    why="En una oficina solo se atiende a quien está delante, con su documento original.",
    next_step="Si está, márcalo. Si no está, no se puede capturar su solicitud.",
)
register(
    "identity.presence_expired",
    what="Ese documento está caducado.",
    why="Con un documento caducado no se puede comprobar quién es.",
    next_step="Pide otro documento en vigor: DNI, NIE o pasaporte.",
)
register(
    "consent.unknown",
    what="No encontramos ese consentimiento.",
    next_step="Vuelve a la página de tu solicitud y mira la lista.",
    status=404,
)
register(
    "consent.cannot_revoke",
    what="La firma de una solicitud presentada no se retira sola.",
    why="Con ella se registró la solicitud entera.",
    next_step="Si ya no la quieres, retira la solicitud desde su página.",
    status=409,
)
register(
    "consent.signature_missing",
    what="Falta la firma.",
    why="Sin la firma de la persona no se puede presentar su solicitud.",
    next_step="Sube la hoja firmada y escaneada, o pide que firme en la pantalla.",
)
register(
    "identity.reader_down",
    what="No hemos podido leer la foto.",
    why="El lector de documentos no responde.",
    next_step="Espera un minuto y envíala otra vez. Tus otros datos están guardados.",
    status=503,
)
register(
    "identity.reader_died",
    what="No hemos podido abrir esta foto.",
    why="El programa que lee las fotos se ha parado con ella. Puede que el archivo esté mal hecho.",
    next_step="Haz la foto otra vez con la cámara y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.picture_took_too_long",
    what="No hemos podido leer esta foto.",
    why="Abrirla ha llevado más tiempo del que damos a cada foto. Puede que el archivo esté mal hecho, o que ahora "
    "haya muchas fotos a la vez.",
    next_step="Haz la foto otra vez con la cámara, con menos resolución, y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.picture_took_too_much",
    what="No hemos podido leer esta foto.",
    why="Al abrirla ocupa más memoria de la que damos a cada foto.",
    next_step="Haz la foto otra vez con la cámara, con menos resolución, y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.reader_busy",
    what="Ahora no podemos leer tu foto.",
    why="Mucha gente está enviando fotos a la vez.",
    next_step="Espera un minuto y envíala otra vez. Tus otros datos están guardados.",
    status=503,
)
register(
    "identity.reading_unclear",
    what="No entendemos lo que se pide.",
    why="«typed» tiene que ser un objeto JSON, «on» una fecha AAAA-MM-DD, y las fotos, archivos de un formulario.",
    next_step="Corrígelo y vuelve a enviarlo.",
)
register(
    "identity.program_unknown",
    what="No sabemos qué programa llama.",
    why="Leer documentos por aquí es solo para los programas de la oficina, que llevan su clave.",
    next_step="Envía «Authorization: Bearer» y la clave que te dio quien mantiene Amparo.",
    status=401,
)
register(
    "identity.font_missing",
    what="No se pueden dibujar las tarjetas de prueba.",
    why="Falta la letra OCR-B en esta máquina.",
    next_step="Instalar el paquete fonts-ocr-b de Debian y volver a intentarlo.",
    status=503,
)

# A file that is no picture.
for _code, _what, _next in (
    ("picture_empty", "No ha llegado ninguna foto.", "Elige la foto y envíala otra vez."),
    ("picture_too_heavy", "La foto pesa más de 15 MB.", "Haz la foto con menos resolución o envía otra."),
    ("picture_not_image", "Este archivo no es una foto JPG, PNG o WEBP.", "Haz una foto con el móvil y envíala."),
    ("picture_too_large", "La foto tiene demasiados píxeles.", "Haz la foto con menos resolución y envíala otra vez."),
    (
        "picture_too_small",
        "La foto es demasiado pequeña para leerla.",
        "Envía la foto original, no una copia reducida.",
    ),
    ("picture_damaged", "La foto está dañada y no se puede abrir.", "Haz la foto otra vez y envíala."),
):
    register(f"identity.{_code}", what=_what, next_step=_next)

# A picture to take again: what happened, and how to take it.
for _code, _what, _next in (
    ("card_not_found", "No vemos el documento en la foto.", "Ponlo solo sobre una mesa oscura y que se vea entero."),
    ("card_cut", "Falta un trozo del documento.", "Aléjate un poco: tienen que verse las cuatro esquinas."),
    ("card_far", "El documento sale muy pequeño.", "Acércate hasta que llene casi toda la foto."),
    ("glare", "Un reflejo tapa parte del documento.", "Apaga el flas o gira el documento para quitar el brillo."),
    ("blurred", "La foto está borrosa.", "Apoya el móvil, espera a que enfoque y haz la foto."),
    ("dark", "La foto está muy oscura.", "Haz la foto con más luz, cerca de una ventana."),
    ("grey_copy", "Parece una fotocopia en blanco y negro.", "Haz la foto al documento original."),
    (
        "not_spanish_card",
        "Esto no parece un DNI ni una tarjeta de extranjero (TIE).",
        "Haz la foto a tu DNI o a tu TIE.",
    ),
    ("is_passport", "Esto es un pasaporte.", "Haz la foto a tu DNI o a tu TIE. Si no tienes, sigue sin foto."),
    (
        "is_eu_certificate",
        "Esto es un certificado de registro de la Unión Europea, que no lleva foto.",
        "Haz la foto a tu DNI o a tu TIE. Si no tienes, sigue sin foto.",
    ),
    (
        "both_sides",
        "En la foto salen las dos caras del documento.",
        "Haz una foto de cada cara, de cerca, y envíalas por separado.",
    ),
    ("side_is_back", "Esta es la parte de atrás del documento.", "Dale la vuelta: aquí va la cara con tu foto."),
    ("side_is_front", "Esta es la cara con tu foto.", "Dale la vuelta: aquí va la parte de atrás."),
    ("number_unread", "No hemos podido leer el número del documento.", "Hazla más cerca, recta y sin reflejos."),
    (
        "zone_unread",
        "No hemos podido leer las tres líneas de abajo.",
        "Que se vean las tres líneas rectas y sin reflejos.",
    ),
    (
        "portrait_not_found",
        "No se distingue tu foto en el documento.",
        "Que no la tapen un dedo, un reflejo o una sombra.",
    ),
    ("sides_differ", "Las dos caras son de documentos distintos.", "Haz las dos fotos al mismo documento, el tuyo."),
    (
        "number_differs",
        "El documento no es el que has escrito.",
        "Revisa el número escrito o haz la foto a tu documento.",
    ),
    ("no_face", "No vemos tu cara en la foto.", "Mira de frente a la cámara, con luz y sin gafas de sol."),
    ("several_faces", "Hay más de una cara en la foto.", "Haz la foto tú solo, con una pared detrás."),
    ("face_small", "Tu cara sale muy pequeña.", "Acerca el móvil hasta que tu cara llene media foto."),
    ("face_dark", "Tu cara está muy oscura.", "Ponte de cara a una ventana o a una lámpara."),
    (
        "turn_face_lost",
        "Hemos perdido tu cara al girar.",
        "Gira la cabeza solo un poco, que se sigan viendo los dos ojos.",
    ),
    (
        "turn_not_seen",
        "No hemos visto girar la cabeza.",
        "Mira de frente, gira un poco más y vuelve a mirar de frente.",
    ),
    ("turn_other_side", "La cabeza ha girado hacia el otro lado.", "Fíjate en el lado que te pedimos: es el tuyo."),
    ("turn_other_face", "Las tres fotos no parecen de la misma cara.", "Haz las tres seguidas, sin moverte del sitio."),
    ("turn_replayed", "Estas fotos ya se habían enviado.", "Haz las tres fotos ahora, con la cámara."),
    ("face_differs", "Tu cara no se parece lo bastante a la del documento.", "Hazla de frente, con luz y sin gafas."),
):
    register(f"identity.{_code}", what=_what, next_step=_next)

# Why a person looks at it. None of these stops the application.
_A_PERSON = "No tienes que hacer nada: una persona lo mirará y puedes seguir."
for _code, _what in (
    ("face_doubtful", "La comparación de tu cara no es concluyente."),
    ("face_same_picture", "El selfie y la foto del documento son casi la misma imagen."),
    ("face_not_compared", "No hemos comparado tu cara."),
    ("turn_not_made", "La foto de tu cara se mandó sin girar la cabeza ante la cámara."),
    ("face_recaptured", "La foto de tu cara tiene un dibujo de rayas o puntos, como el de una pantalla o un papel."),
    ("card_recaptured", "La foto del documento tiene un dibujo de rayas o puntos, como el de una pantalla."),
    ("person_asked", "Has pedido que lo compruebe una persona."),
    ("face_withdrawn", "Has retirado el permiso para comparar tu cara."),
    ("models_unavailable", "La comparación de la cara no está disponible ahora."),
    ("number_not_read", "No hemos podido leer el número en las dos caras."),
    ("names_differ", "El nombre del documento no coincide con el escrito."),
    ("birth_differs", "La fecha de nacimiento del documento no coincide con la escrita."),
    ("expiry_differs", "La fecha de validez del documento no coincide con la escrita."),
    ("document_elsewhere", "Este documento está también en otra solicitud abierta."),
    ("letter_wrong", "La letra del número del documento no es la que corresponde."),
    ("dates_disordered", "Las fechas del documento no están en orden."),
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
register(
    "identity.pictures_missing",
    what="Faltan fotos para comprobar tu identidad.",
    why="Hacen falta las dos caras del documento.",
    next_step="Haz las fotos que faltan.",
)
for _code, _what, _why in (
    ("turn_expired", "Ha pasado más de un minuto.", "Lo que pedimos ante la cámara vale un minuto."),
    ("turn_used", "Estas fotos ya las tenemos.", "Lo que pedimos ante la cámara vale una sola vez."),
    ("turn_unknown", "No sabemos qué lado te pedimos.", "Puede que la página se abriera hace rato o en otro sitio."),
):
    register(
        f"identity.{_code}",
        what=_what,
        why=_why,
        next_step="Empieza otra vez, sin prisa: no cuenta como intento. Si no puedes, manda una foto normal.",
        status=409,
    )
register(
    "identity.phone_link_over",
    what="Este código ya no vale.",
    why="Dura 10 minutos y sirve para un solo móvil.",
    next_step="Vuelve al ordenador y pide otro en «Seguir con el móvil».",
    status=410,
)
register(
    "identity.turn_incomplete",
    what="Faltan fotos de tu cara.",
    why="Son tres seguidas: de frente, girada y de frente.",
    next_step="Empieza otra vez. Si la cámara no funciona, manda una foto normal.",
)
register(
    "identity.no_consent",
    what="Falta tu permiso para usar las fotos.",
    why="Sin él no podemos mirar ni guardar tus fotos.",
    next_step="Da tu permiso, o presenta la solicitud sin fotos y lo mirará una persona.",
)
register(
    "identity.check_closed",
    what="Esta comprobación ya terminó.",
    why="No admite más fotos.",
    next_step="Sigue con tu solicitud.",
    status=409,
)
register(
    "identity.check_unknown",
    what="No encontramos esta comprobación de identidad.",
    next_step="Vuelve a tu solicitud y empieza otra vez este paso.",
    status=404,
)
register(
    "identity.picture_unknown",
    what="No hay foto de este lado.",
    next_step="Puede que se haya borrado porque su plazo terminó.",
    status=404,
)
