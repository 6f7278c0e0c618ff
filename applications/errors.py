"""The errors of this room, in the words a citizen reads: what, why, what to do next."""

from core.errors import register

register(
    "application.not_found",
    what="No encontramos esa solicitud.",
    why="Puede que se borrara, que caducara o que no sea tuya.",
    next_step="Continúa un borrador con tu correo, o empieza una solicitud nueva.",
    status=404,
    way_on=("resume", "Continuar un borrador"),
)
register(
    "application.no_match",
    what="No hemos podido encontrar una solicitud con esos datos.",
    why="El número de solicitud y el del documento tienen que ser los del justificante.",
    next_step="Míralos en el justificante y escríbelos otra vez. Si no lo tienes, pregunta en una oficina.",
)
register(
    "application.not_editable",
    what="Esta solicitud ya no se puede cambiar.",
    why="Está presentada, retirada o borrada.",
    next_step="Mira cómo va en «Gestionar una solicitud presentada».",
    status=409,
)
register(
    "application.changed_elsewhere",
    what="Se ha cambiado en otra ventana.",
    why="Guardaste esta parte desde otra pestaña u otro aparato después de abrir esta página.",
    next_step="Mira las dos versiones, deja escrita la buena y guarda otra vez.",
    status=409,
)
register(
    "application.incomplete",
    what="Todavía falta algo para poder presentarla.",
    why="Hay apartados sin terminar.",
    next_step="Vuelve a la lista y completa los apartados que dicen «te falta».",
    status=409,
)
register(
    "application.text_changed",
    what="La solicitud ha cambiado después de leer lo que se firma.",
    why="La firma solo vale para el texto y los datos que se leyeron.",
    next_step="Lee otra vez el texto y firma de nuevo.",
    status=409,
)
register(
    "application.already_resolved",
    what="Ya no se puede retirar: la solicitud está resuelta.",
    why="Solo se puede retirar antes de que haya una resolución.",
    next_step="Lee la resolución: dice qué puedes hacer ahora.",
    status=409,
)
register(
    "application.unknown_step",
    what="Ese avance no existe.",
    why="El paso no está en la lista de pasos que ve la persona.",
    next_step="Usa un paso de applications.services.steps.",
    status=500,
)
register(
    "application.province_outside",
    what="Esa provincia no existe.",
    why="Tiene que ser una de las 52 de la lista.",
    next_step="Elige tu provincia en la lista.",
)
register(
    "member.unknown",
    what="Esa persona no está en tu unidad de convivencia.",
    why="Puede que la quitaras desde otra ventana.",
    next_step="Vuelve a la lista de personas.",
    status=404,
)
register(
    "member.applicant_stays",
    what="No puedes quitarte de tu propia solicitud.",
    why="La solicitud es tuya.",
    next_step="Si ya no la quieres, borra el borrador.",
)
register(
    "member.repeated_document",
    what="Ya hay otra persona con ese número de documento.",
    why="Cada persona tiene un documento distinto.",
    next_step="Revisa el número en las dos personas.",
)
register(
    "member.expired_document",
    what="Ese documento está caducado.",
    why="La fecha de caducidad ya ha pasado.",
    next_step="Revisa la fecha. Si caducó, renuévalo o pide ayuda en una oficina.",
)
register(
    "address.postal_code_province",
    what="El código postal no es de esa provincia.",
    why="Las dos primeras cifras del código postal son las de la provincia: {prefix}.",
    next_step="Revisa el código postal o la provincia.",
)
register(
    "document.unknown",
    what="No encontramos ese documento.",
    why="Puede que ya no haga falta o que lo quitaras.",
    next_step="Vuelve a la lista de documentos.",
    status=404,
)
register(
    "document.empty",
    what="El archivo está vacío.",
    why="No tiene nada dentro.",
    next_step="Elige otro archivo o haz la foto otra vez.",
)
register(
    "document.too_big",
    what="El archivo pesa demasiado.",
    why="Pesa {size} MB y el máximo son 15 MB.",
    next_step="Haz una foto con menos calidad o divide el PDF en partes.",
)
register(
    "document.wrong_type",
    what="Ese archivo no es un PDF ni una foto.",
    why="Miramos lo que hay dentro, no el nombre. Solo podemos abrir PDF, JPG y PNG.",
    next_step="Guárdalo como PDF o hazle una foto, y súbelo otra vez.",
)
register(
    "document.damaged",
    what="No podemos abrir ese archivo.",
    why="Parece estropeado o a medias.",
    next_step="Ábrelo tú para ver si está bien, o súbelo otra vez.",
)
register(
    "document.busy",
    what="Ahora no podemos abrir tu archivo.",
    why="Mucha gente está enviando archivos a la vez.",
    next_step="Espera un minuto y súbelo otra vez. Lo demás está guardado.",
    status=503,
)
register(
    "document.not_needed",
    what="Ese documento no hace falta.",
    why="Con lo que has contestado, la ley no lo pide.",
    next_step="Vuelve a la lista de documentos.",
)
register(
    "document.not_waiting",
    what="Ese documento ya lo tenemos.",
    why="Ya lo aportaste.",
    next_step="No tienes que hacer nada.",
    status=409,
)
register(
    "identity.applicant_incomplete",
    what="Antes de las fotos faltan tus datos personales.",
    why="Comparamos la foto del documento con lo que has escrito.",
    next_step="Completa «Tus datos» y vuelve.",
)
register(
    "draft.link_expired",
    what="Ese enlace ya no sirve.",
    why="Caducó, o el borrador se borró o se presentó.",
    next_step="Escribe tu correo en «Continuar un borrador» y te mandamos otro.",
    status=410,
    way_on=("resume", "Continuar un borrador"),
)
register(
    "application.other_signature",
    what="Esta solicitud se firma de otra manera.",
    why="Por internet se firma con un código. En una oficina, a mano y ante quien te atiende.",
    next_step="Vuelve a la firma y sigue sus pasos.",
    status=409,
)
register(
    "capture.not_found",
    what="No encontramos esa captura entre las tuyas de hoy.",
    why="Cada captura la ve quien la hizo, en su oficina y solo ese día.",
    next_step="Si la persona está delante con su documento, sigue su captura desde «Capturar».",
    status=404,
)
register(
    "capture.none_unfinished",
    what="No hay ninguna captura sin terminar con ese documento en esta oficina.",
    why="Puede que se presentara, que caducara, o que se empezara en otra oficina o por internet.",
    next_step="Empieza una captura nueva.",
)
register(
    "capture.other_sheet",
    what="Esa hoja no es la de estos datos.",
    why="La solicitud cambió después de imprimirla, o el código no está bien copiado.",
    next_step="Mira el código al pie de la hoja. Si no es este, imprime la hoja otra vez y que la persona la firme.",
    status=409,
)
register(
    "capture.drawing_unreadable",
    what="La firma de la pantalla no ha llegado bien.",
    why="Está en blanco o el dibujo se cortó.",
    next_step="Pide a la persona que firme otra vez, o firmad en papel.",
)
register(
    "hearing.closed",
    what="Ya no se puede contestar aquí.",
    why="Contestaste antes, o el plazo terminó y se ha seguido adelante.",
    next_step="Mira en la página de tu solicitud cómo va. Si hay una resolución, dice cómo reclamar.",
    status=409,
)
register(
    "document.too_many_pages",
    what="Son demasiados archivos para un documento.",
    why="Se pueden unir hasta {most} páginas, y has elegido {found}.",
    next_step="Escanéalo como un solo PDF.",
)
register(
    "document.mixed_files",
    what="No podemos unir un PDF con otros archivos.",
    why="Varias fotos se unen en un PDF. Un PDF ya va solo.",
    next_step="Elige un solo PDF, o solo fotos.",
)
register(
    "confirmation.link_expired",
    what="Este enlace ya no vale.",
    why="Dura 30 días, y deja de valer cuando se manda otro o se borra la solicitud.",
    next_step="Si quieres confirmar, pide otro a quien te lo mandó. Si no, no tienes que hacer nada.",
    status=404,
)
register(
    "confirmation.not_adult",
    what="A esta persona no se le puede mandar un enlace.",
    why="Solo confirman las demás personas mayores de edad, con su nombre ya escrito en la solicitud.",
    next_step="Revisa su nombre y su fecha de nacimiento.",
)
register(
    "confirmation.answered",
    what="Esta persona ya ha confirmado.",
    next_step="No hace falta que le mandes otro enlace.",
    status=409,
)
register(
    "confirmation.too_soon",
    what="Acabas de mandarle un enlace.",
    why="Limitamos los envíos: uno por minuto y cinco al día para cada persona.",
    next_step="Dile que mire también en correo no deseado. Puedes mandarle otro más tarde.",
    status=429,
)
register(
    "confirmation.not_sent",
    what="No hemos podido mandarle el enlace.",
    why="El servicio de correo no responde ahora.",
    next_step="Vuelve a intentarlo dentro de unos minutos. Puedes presentar la solicitud sin esperar.",
    status=503,
)
