"""Texts of one-time codes and consents."""

from core.errors import register

register(
    "code.wrong",
    what="Ese código no es.",
    why="No coincide con el último que te enviamos.",
    next_step="Míralo otra vez en el mensaje y escríbelo de nuevo. Intentos que te quedan: {left}.",
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
    next_step="Busca el mensaje más reciente y escribe ese código.",
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
    why="El mensaje puede tardar un poco en llegar.",
    next_step="Si es un correo, mira también en correo no deseado. Podrás pedir otro dentro de {seconds} segundos.",
    status=429,
)
register(
    "code.too_many",
    what="Te hemos enviado muchos códigos en la última hora.",
    why="Limitamos los envíos para que nadie te llene de mensajes.",
    next_step="Espera una hora y vuelve a pedirlo. Lo que ya has rellenado sigue guardado.",
    status=429,
)
register(
    "code.not_sent",
    what="No hemos podido enviarte el código.",
    why="El servicio que envía los mensajes no responde ahora.",
    next_step="Vuelve a intentarlo dentro de unos minutos. Lo que ya has rellenado sigue guardado.",
    status=503,
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
