"""Relocation between directorates: its errors, its events, and who may touch it (powers table §1.6)."""

from typing import Any

from core.actors import Actor
from core.errors import register as register_error
from core.events import register_kind
from core.policies import Policy, register

register_error(
    "relocation.not_found",
    what="No encontramos esa regla o ese expediente.",
    why="Puede que el número esté mal copiado.",
    next_step="Revísalo: un expediente se escribe IMV-2026-000123.",
    status=404,
)
register_error(
    "relocation.same_place",
    what="El origen y el destino son la misma dirección provincial.",
    next_step="Elige otra dirección provincial de destino.",
)
register_error(
    "relocation.not_a_directorate",
    what="Solo se mueven expedientes entre direcciones provinciales.",
    next_step="Elige una dirección provincial abierta.",
)
register_error(
    "relocation.foral",
    what="{office} no puede entrar en una regla.",
    why="Las diputaciones forales del País Vasco y Navarra gestionan ellas la prestación.",
    next_step="Elige otra dirección provincial.",
)
register_error(
    "relocation.past",
    what="La regla no puede empezar antes de hoy ni terminar antes de empezar.",
    next_step="Revisa las dos fechas.",
)
register_error(
    "relocation.share",
    what="La parte que se mueve va del 1 al 100 %.",
    next_step="Escribe un número entero. Por ejemplo: 30.",
)
register_error(
    "relocation.overlap",
    what="En esas fechas ya hay otra regla que toca a {office}.",
    why="Una dirección provincial manda a una sola, y no recibe y manda a la vez.",
    next_step="Termina antes la otra regla, o elige otras fechas.",
    status=409,
)
register_error(
    "relocation.rule_over",
    what="Esa regla ya ha terminado.",
    next_step="No tienes que hacer nada. Puedes devolver los expedientes que nadie ha empezado.",
    status=409,
)
register_error(
    "relocation.rule_live",
    what="La regla sigue moviendo expedientes.",
    why="Se devolverían unos mientras llegan otros.",
    next_step="Termina antes la regla.",
    status=409,
)
register_error(
    "relocation.there_already",
    what="El expediente ya lo tramita {office}.",
    next_step="Elige otra dirección provincial.",
    status=409,
)
register_error(
    "relocation.not_now",
    what="Este expediente no se puede mover ahora: está {state}.",
    why="Hay un acto a medias o ya está decidido, y quien lo empezó debe cerrarlo.",
    next_step="Espera a que vuelva a estudio, o déjalo donde está.",
    status=409,
)

register_kind("dossier.relocated", officer="Lo tramita ahora {to_name}, antes {from_name}. La competencia no cambia")
register_kind("dossier.returned", officer="Vuelve a {to_name} desde {from_name}")
register_kind(
    "relocation.rule_published", officer="Regla: {share} % de {from_name} a {to_name}, {from_on} a {until_on}"
)
register_kind("relocation.rule_ended", officer="Regla terminada: {share} % de {from_name} a {to_name}")
register_kind("relocation.returned", officer="Devueltos {moved} expedientes sin empezar; se quedan {stayed}")


def relocates(actor: Actor, obj: Any = None) -> bool:
    """Central administration, which moves dossiers by their number and reads none."""
    return actor.is_staff and actor.has("administrator")


def _all(actor: Actor, rows: Any) -> Any:
    return rows if relocates(actor) else rows.none()


register("relocation.manage", Policy(relocates, _all))
register("flow.read", Policy(relocates))
