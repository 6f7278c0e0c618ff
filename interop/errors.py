"""Texts of the interop room in the error catalogue. A source that is down is an answer, never an error."""

from core.errors import register

register(
    "interop.incomplete_question",
    what="Faltan datos para hacer esta consulta.",
    why="La otra administración necesita el número del documento y los datos que se quieren contrastar.",
    next_step="Completa los datos de la persona y vuelve a intentarlo.",
)
