"""Texts for addresses and numbers that no message reaches."""

from core.errors import register

register(
    "code.address_refused",
    what="Ese correo no admite mensajes.",
    why="El servidor de correo de esa dirección ha devuelto el nuestro.",
    next_step="Mira si la dirección está bien escrita, o usa otra. Lo que ya has rellenado sigue guardado.",
)
register(
    "code.phone_refused",
    what="A ese teléfono no le llegan mensajes.",
    why="La compañía que los envía lo ha rechazado.",
    next_step="Mira si el número está bien escrito, o pide el código por correo.",
)
register(
    "phone.not_mobile",
    what="Ese número no puede recibir mensajes.",
    why="Tiene que ser un móvil: en España, 9 cifras que empiezan por 6 o por 7.",
    next_step="Escribe un móvil, o un número de otro país con su prefijo. Por ejemplo: 612 345 678.",
)
register(
    "mail.unknown",
    what="Los correos no llegan: esa dirección no existe.",
    next_step="Seguramente tiene alguna letra cambiada. Hay que comprobarla y dar una que funcione.",
)
register(
    "mail.full",
    what="Los correos no llegan: el buzón está lleno.",
    next_step="Hay que borrar mensajes del buzón, o dar otra dirección.",
)
register(
    "mail.refused",
    what="Los correos no llegan: el servidor de esa dirección los devuelve.",
    next_step="Hay que comprobar la dirección, o dar otra.",
)
