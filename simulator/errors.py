"""Texts of the simulator in the error catalogue."""

from core.errors import register

register(
    "simulation.unknown_question",
    what="Esa pregunta no está en tu simulación.",
    why="Las preguntas dependen de lo que has contestado, y esta ya no hace falta.",
    next_step="Vuelve al simulador y sigue por donde ibas.",
    status=404,
)
