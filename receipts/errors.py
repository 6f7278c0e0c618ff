"""Texts of the receipts room in the error catalogue."""

from core.errors import register

register(
    "receipt.cea_unreadable",
    what="Ese código no está completo.",
    why="Un CEA tiene un Id. de 12 letras y números, una fecha de 8 cifras y un código de 30 en seis grupos.",
    next_step="Cópialo tal como está al pie de la página. Los espacios y guiones no importan.",
)
register(
    "receipt.not_a_pdf",
    what="Ese archivo no es un PDF.",
    why="Solo los PDF llevan el sello que se puede comprobar.",
    next_step="Elige el PDF que descargaste. Una foto o un escaneado no sirven: escribe el código que lleva al pie.",
)
register(
    "receipt.too_big",
    what="Ese archivo pesa demasiado.",
    why="El límite son {megabytes} MB. Los documentos que emitimos pesan mucho menos.",
    next_step="Comprueba que es el documento que descargaste, o escribe el código que lleva al pie.",
    status=413,
)
register(
    "receipt.too_many_pages",
    what="Ese archivo tiene demasiadas páginas.",
    why="El límite son {pages} páginas. Los documentos que emitimos tienen muchas menos.",
    next_step="Comprueba que es el documento que descargaste, o escribe el código que lleva al pie.",
    status=413,
)
register(
    "receipt.too_costly",
    what="No hemos podido leer ese archivo.",
    why="Está construido de una forma que ningún documento nuestro usa.",
    next_step="Escribe el código que lleva al pie del documento.",
)
register(
    "receipt.busy",
    what="Ahora mismo estamos comprobando muchos archivos.",
    why="Los miramos de pocos en pocos.",
    next_step="Vuelve a intentarlo en un minuto, o escribe el código que lleva al pie.",
    status=503,
)
register(
    "receipt.no_seal",
    what="Todavía no se pueden emitir documentos.",
    why="Esta instalación no tiene configurado su sello electrónico.",
    next_step="La persona que la administra debe poner el certificado y la clave, o ejecutar «manage.py setup_seal».",
    status=503,
)
register(
    "receipt.not_found",
    what="Ese documento no existe.",
    why="Puede que la dirección esté incompleta.",
    next_step="Vuelve a la página desde la que llegaste y ábrelo desde allí.",
    status=404,
)
register(
    "receipt.already_replaced",
    what="Ese documento ya fue sustituido o anulado.",
    why="Un documento solo se sustituye una vez.",
    next_step="Sustituye el documento que está en vigor.",
    status=409,
)
register(
    "receipt.reason_unknown",
    what="Falta decir por qué.",
    why="El motivo queda escrito en la historia y lo lee la persona interesada.",
    next_step="Elige uno de los motivos de la lista.",
)
register(
    "receipt.seal_unavailable",
    what="Ahora mismo no se puede sellar el documento.",
    why="El dispositivo o el servicio que guarda la clave del sello no responde.",
    next_step="Vuelve a intentarlo en unos minutos. No se ha perdido nada.",
    status=503,
)
register(
    "receipt.unknown_certificate",
    what="Ningún documento se ha sellado con ese certificado.",
    why="Puede que la huella esté mal copiada.",
    next_step="Mira la lista de certificados con «manage.py check_seal» y copia la huella desde allí.",
    status=404,
)
register(
    "receipt.not_chained",
    what="Ese documento todavía no está en la raíz de su día.",
    why="La raíz de cada día se cierra de madrugada.",
    next_step="Vuelve mañana y descarga entonces la prueba.",
    status=409,
)
