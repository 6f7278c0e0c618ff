"""Texts of the simulator in the error catalogue."""

from core.errors import in_languages, register

register(
    "policy_run.not_found",
    what="Esta simulación de política no existe.",
    why="Se borran a los doce meses.",
    next_step="Vuelve al simulador de políticas y haz otra.",
    status=404,
)
register(
    "policy_run.ended",
    what="Esta simulación ya ha terminado.",
    why="No queda nada que cancelar.",
    next_step="Mira su resultado o haz otra.",
    status=409,
)
register(
    "policy_run.too_many",
    what="Ya hay una simulación tuya en marcha.",
    why="Cada persona puede tener una a la vez.",
    next_step="Espera a que termine, o cancélala.",
    status=409,
)
register(
    "simulation.unknown_question",
    what=in_languages("Esa pregunta no está en tu simulación."),
    why=in_languages("Las preguntas dependen de lo que has contestado, y esta ya no hace falta."),
    next_step=in_languages("Vuelve al simulador y sigue por donde ibas."),
    status=404,
    way_on=("simulator", in_languages("Ir al simulador")),
)
register(
    "simulation.saved_gone",
    what=in_languages("Esta simulación ya no está guardada."),
    why=in_languages("Se borran solas a los 30 días, y también cuando alguien con el enlace pide borrarlas."),
    next_step=in_languages(
        "Si copiaste el enlace a mano, revísalo letra a letra. Si no, haz otra simulación: son unos 5 minutos."
    ),
    status=404,
    way_on=("simulator", in_languages("Ir al simulador")),
)
