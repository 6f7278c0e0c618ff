"""Errors of this room in the catalogue, in the words an officer reads."""

from core.errors import register

register(
    "dossier.not_found",
    what="No encontramos ese expediente.",
    why="Puede que la dirección esté mal copiada.",
    next_step="Búscalo por su número de registro o por el número de documento.",
    status=404,
)
register(
    "dossier.already_done",
    what="Esta acción ya no se puede hacer.",
    why="Otra persona, o tú en otra ventana, ha hecho avanzar el expediente.",
    next_step="Vuelve a abrir el expediente para ver cómo está ahora.",
    status=409,
)
register(
    "dossier.purpose_needed",
    what="Antes de abrirlo, di para qué lo necesitas.",
    why="Es de otra dirección provincial y cada consulta queda registrada con su finalidad.",
    next_step="Elige la finalidad. Podrás leerlo, pero no tramitarlo.",
    status=403,
)
register(
    "dossier.purpose_unknown",
    what="Esa finalidad no está en la lista.",
    next_step="Elige una de las finalidades de la lista.",
)
register(
    "act.reason_needed",
    what="Falta el motivo.",
    why="Queda escrito en el expediente y responde por tu decisión.",
    next_step="Escribe el motivo con al menos 10 letras.",
)
register(
    "check.still_pending",
    what="La consulta sigue sin respuesta.",
    why="La otra administración no contesta ahora.",
    next_step="Lo volveremos a intentar solos. Si no puede esperar, dala por válida con su motivo.",
    status=409,
)
register(
    "check.nothing_to_accept",
    what="Esta comprobación ya está resuelta.",
    why="Coincide, o alguien la dio ya por válida.",
    next_step="No tienes que hacer nada con ella.",
    status=409,
)
register(
    "request.one_at_a_time",
    what="Ya hay un documento pedido y sin recibir.",
    why="El plazo está detenido por esa petición.",
    next_step="Espera a que llegue, o deja de esperarlo para seguir el estudio.",
    status=409,
)
register(
    "decision.unsettled",
    what="Todavía no se puede conceder: quedan comprobaciones sin resolver ({count}).",
    why="Una concesión necesita que cada comprobación coincida o que alguien responda por ella.",
    next_step="Mira la pestaña Comprobaciones: reintenta, pide un documento o da por válido con su motivo.",
    status=409,
)
register(
    "decision.undetermined",
    what="El cálculo no puede decir todavía ni sí ni no.",
    why="Faltan datos que cambian el resultado.",
    next_step="Mira la pestaña Cálculo: dice qué falta. Pide el documento que lo aclare.",
    status=409,
)
register(
    "decision.not_what_the_rules_say",
    what="No se puede proponer eso.",
    why="El cálculo sobre los datos del expediente dice lo contrario.",
    next_step="Mira la pestaña Cálculo. Si un dato está mal, corrígelo en Comprobaciones y vuelve a calcular.",
    status=409,
)
register(
    "decision.stale",
    what="El expediente ha cambiado desde la propuesta.",
    why="Ha llegado un dato nuevo y el cálculo ya no da lo mismo.",
    next_step="Revisa el cálculo y haz una propuesta nueva.",
    status=409,
)
register(
    "decision.no_proposal",
    what="No hay ninguna propuesta que resolver.",
    why="Se ha retirado o ya está resuelta.",
    next_step="Vuelve al expediente y propón antes de resolver.",
    status=409,
)
