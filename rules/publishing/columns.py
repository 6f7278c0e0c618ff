"""Amounts of a text as a table that a person edits: for each parameter, the column that begins on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rules.language.load import Edition
from rules.language.reader import Files
from rules.language.text import Parameter, RuleText, Value
from rules.publishing.writing import is_on_one_line, quoted, with_block, with_scalar

FILE = "parameters.yaml"
COPIED = "Cifra copiada de otro año: falta confirmarla."
"""Why a copied figure is doubted until somebody has looked at it."""


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a parameter from a day on: cells by row (one value: the row ""), cents where it is money.

    `derived` are the rows that nobody published as such; `doubtful` is why the figures are doubted.
    """

    cells: Mapping[str, int | date]
    source: str
    derived: frozenset[str] = frozenset()
    doubtful: str = ""


def column_of(value: Value) -> Column:
    """A dated value of the text, as a column."""
    cells = value.value if isinstance(value.value, Mapping) else {"": value.value}
    derived = frozenset(str(key) for key in cells if value.status_of(key) == "derived")
    return Column({str(key): cell for key, cell in cells.items()}, value.source, derived, value.doubtful)


def in_force(parameter: Parameter, day: date) -> Value:
    """The value that counts on a day; the first one before there is any."""
    return parameter.on(day) or parameter.values[0]


def begins_on(parameter: Parameter, day: date) -> bool:
    """Whether the parameter has a column of its own from that day."""
    return any(value.since == day for value in parameter.values)


def with_column(files: Files, parameter: Parameter, since: date, column: Column) -> dict[str, str]:
    """The files with the parameter's column of `since` put in, or put in the place of the one there."""
    before = [value.since for value in parameter.values if value.since < since]
    after = before[-1] if before else parameter.values[0].since
    path = ("parameters", parameter.name, "values")
    block = _block(parameter, column, in_line=is_on_one_line(files[FILE], path))
    written = with_block(FILE, files[FILE], path, since.isoformat(), after.isoformat(), block)
    return {**files, FILE: written}


def _block(parameter: Parameter, column: Column, *, in_line: bool) -> str:
    rows = {key: _written(cell, parameter.unit) for key, cell in column.cells.items()}
    doubtful = [f"doubtful: {quoted(column.doubtful)}"] if column.doubtful else []
    if not parameter.table:
        derived = ["derived: true"] if column.derived else []
        parts = [f"value: {rows['']}", f"source: {quoted(column.source)}", *derived, *doubtful]
        return "{" + ", ".join(parts) + "}"
    derived = [f"derived: [{', '.join(key for key in rows if key in column.derived)}]"] if column.derived else []
    cells = ", ".join(f"{key}: {cell}" for key, cell in rows.items())
    parts = [f"source: {quoted(column.source)}", f"cells: {{{cells}}}", *derived, *doubtful]
    if in_line:
        return "{" + ", ".join(parts) + "}"
    return "\n".join(["", *(f"  {part}" for part in parts)])


def _written(cell: int | date, unit: str) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell // 100}.{cell % 100:02d}" if unit == "money" else str(cell)


def yearly(text: RuleText, day: date) -> list[Parameter]:
    """The parameters that got new values on 1 January of the last year that changed any, before `day`."""
    years = [
        value.since
        for parameter in text.parameters.values()
        for value in parameter.values
        if value.since < day and (value.since.month, value.since.day) == (1, 1)
    ]
    last = max(years, default=None)
    return [
        parameter
        for parameter in text.parameters.values()
        if parameter.unit != "date" and any(value.since == last for value in parameter.values)
    ]


def copied_year(edition: Edition, since: date) -> tuple[dict[str, str], list[str]]:
    """The files with a column of `since` in each yearly parameter, copied from the one before; and those parameters.

    The text then says that amounts are published to the end of that year.
    """
    files, names = dict(edition.files), []
    for parameter in yearly(edition.text, since):
        if not begins_on(parameter, since):
            column = replace(column_of(in_force(parameter, since)), doubtful=COPIED)
            files = with_column(files, parameter, since, column)
            names.append(parameter.name)
    last = date(since.year, 12, 31)
    if last > edition.text.last_published:
        about = with_scalar("benefit.yaml", files["benefit.yaml"], ("last_published",), last)
        files["benefit.yaml"] = about
    return files, names
