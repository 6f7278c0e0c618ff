"""Kinds of event of the identity room."""

from core.events import register_kind

register_kind("code.sent", officer="Código de un solo uso enviado ({purpose})")
register_kind("code.verified", officer="Código de un solo uso confirmado ({purpose})", citizen="Confirmaste un código")
register_kind("code.locked", officer="Códigos bloqueados 15 minutos por cinco intentos fallidos ({purpose})")
register_kind(
    "consent.given",
    officer="Consentimiento dado con código: texto {version}",
    citizen="Diste tu consentimiento con un código. Texto {version}",
)
register_kind("staff.signed_in", officer="Entrada en la oficina con segundo paso")
register_kind("staff.signed_out", officer="Salida de la oficina ({reason})")
register_kind("staff.second_factor_failed", officer="Segundo paso equivocado al entrar")
register_kind("staff.password_failed", officer="Contraseña equivocada al entrar")
register_kind("staff.second_factor_added", officer="Segundo paso activado ({type})")
