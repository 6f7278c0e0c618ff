"""Kinds of event of the interop room."""

from core.events import register_kind

register_kind(
    "interop.asked",
    officer="Consulta a {source}: {result} ({purpose})",
    citizen="Consultamos tus datos a {source}. Motivo: {purpose}",
)
