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
    "identity.reader_down",
    what="No hemos podido leer la foto.",
    why="El lector de documentos no responde.",
    next_step="Espera un minuto y envíala otra vez. Tus otros datos están guardados.",
    status=503,
)
register(
    "identity.font_missing",
    what="No se pueden dibujar las tarjetas de prueba.",
    why="Falta la letra OCR-B en esta máquina.",
    next_step="Instalar el paquete fonts-ocr-b de Debian y volver a intentarlo.",
    status=503,
)
