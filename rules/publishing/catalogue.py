"""Words of publishing: its errors, its events, and who may touch it."""

from typing import Any

from core.actors import Actor
from core.errors import register as register_error
from core.events import register_kind
from core.policies import Policy, register
from core.staffing.policies import administers

register_error(
    "text_version.not_found",
    what="No encontramos esa versión.",
    why="Puede que la dirección esté mal copiada.",
    next_step="Búscala en la lista de reglas y cuantías.",
    status=404,
)
register_error(
    "text_version.title_needed",
    what="Falta el nombre de la versión.",
    next_step="Escribe un nombre que se entienda. Por ejemplo: Cuantías 2027.",
)
register_error(
    "text_version.too_early",
    what="Ese día todavía no existía la prestación.",
    why="Las reglas empiezan el {begins}.",
    next_step="Elige ese día o uno posterior.",
)
register_error(
    "text_version.nothing_to_copy",
    what="No hay cuantías anuales que copiar a ese día.",
    why="Las que se copian son las que cambiaron el último 1 de enero, y ese día ya tienen su columna.",
    next_step="Elige otro día, o crea la versión sin copiar las cuantías.",
)
register_error(
    "text_version.published",
    what="Publicada: crea una nueva.",
    why="Una versión publicada no se cambia nunca, para que cada decisión se pueda repetir con el texto que se usó.",
    next_step="Crea otra versión a partir de ella.",
    status=409,
)
register_error(
    "text_version.not_a_draft",
    what="Esta versión ya no es un borrador.",
    why="Está {state}. Lo que se firma tiene que ser lo mismo que se propuso.",
    next_step="Pide que te la devuelvan, o crea otra versión.",
    status=409,
)
register_error(
    "text_version.changed",
    what="La versión ha cambiado desde que abriste esta página.",
    why="Guardar encima borraría ese cambio.",
    next_step="Vuelve a abrirla, mira cómo está ahora y repite lo tuyo.",
    status=409,
)
register_error(
    "text_version.no_such_part",
    what="El texto no tiene esa tabla o esa frase.",
    next_step="Búscala en la página de la versión.",
    status=404,
)
register_error(
    "text_version.refused_by_checker",
    what="No se ha guardado: {wrong}",
    why="Está en {file}, línea {line}.",
    next_step="{mend}",
)
register_error(
    "text_version.nothing_filled",
    what="Esta frase no puede llevar llaves.",
    why="Aquí el programa no rellena nada: la gente leería las llaves tal cual.",
    next_step="Escríbela sin llaves.",
)
register_error(
    "text_version.wrong_rows",
    what="Faltan filas de la tabla, o sobran.",
    next_step="Rellena todas las filas que ves.",
)
register_error(
    "text_version.pending",
    what="Hay cuantías copiadas sin confirmar: {count}.",
    why="Siguen con la cifra del año anterior y nadie ha dicho que valga.",
    next_step="Abre cada una, pon su cifra y su fuente, y guárdala.",
    status=409,
)
register_error(
    "text_version.equal",
    what="La versión dice lo mismo que el texto del que se copió.",
    next_step="Cambia lo que haga falta antes de proponerla.",
    status=409,
)
register_error(
    "text_version.not_tried",
    what="Falta probar la versión tal como está ahora.",
    why="Quien la revise necesita ver a quién cambia, cuánto y por qué.",
    next_step="Pulsa «Probar» y espera a que termine.",
    status=409,
)
register_error(
    "text_version.not_proposed",
    what="Esta versión no espera revisión.",
    why="Está {state}.",
    next_step="Vuelve a la lista de reglas y cuantías.",
    status=409,
)
register_error(
    "text_version.overtaken",
    what="Desde que se copió, ha cambiado el texto que cuenta ese día.",
    why="Publicarla borraría ese cambio sin que nadie lo viera.",
    next_step="Crea otra versión a partir del texto de ahora.",
    status=409,
)
register_error(
    "text_version.acknowledge",
    what="Hay avisos que tienes que dar por vistos.",
    why="{warnings}",
    next_step="Léelos y marca la casilla, o devuelve la versión.",
)
register_error(
    "text_version.counts_already",
    what="Esta versión ya cuenta desde el {day}.",
    why="Se ha calculado con ella, y eso no se deshace.",
    next_step="Crea otra versión que la corrija.",
    status=409,
)
register_error(
    "text_version.withdrawn",
    what="Esta versión está retirada.",
    next_step="Crea otra si hace falta.",
    status=409,
)
register_error(
    "text_version.trial_runs",
    what="Ya se está probando.",
    next_step="Espera a que termine: la página dice cuánto queda.",
    status=409,
)

register_kind("text_version.created", officer="Borrador «{title}», para contar desde el {valid_from}")
register_kind("text_version.changed", officer="Cambiado en «{title}»: {what}")
register_kind("text_version.tried", officer="«{title}» probada: {cases} casos, cambian {changed}")
register_kind("text_version.proposed", officer="«{title}» propuesta para publicar")
register_kind("text_version.returned", officer="«{title}» devuelta a quien la escribió")
register_kind("text_version.published", officer="«{title}» publicada: cuenta desde el {valid_from}")
register_kind("text_version.withdrawn", officer="«{title}» retirada")


def _all(actor: Actor, rows: Any) -> Any:
    return rows if administers(actor) else rows.none()


def _writes(actor: Actor, version: Any) -> bool:
    """Its author only: who signs must not have written a word of it."""
    return administers(actor) and actor.ref == str(version.author.public_id)


def _reviews(actor: Actor, version: Any) -> bool:
    """Another administrator than its author."""
    return administers(actor) and actor.ref != str(version.author.public_id)


register("text_version.manage", Policy(administers, _all))
register("text_version.write", Policy(_writes))
register("text_version.review", Policy(_reviews))
