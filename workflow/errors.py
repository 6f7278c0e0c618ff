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
    "paper.holds_decision",
    what="Este escrito no se puede anular.",
    why="Contiene una resolución que está en vigor.",
    next_step="Si el escrito tiene un error, vuelve a emitirlo corregido.",
    status=409,
)
register(
    "paper.not_ours",
    what="Este escrito no se puede volver a emitir.",
    why="Lo emite el registro cuando la persona hace el trámite.",
    next_step="Si no debió emitirse, anúlalo.",
    status=409,
)
register(
    "hearing.nothing_new",
    what="No hay nada sobre lo que oír a la persona.",
    why="Todo lo que consta coincide con lo que declaró.",
    next_step="Sigue con el estudio y propón la decisión.",
    status=409,
)
register(
    "hearing.already_open",
    what="El trámite de audiencia está abierto.",
    why="Mientras la persona puede contestar no se le pide otra cosa.",
    next_step="Espera a que conteste o a que termine el plazo, o déjalo sin efecto con su motivo.",
    status=409,
)
register(
    "hearing.still_open",
    what="Todavía no se puede proponer.",
    why="La persona puede contestar hasta el {day}.",
    next_step="Espera a que conteste o a que termine el plazo.",
    status=409,
)
register(
    "decision.hearing_first",
    what="Antes de denegar hay que oír a la persona.",
    why="La denegación sale de datos de otra administración que ella no ha visto.",
    next_step="Abre el trámite de audiencia. Podrá contestar en 15 días hábiles.",
    status=409,
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
register(
    "processor.not_found",
    what="No encontramos a esa persona.",
    why="Puede que la dirección esté mal copiada.",
    next_step="Vuelve al tablero y elígela allí.",
    status=404,
)
register(
    "assignment.terms_unknown",
    what="Esas condiciones de reparto no valen.",
    next_step="Escribe un reparto de 0 a {highest} % y un tope de 0 o más, o déjalo vacío.",
)
register(
    "assignment.person_not_active",
    what="Una de las personas elegidas no puede recibir expedientes hoy.",
    why="Está ausente, o ya no tramita en esta dirección provincial.",
    next_step="Vuelve a ver el reparto y elige a otra.",
    status=409,
)
register(
    "assignment.nothing_to_move",
    what="No hay ningún expediente que mover.",
    why="No has elegido ninguno, o los elegidos no se pueden mover ahora.",
    next_step="Elige expedientes en mano o sin asignar de tu dirección provincial.",
)
register(
    "assignment.too_many",
    what="Son demasiados expedientes de una vez.",
    why="Se mueven juntos, o no se mueve ninguno.",
    next_step="Mueve como mucho {most} cada vez. Puedes repetir cuantas veces haga falta.",
)
register(
    "assignment.preview_expired",
    what="Esta vista del reparto ya no vale.",
    why="Ha pasado más de una hora, o la página se ha cambiado.",
    next_step="Vuelve a pedir la vista previa. No se ha movido nada.",
    status=409,
)
register(
    "absence.wrong_days",
    what="Esos días no valen.",
    why="El último día no puede ser anterior al primero ni a hoy, ni pasar de un año.",
    next_step="Revisa las dos fechas.",
)
register(
    "absence.overlaps",
    what="Esa persona ya tiene una ausencia en esos días.",
    next_step="Termina primero la otra ausencia, o elige otros días.",
    status=409,
)
register(
    "absence.none",
    what="Esa persona no tiene ninguna ausencia que terminar.",
    why="Otra persona, o tú en otra ventana, la ha terminado ya.",
    next_step="Vuelve al tablero para ver cómo está ahora.",
    status=409,
)
register(
    "review.proposal_outdated",
    what="Esta propuesta ya no se puede aprobar.",
    why="El expediente ha cambiado desde que se propuso y el cálculo ya no da lo mismo.",
    next_step="Devuélvela con ese motivo: quien lo tramita hará una propuesta nueva.",
    status=409,
)
register(
    "automation.already_stopped",
    what="Los pasos automáticos ya están parados.",
    why="Otra persona, o tú en otra ventana, los ha parado.",
    next_step="Vuelve al expediente: dice quién los paró y por qué.",
    status=409,
)
register(
    "automation.not_stopped",
    what="Los pasos automáticos ya están en marcha.",
    why="Otra persona, o tú en otra ventana, los ha puesto en marcha.",
    next_step="Vuelve al expediente para ver cómo está ahora.",
    status=409,
)
