"""Texts of the sign-in at an identity provider: what went wrong there, in plain words."""

from core.errors import register

for _code, _what, _why, _next, _status in (
    (
        "off",
        "Aquí no se puede entrar con identidad electrónica.",
        "Esta página no tiene ningún proveedor puesto.",
        "Usa las fotos de tu documento, o ve a una oficina.",
        404,
    ),
    (
        "cancelled",
        "No has terminado de identificarte.",
        "El proveedor dice que se canceló.",
        "Prueba otra vez, o elige otra manera. Lo que has rellenado sigue guardado.",
        400,
    ),
    (
        "expired",
        "No hemos podido unir tu vuelta con esta página.",
        "Ha pasado mucho tiempo, o empezaste en otra ventana.",
        "Pulsa otra vez «Entrar». Lo que has rellenado sigue guardado.",
        400,
    ),
    (
        "unavailable",
        "El proveedor de identidad electrónica no responde bien ahora.",
        "El fallo está en su lado, no en lo que has hecho.",
        "Prueba dentro de unos minutos, o elige otra manera. Lo que has rellenado sigue guardado.",
        503,
    ),
    (
        "not_trusted",
        "No podemos fiarnos de la respuesta del proveedor.",
        "No trae la firma o los datos que tiene que traer.",
        "No has hecho nada mal. Elige otra manera de identificarte; ya nos consta el fallo.",
        502,
    ),
    (
        "too_weak",
        "Con esa manera de entrar no basta.",
        "Este trámite pide un nivel de seguridad más alto del proveedor.",
        "Entra con certificado o con un segundo paso, o elige otra manera.",
        400,
    ),
    (
        "no_number",
        "El proveedor no nos ha dicho tu número de documento o tu nombre.",
        "Sin ellos no podemos saber que eres tú.",
        "Acepta que nos los dé, o elige otra manera de identificarte.",
        400,
    ),
    (
        "differs",
        "Tu identidad electrónica no coincide con lo que has escrito.",
        "No coincide: {fields}.",
        "Corrígelo aquí y vuelve a entrar. No se ha perdido nada.",
        409,
    ),
    (
        "nothing_here",
        "No tienes ninguna solicitud presentada.",
        "No hay ninguna con tu número de documento.",
        "Puedes empezar una. Si tienes un borrador, ábrelo con el enlace de tu correo.",
        404,
    ),
):
    register(f"electronic.{_code}", what=_what, why=_why, next_step=_next, status=_status)
