"""Texts of pictures: what is wrong with one, how to take it again, and what stands in the way of a check."""

from core.errors import register

register(
    "identity.models_missing",
    what="La comparación de la cara no está disponible ahora.",
    why="Falta un archivo del sistema ({model}).",
    next_step="Puedes seguir: una persona mirará tus fotos.",
    status=503,
)
register(
    "identity.models_changed",
    what="La comparación de la cara no está disponible ahora.",
    why="Un archivo del sistema ({model}) no es el esperado.",
    next_step="Puedes seguir: una persona mirará tus fotos.",
    status=503,
)
register(
    "identity.reader_down",
    what="No hemos podido leer la foto.",
    why="El lector de documentos no responde.",
    next_step="Espera un minuto y envíala otra vez. Tus otros datos están guardados.",
    status=503,
)
register(
    "identity.reader_died",
    what="No hemos podido abrir esta foto.",
    why="El programa que lee las fotos se ha parado con ella. Puede que el archivo esté mal hecho.",
    next_step="Haz la foto otra vez con la cámara y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.picture_took_too_long",
    what="No hemos podido leer esta foto.",
    why="Abrirla ha llevado más tiempo del que damos a cada foto. Puede que el archivo esté mal hecho, o que ahora "
    "haya muchas fotos a la vez.",
    next_step="Haz la foto otra vez con la cámara, con menos resolución, y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.picture_took_too_much",
    what="No hemos podido leer esta foto.",
    why="Al abrirla ocupa más memoria de la que damos a cada foto.",
    next_step="Haz la foto otra vez con la cámara, con menos resolución, y envíala. Tus otros datos están guardados.",
    status=422,
)
register(
    "identity.reader_busy",
    what="Ahora no podemos leer tu foto.",
    why="Mucha gente está enviando fotos a la vez.",
    next_step="Espera un minuto y envíala otra vez. Tus otros datos están guardados.",
    status=503,
)
register(
    "identity.reading_unclear",
    what="No entendemos lo que se pide.",
    why="«typed» tiene que ser un objeto JSON, «on» una fecha AAAA-MM-DD, y las fotos, archivos de un formulario.",
    next_step="Corrígelo y vuelve a enviarlo.",
)
register(
    "identity.program_unknown",
    what="No sabemos qué programa llama.",
    why="Leer documentos por aquí es solo para los programas de la oficina, que llevan su clave.",
    next_step="Envía «Authorization: Bearer» y la clave que te dio quien mantiene Amparo.",
    status=401,
)
register(
    "identity.font_missing",
    what="No se pueden dibujar las tarjetas de prueba.",
    why="Falta la letra OCR-B en esta máquina.",
    next_step="Instalar el paquete fonts-ocr-b de Debian y volver a intentarlo.",
    status=503,
)

# A file that is no picture.
for _code, _what, _next in (
    ("picture_empty", "No ha llegado ninguna foto.", "Elige la foto y envíala otra vez."),
    ("picture_too_heavy", "La foto pesa más de 15 MB.", "Haz la foto con menos resolución o envía otra."),
    ("picture_not_image", "Este archivo no es una foto JPG, PNG o WEBP.", "Haz una foto con el móvil y envíala."),
    (
        "picture_is_pdf",
        "Esto es un PDF, no una foto.",
        "Haz una foto a tu documento con el móvil o con la cámara de esta página, y envíala.",
    ),
    (
        "picture_is_heic",
        "Esta foto está en HEIC, el formato del iPhone, y aquí no se abre.",
        "Elígela desde el propio iPhone, que la convierte solo, o guárdala antes como JPG. También puedes hacerla "
        "ahora con la cámara.",
    ),
    ("picture_too_large", "La foto tiene demasiados píxeles.", "Haz la foto con menos resolución y envíala otra vez."),
    (
        "picture_too_small",
        "La foto es demasiado pequeña para leerla.",
        "Envía la foto original, no una copia reducida.",
    ),
    ("picture_damaged", "La foto está dañada y no se puede abrir.", "Haz la foto otra vez y envíala."),
):
    register(f"identity.{_code}", what=_what, next_step=_next)

# A picture to take again: what happened, and how to take it.
for _code, _what, _next in (
    ("card_not_found", "No vemos el documento en la foto.", "Ponlo solo sobre una mesa oscura y que se vea entero."),
    ("card_cut", "Falta un trozo del documento.", "Aléjate un poco: tienen que verse las cuatro esquinas."),
    ("card_far", "El documento sale muy pequeño.", "Acércate hasta que llene casi toda la foto."),
    ("covered", "Un dedo tapa parte del documento.", "Ponlo sobre una mesa o sujétalo solo por el borde."),
    ("glare", "Un reflejo tapa parte del documento.", "Apaga el flas o gira el documento para quitar el brillo."),
    ("blurred", "La foto está borrosa.", "Apoya el móvil, espera a que enfoque y haz la foto."),
    ("dark", "La foto está muy oscura.", "Haz la foto con más luz, cerca de una ventana."),
    ("grey_copy", "Parece una fotocopia en blanco y negro.", "Haz la foto al documento original."),
    (
        "not_spanish_card",
        "Esto no parece un DNI ni una tarjeta de extranjero (TIE).",
        "Haz la foto a tu DNI o a tu TIE.",
    ),
    ("is_passport", "Esto es un pasaporte.", "Haz la foto a tu DNI o a tu TIE. Si no tienes, sigue sin foto."),
    (
        "is_eu_certificate",
        "Esto es un certificado de registro de la Unión Europea, que no lleva foto.",
        "Haz la foto a tu DNI o a tu TIE. Si no tienes, sigue sin foto.",
    ),
    (
        "both_sides",
        "En la foto salen las dos caras del documento.",
        "Haz una foto de cada cara, de cerca, y envíalas por separado.",
    ),
    ("side_is_back", "Esta es la parte de atrás del documento.", "Dale la vuelta: aquí va la cara con tu foto."),
    ("side_is_front", "Esta es la cara con tu foto.", "Dale la vuelta: aquí va la parte de atrás."),
    ("number_unread", "No hemos podido leer el número del documento.", "Hazla más cerca, recta y sin reflejos."),
    (
        "zone_unread",
        "No hemos podido leer las tres líneas de abajo.",
        "Que se vean las tres líneas rectas y sin reflejos.",
    ),
    (
        "portrait_not_found",
        "No se distingue tu foto en el documento.",
        "Que no la tapen un dedo, un reflejo o una sombra.",
    ),
    ("sides_differ", "Las dos caras son de documentos distintos.", "Haz las dos fotos al mismo documento, el tuyo."),
    (
        "number_differs",
        "El documento no es el que has escrito.",
        "Revisa el número escrito o haz la foto a tu documento.",
    ),
    ("no_face", "No vemos tu cara en la foto.", "Mira de frente a la cámara, con luz y sin gafas de sol."),
    ("several_faces", "Hay más de una cara en la foto.", "Haz la foto tú solo, con una pared detrás."),
    ("face_small", "Tu cara sale muy pequeña.", "Acerca el móvil hasta que tu cara llene media foto."),
    ("face_dark", "Tu cara está muy oscura.", "Ponte de cara a una ventana o a una lámpara."),
    (
        "turn_face_lost",
        "Hemos perdido tu cara al girar.",
        "Gira la cabeza solo un poco, que se sigan viendo los dos ojos.",
    ),
    (
        "turn_not_seen",
        "No hemos visto girar la cabeza.",
        "Mira de frente, gira un poco más y vuelve a mirar de frente.",
    ),
    ("turn_other_side", "La cabeza ha girado hacia el otro lado.", "Fíjate en el lado que te pedimos: es el tuyo."),
    ("turn_other_face", "Las tres fotos no parecen de la misma cara.", "Haz las tres seguidas, sin moverte del sitio."),
    ("turn_replayed", "Estas fotos ya se habían enviado.", "Haz las tres fotos ahora, con la cámara."),
    ("face_differs", "Tu cara no se parece lo bastante a la del documento.", "Hazla de frente, con luz y sin gafas."),
):
    register(f"identity.{_code}", what=_what, next_step=_next)
register(
    "identity.pictures_missing",
    what="Faltan fotos para comprobar tu identidad.",
    why="Hacen falta las dos caras del documento.",
    next_step="Haz las fotos que faltan.",
)
for _code, _what, _why in (
    ("turn_expired", "Ha pasado más de un minuto.", "Lo que pedimos ante la cámara vale un minuto."),
    ("turn_used", "Estas fotos ya las tenemos.", "Lo que pedimos ante la cámara vale una sola vez."),
    ("turn_unknown", "No sabemos qué lado te pedimos.", "Puede que la página se abriera hace rato o en otro sitio."),
):
    register(
        f"identity.{_code}",
        what=_what,
        why=_why,
        next_step="Empieza otra vez, sin prisa: no cuenta como intento. Si no puedes, manda una foto normal.",
        status=409,
    )
register(
    "identity.phone_link_over",
    what="Este código ya no vale.",
    why="Dura 10 minutos y sirve para un solo móvil.",
    next_step="Vuelve al ordenador, a «Comprobar quién eres», y pulsa «Hacerlas con el móvil». Apunta al código nuevo.",
    status=410,
)
register(
    "identity.phone_let_go",
    what="En este móvil ya no se hacen las fotos.",
    why="Han pasado 20 minutos, o la solicitud ya se presentó. Las fotos que mandaste están guardadas.",
    next_step="Sigue en el ordenador. Si falta alguna foto, pulsa allí «Hacerlas con el móvil» y usa el código nuevo.",
    status=410,
)
register(
    "identity.turn_incomplete",
    what="Faltan fotos de tu cara.",
    why="Son tres seguidas: de frente, girada y de frente.",
    next_step="Empieza otra vez. Si la cámara no funciona, manda una foto normal.",
)
register(
    "identity.no_consent",
    what="Falta tu permiso para usar las fotos.",
    why="Sin él no podemos mirar ni guardar tus fotos.",
    next_step="Da tu permiso, o presenta la solicitud sin fotos y lo mirará una persona.",
)
register(
    "identity.check_closed",
    what="Esta comprobación ya terminó.",
    why="No admite más fotos.",
    next_step="Sigue con tu solicitud.",
    status=409,
)
register(
    "identity.check_unknown",
    what="No encontramos esta comprobación de identidad.",
    next_step="Vuelve a tu solicitud y empieza otra vez este paso.",
    status=404,
)
register(
    "identity.picture_unknown",
    what="No hay foto de este lado.",
    next_step="Puede que se haya borrado porque su plazo terminó.",
    status=404,
)
