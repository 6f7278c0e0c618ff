"""Kinds of event of the identity room."""

from core.events import register_kind

register_kind("code.sent", officer="Código de un solo uso enviado ({purpose})")
register_kind("code.verified", officer="Código de un solo uso confirmado ({purpose})", citizen="Confirmaste un código")
register_kind("code.locked", officer="Códigos bloqueados 15 minutos por cinco intentos fallidos ({purpose})")
register_kind("mail.undeliverable", officer="Un correo no llegó a su destino ({status}), {times} veces en total")
register_kind(
    "consent.given",
    officer="Consentimiento dado con código: texto {version}",
    citizen="Diste tu consentimiento con un código. Texto {version}",
)
register_kind(
    "consent.signed",
    officer="Consentimiento firmado a mano ante personal de la oficina ({method}): texto {version}",
    citizen="Firmaste a mano en una oficina. Texto {version}",
)
register_kind(
    "consent.marked",
    officer="Consentimiento marcado en la página: texto {version}",
    citizen="Diste un permiso en la página. Texto {version}",
)
register_kind(
    "consent.revoked",
    officer="Consentimiento retirado: texto {version}",
    citizen="Se retiró un consentimiento. Texto {version}",
)
register_kind(
    "identity.electronic_verified",
    officer="Entrada comprobada en el proveedor de identidad electrónica",
    citizen="Te identificaste en el proveedor de identidad electrónica",
)
register_kind(
    "identity.presence_recorded",
    officer="Identidad comprobada en persona en {office}, con el documento a la vista",
    citizen="Comprobamos tu identidad en una oficina, con tu documento a la vista",
)
register_kind("staff.signed_in", officer="Entrada en la oficina con segundo paso")
register_kind("staff.signed_out", officer="Salida de la oficina ({reason})")
register_kind("staff.second_factor_failed", officer="Segundo paso equivocado al entrar")
register_kind("staff.password_failed", officer="Contraseña equivocada al entrar")
register_kind("staff.second_factor_added", officer="Segundo paso activado ({type})")

register_kind(
    "identity.opened",
    officer="Comprobación de identidad empezada",
    citizen="Empezaste a comprobar tu identidad con fotos",
)
register_kind(
    "identity.face_consent_given",
    officer="Consentimiento para comparar la cara",
    citizen="Aceptaste que comparemos tu cara con la del documento",
)
register_kind(
    "identity.face_consent_withdrawn",
    officer="Consentimiento para comparar la cara retirado",
    citizen="Retiraste el permiso para comparar tu cara",
)
register_kind(
    "identity.picture_received",
    officer="Foto recibida ({side}); problemas: {problems}",
    citizen="Enviaste una foto para comprobar tu identidad",
)
register_kind(
    "identity.picture_given_up",
    officer="Foto que no se pudo abrir ({side}): {reason}",
    citizen="Enviaste una foto que no pudimos abrir",
)
register_kind(
    "identity.phone_link_made",
    officer="Enlace para seguir con el móvil",
    citizen="Pediste seguir con el móvil",
)
register_kind(
    "identity.phone_link_opened",
    officer="Enlace del móvil abierto",
    citizen="Seguiste con el móvil",
)
register_kind(
    "identity.person_asked",
    officer="Pide que su identidad la compruebe una persona",
    citizen="Pediste que una persona compruebe tu identidad",
)
register_kind(
    "identity.photos_after_all",
    officer="Prefiere seguir con las fotos, sin esperar a que lo mire una persona",
    citizen="Preferiste seguir con las fotos",
)
register_kind("identity.turn_asked", officer="Pedido un giro de cabeza ({side})")
register_kind(
    "identity.face_erased",
    officer="Foto de la cara y comparación borradas al retirar el permiso",
    citizen="Borramos la foto de tu cara y su comparación",
)
register_kind(
    "identity.concluded",
    officer="Comprobación de identidad: {outcome} {reasons}",
    citizen="Terminamos de leer tus fotos",
)
register_kind(
    "identity.review_decided",
    officer="Identidad revisada por una persona",
    citizen="Una persona miró tus fotos y decidió sobre tu identidad",
)
register_kind(
    "identity.picture_seen",
    officer="Foto de identidad vista ({side})",
    citizen="Una persona de la oficina vio una foto tuya",
)
