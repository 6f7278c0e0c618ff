"""What this room tells: kinds of event, with the officer's and the citizen's words for each."""

from core.events import register_kind

register_kind(
    "application.started",
    officer="Borrador empezado",
    citizen="Empezaste la solicitud",
)
register_kind(
    "application.capture_started",
    officer="Captura empezada en {office}: {purpose}",
    citizen="Empezaste la solicitud en una oficina",
)
register_kind(
    "application.capture_resumed",
    officer="Captura retomada en {office}",
    citizen="Seguiste con la solicitud en una oficina",
)
register_kind("application.saved", officer="Borrador guardado: {section}", citizen=None)
register_kind("application.member_added", officer="Persona {ref} añadida a la unidad", citizen="Añadiste a una persona")
register_kind("application.member_changed", officer="Datos de la persona {ref} cambiados", citizen=None)
register_kind(
    "application.member_removed", officer="Persona {ref} quitada de la unidad", citizen="Quitaste a una persona"
)
register_kind(
    "application.member_checked",
    officer="Identidad de la persona {ref} consultada a la Policía: {state}",
    citizen="Preguntamos a la Policía por la identidad de una persona de tu solicitud",
)
register_kind("application.document_added", officer="Documento {requirement} subido", citizen="Subiste un documento")
register_kind(
    "application.document_promised",
    officer="Documento {requirement} prometido para después",
    citizen="Dijiste que aportarás un documento después",
)
register_kind(
    "application.document_removed", officer="Documento {requirement} quitado", citizen="Quitaste un documento"
)
register_kind(
    "application.link_sent",
    officer="Enlace del borrador enviado por correo",
    citizen="Te mandamos un enlace para continuar",
)
register_kind("application.left", officer="Borrador dejado para después", citizen="Dejaste el borrador para después")
register_kind(
    "application.opened",
    officer="La persona interesada entró con un código",
    citizen="Entraste con un código enviado a tu correo",
)
register_kind(
    "application.identity_concluded",
    officer="Comprobación de identidad por fotos: {outcome}",
    citizen="Comprobamos tu identidad con tus fotos",
)
register_kind(
    "application.electronic_accepted",
    officer="Identidad comprobada con identidad electrónica",
    citizen="Te identificaste con tu identidad electrónica",
)
register_kind(
    "application.electronic_differs",
    officer="La identidad electrónica no coincide con lo escrito: {fields}",
    citizen="Tu identidad electrónica no coincidía con lo que escribiste",
)
register_kind(
    "application.opened_electronically",
    officer="La persona interesada entró con identidad electrónica",
    citizen="Entraste con tu identidad electrónica",
)
register_kind(
    "application.submitted",
    officer="Solicitud {number} presentada",
    citizen="Presentaste la solicitud {number}",
)
register_kind(
    "application.joined",
    officer="Solicitud {number} unida a {joined_to}",
    citizen="Unimos la solicitud {number} a la que ya tenías, {joined_to}",
)
register_kind(
    "application.confirmation_asked",
    officer="Enlace de confirmación enviado a la persona {ref}",
    citizen="Mandaste a otra persona un enlace para que confirme",
)
register_kind(
    "application.confirmed",
    officer="La persona {ref} confirmó con un código: texto {version}",
    citizen="Otra persona de tu unidad confirmó con un código",
)
register_kind(
    "application.confirmation_declined",
    officer="La persona {ref} prefiere no confirmar",
    citizen="Otra persona de tu unidad prefiere no confirmar",
)
register_kind(
    "application.confirmation_taken_back",
    officer="La persona {ref} retiró su confirmación",
    citizen="Otra persona de tu unidad retiró su confirmación",
)
register_kind(
    "application.document_requested",
    officer="Documento {requirement} pedido, hasta el {due_on}",
    citizen="Te pedimos un documento",
)
register_kind(
    "application.document_received",
    officer="Documento {requirement} recibido",
    citizen="Recibimos un documento tuyo",
)
register_kind(
    "application.letter_added",
    officer="Escrito puesto a disposición: {letter}",
    citizen="Pusimos un escrito a tu disposición",
)
register_kind(
    "application.letter_downloaded",
    officer="La persona interesada descargó: {letter}",
    citizen="Descargaste un escrito",
)
register_kind(
    "application.certificate_issued",
    officer="Certificado expedido a petición de la persona interesada: {certificate}",
    citizen="Pediste un certificado",
)
register_kind(
    "application.hearing_opened",
    officer="Trámite de audiencia abierto, hasta el {due_on}",
    citizen="Te preguntamos qué tienes que decir antes de decidir",
)
register_kind(
    "application.hearing_answered",
    officer="La persona interesada contestó al trámite de audiencia",
    citizen="Contestaste antes de que decidiéramos",
)
register_kind("application.withdrawn", officer="Solicitud retirada", citizen="Retiraste la solicitud")
register_kind("application.closed", officer="Solicitud terminada", citizen="La solicitud terminó")
register_kind("application.deleted", officer="Borrador borrado: {reason}", citizen="Borraste el borrador")
