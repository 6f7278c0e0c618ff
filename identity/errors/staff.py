"""Texts of the way into the office, and of identities established in person."""

from core.errors import register

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
