"""A table that cannot be read as a population."""

from __future__ import annotations

from core.errors import AmparoError, register

register(
    "population.wrong",
    what="Este archivo no se puede leer como una población.",
    why="{where}",
    next_step="{sentence}",
    status=422,
)


class PopulationProblem(AmparoError):
    """What is wrong, in which row (from 1; None: in the whole file) and column, and how to mend it."""

    def __init__(self, column: str, row: int | None, sentence: str) -> None:
        places = [f"Fila {row}" if row is not None else "", f"columna {column}" if column else ""]
        where = ", ".join(place for place in places if place) or "El archivo entero"
        super().__init__("population.wrong", where=f"{where[0].upper()}{where[1:]}.", sentence=sentence)
        self.column = column
        self.row = row
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.params['where']} {self.sentence}"
