"""Words of central administration: its errors and its events."""

from core.errors import register
from core.events import register_kind

register(
    "staff.not_found",
    what="No encontramos a esa persona o ese puesto.",
    why="Puede que la dirección esté mal copiada.",
    next_step="Búscala en la lista del personal.",
    status=404,
)
register(
    "staff.reason_needed",
    what="Falta el motivo.",
    why="Quien lo confirme, y quien lo revise dentro de unos años, necesita saber por qué.",
    next_step="Escribe el motivo con al menos 10 letras.",
)
register(
    "staff.number_taken",
    what="Ya hay una persona con ese número de empleado.",
    next_step="Búscala en la lista: quizá ya tiene cuenta y solo le falta un puesto.",
    status=409,
)
register(
    "staff.number_reserved",
    what="Los números que empiezan por DEMO- son de la demostración.",
    next_step="Escribe el número de empleado de verdad.",
)
register(
    "staff.username_taken",
    what="Ese usuario ya es de otra persona.",
    next_step="Elige otro. Por ejemplo, añade el segundo apellido.",
    status=409,
)
register(
    "staff.email_fixed",
    what="El correo de esta persona ya no se puede cambiar aquí.",
    why="Ya ha entrado, o ya tiene un puesto confirmado. Quien cambia el correo podría quedarse con la cuenta.",
    next_step="Termina sus puestos y da de alta una cuenta nueva, que confirmará otra persona.",
    status=409,
)
register(
    "grant.to_oneself",
    what="No puedes darte un puesto a ti.",
    why="Nadie decide sobre sus propios permisos.",
    next_step="Pídeselo a otra persona de la administración central.",
    status=409,
)
register(
    "grant.wrong_place",
    what="Ese puesto no existe en esa oficina.",
    why="{role} se trabaja en: {place}.",
    next_step="Elige una oficina de esa clase.",
)
register(
    "grant.office_closed",
    what="Esa oficina está cerrada.",
    next_step="Elige una oficina abierta.",
    status=409,
)
register(
    "grant.past",
    what="Un puesto no puede empezar antes de hoy.",
    why="Lo que se hizo sin el puesto no se arregla dándolo después.",
    next_step="Elige hoy o un día posterior.",
)
register(
    "grant.backwards",
    what="El puesto termina antes de empezar.",
    next_step="Revisa las dos fechas.",
)
register(
    "grant.held_already",
    what="La persona ya tiene ese puesto en esa oficina en esas fechas.",
    why="Está concedido, o espera a que alguien lo confirme.",
    next_step="Mira sus puestos. Termina el que tiene si quieres cambiar las fechas.",
    status=409,
)
register(
    "grant.apart",
    what="La administración central no se junta con otro puesto.",
    why="Quien da permisos no decide expedientes.",
    next_step="Termina antes los otros puestos de la persona, o elige a otra.",
    status=409,
)
register(
    "grant.settled",
    what="Ese puesto ya no espera confirmación.",
    why="Alguien lo ha confirmado o rechazado.",
    next_step="Mira los puestos de la persona para ver cómo está.",
    status=409,
)
register(
    "grant.expired",
    what="Ese puesto ya no se puede confirmar: su último día ha pasado.",
    next_step="Recházalo y concede otro con fechas nuevas.",
    status=409,
)
register(
    "role.over",
    what="Ese puesto ya ha terminado.",
    next_step="No tienes que hacer nada.",
    status=409,
)
register(
    "role.last_administrator",
    what="Es la última persona de la administración central.",
    why="Sin nadie, no se podría dar ningún puesto más.",
    next_step="Da antes el puesto a otra persona y espera a que se confirme.",
    status=409,
)
register(
    "administrators.enough",
    what="Ya hay al menos dos personas en la administración central.",
    why="Esta orden solo sirve para empezar, o cuando queda menos de dos.",
    next_step="Concede el puesto desde la pantalla Personal.",
    status=409,
)
register(
    "office.not_found",
    what="No encontramos esa oficina o ese cambio.",
    why="Puede que la dirección esté mal copiada.",
    next_step="Búscala en la lista de oficinas.",
    status=404,
)
register(
    "office.name_short",
    what="El nombre de la oficina es demasiado corto.",
    next_step="Escribe el nombre con el que la conoce la gente. Por ejemplo: CAISS de Alcalá.",
)
register(
    "office.directorate_exists",
    what="La provincia ya tiene dirección provincial.",
    why="Cada provincia tiene una, y a ella llegan sus solicitudes.",
    next_step="Crea un CAISS, o cambia los datos de la dirección provincial que hay.",
    status=409,
)
register(
    "office.no_directorate",
    what="La provincia no tiene todavía dirección provincial.",
    why="Un CAISS depende de la dirección provincial de su provincia.",
    next_step="Crea antes la dirección provincial.",
    status=409,
)
register(
    "office.range_too_wide",
    what="El rango {text} es demasiado amplio.",
    why="Dejaría capturar solicitudes desde media Internet.",
    next_step="Escribe solo las redes de la oficina: en IPv4, de /8 en adelante; en IPv6, de /32 en adelante.",
)
register(
    "office.nothing_new",
    what="No has cambiado nada.",
    next_step="Cambia el nombre o las redes, o vuelve a la lista.",
)
register(
    "office.change_waiting",
    what="Ya hay un cambio de esta oficina por confirmar.",
    why="Dos cambios a la vez se pisarían.",
    next_step="Espera a que otra persona lo confirme o lo rechace.",
    status=409,
)
register(
    "office.change_settled",
    what="Ese cambio ya no espera confirmación.",
    why="Alguien lo ha confirmado o rechazado.",
    next_step="Mira la oficina para ver cómo está.",
    status=409,
)
register(
    "office.cannot_close",
    what="Solo se cierran los CAISS.",
    why="Las solicitudes de una provincia necesitan su dirección provincial.",
    next_step="Si la oficina se muda, cambia sus datos.",
    status=409,
)
register(
    "office.has_staff",
    what="Todavía hay puestos en esta oficina ({count}).",
    why="Quien trabaja en ella se quedaría sin sitio.",
    next_step="Termina esos puestos y vuelve a pedir el cierre.",
    status=409,
)

register_kind("staff.created", officer="Persona dada de alta")
register_kind("staff.link_requested", officer="Enlace enviado para poner la contraseña")
register_kind("staff.password_set", officer="Contraseña elegida con el enlace")
register_kind("staff.email_corrected", officer="Correo corregido antes de la primera entrada")
register_kind("staff.role_granted", officer="Puesto por confirmar: {role_name}, {office_name}, desde {valid_from}")
register_kind("staff.role_confirmed", officer="Puesto confirmado: {role_name}, {office_name}")
register_kind("staff.role_refused", officer="Puesto rechazado: {role_name}, {office_name}")
register_kind("staff.role_ended", officer="Puesto terminado: {role_name}, {office_name}")
register_kind("office.change_asked", officer="Por confirmar, {change}: {name}")
register_kind("office.change_applied", officer="Confirmado, {change}: {name}")
register_kind("office.change_refused", officer="Rechazado, {change}: {name}")
