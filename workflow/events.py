"""What this room tells: kinds of event with the officer's words and, where the person concerned sees them, theirs."""

from core.events import register_kind

register_kind("dossier.opened", officer="Expediente {number} abierto", citizen="Abrimos tu expediente {number}")
register_kind("dossier.admitted", officer="Admitido: empiezan las comprobaciones", citizen="Admitimos tu solicitud")
register_kind(
    "check.answered",
    officer="{source} (persona {member}): {state}",
    citizen="Otra administración contestó a una consulta sobre tu solicitud",
)
register_kind("check.unanswered", officer="{source} (persona {member}): no contesta, se reintentará", citizen=None)
register_kind(
    "check.accepted",
    officer="{source} (persona {member}): dado por válido con motivo",
    citizen="Una persona dio por válido un dato de tu solicitud",
)
register_kind("check.retried", officer="{source} (persona {member}): preguntado otra vez", citizen=None)
register_kind("dossier.cross_checked", officer="Datos cruzados: {flags} avisos", citizen=None)
register_kind("dossier.assigned", officer="Asignado: {reason}", citizen="Una persona va a estudiar tu expediente")
register_kind(
    "dossier.read",
    officer="Expediente consultado",
    citizen="Una persona de la Seguridad Social abrió tu expediente",
)
register_kind(
    "dossier.purpose_stated",
    officer="Consulta desde otra dirección provincial: {reason}",
    citizen="Una persona de otra dirección provincial consultó tu expediente",
)
register_kind("dossier.found", officer="Búsqueda por {field}: {results} resultados", citizen=None)
register_kind("document.viewed", officer="Documento visto", citizen="Una persona vio un documento tuyo")
register_kind(
    "dossier.document_requested",
    officer="Documento {requirement} pedido; el plazo se detiene",
    citizen="Te pedimos un documento y el plazo se detuvo",
)
register_kind(
    "dossier.document_received",
    officer="Documento {requirement} recibido; el plazo sigue",
    citizen="Recibimos tu documento y el plazo sigue",
)
register_kind(
    "dossier.waiting_ended",
    officer="Se deja de esperar el documento {requirement}; el plazo sigue",
    citizen="Seguimos sin esperar el documento",
)
register_kind(
    "dossier.hearing_opened",
    officer="Trámite de audiencia abierto, hasta el {due_on}",
    citizen="Te preguntamos qué tienes que decir antes de decidir",
)
register_kind("dossier.hearing_closed", officer="Trámite de audiencia terminado: {how}", citizen=None)
register_kind("dossier.proposed", officer="Propuesta: {decision}", citizen=None)
register_kind("dossier.proposal_dropped", officer="Propuesta retirada", citizen=None)
register_kind("dossier.sent_to_fiscal_review", officer="Enviado a control fiscal", citizen=None)
register_kind("dossier.resolved", officer="Resuelto: {decision}", citizen="Resolvimos tu expediente")
register_kind("dossier.sealed", officer="Resolución sellada", citizen="Sellamos tu resolución")
register_kind(
    "dossier.exported",
    officer="Expediente exportado, con {documents} documentos",
    citizen="Hicimos una copia completa de tu expediente",
)
register_kind("dossier.notified", officer="Notificado", citizen="Te avisamos de la resolución")
register_kind("dossier.withdrawn", officer="Terminado por desistimiento", citizen="Cerramos tu expediente")
register_kind(
    "identity.reviewed",
    officer="Identidad revisada por una persona: {outcome}",
    citizen="Una persona revisó tu identidad",
)
register_kind("job.rearmed", officer="Paso «{node}» puesto otra vez en marcha", citizen=None)
register_kind("dossier.unassigned", officer="Sin asignar: {reason}", citizen=None)
register_kind(
    "dossier.reassigned",
    officer="Cambia de manos: {reason}",
    citizen="Otra persona de la oficina va a estudiar tu expediente",
)
register_kind("handover.made", officer="Traspaso (expedientes: {moved}): {cause}", citizen=None)
register_kind("assignment.policy_changed", officer="Reparto automático {state}", citizen=None)
register_kind("assignment.terms_changed", officer="Condiciones de reparto: {weight} %, {cap}", citizen=None)
register_kind("absence.recorded", officer="Ausencia del {from_on} al {until_on}", citizen=None)
register_kind("absence.ended", officer="Fin de la ausencia", citizen=None)
register_kind(
    "dossier.review_approved",
    officer="Control fiscal: conforme",
    citizen="Otra persona revisó la propuesta y está conforme",
)
register_kind(
    "dossier.review_returned",
    officer="Control fiscal: devuelto con su motivo",
    citizen="Otra persona revisó la propuesta y pidió mirar algo otra vez",
)
register_kind("dossier.automation_stopped", officer="Pasos automáticos parados por una persona", citizen=None)
register_kind("dossier.automation_resumed", officer="Pasos automáticos otra vez en marcha", citizen=None)
