"""Reading dated parameters (`parameters.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from rules.language.errors import Place, RuleTextError
from rules.language.fields import article, cents, need, only, section, sentence
from rules.language.reader import Files, Section, read
from rules.language.tables_beside import check_beside
from rules.language.text import Parameter, Status, Value

_UNITS = ("money", "years", "months", "days", "percent", "date")
_ORDERS = ("rising", "falling")


def read_parameters(files: Files, law: str) -> dict[str, Parameter]:
    """The parameters of a text, by name."""
    body = section(read(files, "parameters.yaml").get("parameters"), Place("parameters.yaml", 1))
    found = {name: _parameter(name, section(item, body.at(name)), body.at(name), law) for name, item in body.items()}
    for name, parameter in found.items():
        check_beside(parameter, found, section(body[name], body.at(name)))
    return found


def _parameter(name: str, body: Section, place: Place, law: str) -> Parameter:
    only(body, {"unit", "label", "article", "values", "open_end", "order", "rows", "not_below"})
    unit = str(need(body, "unit"))
    if unit not in _UNITS:
        raise RuleTextError(body.at("unit"), f"`{unit}` is not a unit.", f"There are: {', '.join(_UNITS)}.")
    dated = section(need(body, "values"), body.at("values"))
    days = list(dated)
    if not all(isinstance(day, date) for day in days) or days != sorted(days):
        raise RuleTextError(dated.place, f"The dates of `{name}` are not in order.", "Oldest first, like 2026-01-01.")
    values = tuple(
        _value(section(dated[day], dated.at(day)), unit, day, days[number + 1] if number + 1 < len(days) else None)
        for number, day in enumerate(days)
    )
    tables = {isinstance(value.value, Mapping) for value in values}
    if len(tables) != 1:
        raise RuleTextError(place, f"`{name}` is a table on some dates only.", "Use `cells` on all of them.")
    parameter = Parameter(
        name=name,
        unit=unit,
        label=sentence(body, "label"),
        values=values,
        article=article(body, law),
        place=place,
        table=tables == {True},
        open_end=bool(body.get("open_end", False)),
        order=str(body.get("order", "")),
        rows=MappingProxyType({key: str(label) for key, label in body.get("rows", {}).items()}),
    )
    _check_keys(parameter)
    _check_rows(parameter, body)
    _check_order(parameter, body, dated)
    return parameter


def _value(body: Section, unit: str, since: date, following: date | None) -> Value:
    only(body, {"value", "cells", "source", "derived", "doubtful"})
    source = str(need(body, "source"))
    until = following - timedelta(days=1) if following else None
    derived = body.get("derived", False)
    status: Status | Mapping[object, Status]
    if "cells" in body:
        cells = section(body["cells"], body.at("cells"))
        keys = derived if isinstance(derived, list) else (list(cells) if derived else [])
        unknown = [key for key in keys if key not in cells]
        if unknown:
            raise RuleTextError(body.at("derived"), f"There is no cell {unknown[0]}.", "List keys of `cells`.")
        value: Any = MappingProxyType({key: _single(cells[key], unit, cells.at(key)) for key in cells})
        status = MappingProxyType({key: "derived" if key in keys else "published" for key in cells})
    else:
        value = _single(need(body, "value"), unit, body.at("value"))
        status = "derived" if derived else "published"
    return Value(since, until, value, source, status, sentence(body, "doubtful"))


def _single(written: object, unit: str, place: Place) -> int | date:
    if unit == "money":
        return cents(written, place)
    if unit == "date" and isinstance(written, date):
        return written
    if unit != "date" and isinstance(written, int) and not isinstance(written, bool):
        return written
    raise RuleTextError(place, f"`{written}` is not {unit}.", "Write a date or a whole number.")


def _check_keys(parameter: Parameter) -> None:
    if not parameter.open_end:
        return
    for value in parameter.values:
        cells = value.value if isinstance(value.value, Mapping) else {}
        keys = [key for key in cells if isinstance(key, int)]
        if not keys or len(keys) != len(cells) or keys != list(range(keys[0], keys[0] + len(keys))):
            raise RuleTextError(parameter.place, f"`{parameter.name}`: rows are missing.", "Number them one by one.")


def _check_rows(parameter: Parameter, body: Section) -> None:
    """`rows`, where it is given, names every row and no other."""
    for value in parameter.values if parameter.rows else ():
        if not isinstance(value.value, Mapping) or set(value.value) != set(parameter.rows):
            raise RuleTextError(body.at("rows"), "`rows` and `cells` differ.", "Name each row of the table once.")


def _check_order(parameter: Parameter, body: Section, dated: Section) -> None:
    """With `order`, no row is lower (rising) or higher (falling) than the one before it."""
    if not parameter.order:
        return
    if parameter.order not in _ORDERS or not parameter.table:
        raise RuleTextError(body.at("order"), f"`{parameter.order}` is no order of a table.", f"{', '.join(_ORDERS)}.")
    for value in parameter.values:
        rows = list(value.value.items()) if isinstance(value.value, Mapping) else []
        for (before, low), (row, cell) in pairwise(rows):
            if (cell < low) if parameter.order == "rising" else (cell > low):
                place = section(dated[value.since]["cells"], dated.at(value.since)).at(row)
                raise _out_of_order(parameter, place, (str(before), low), (str(row), cell), row)


def _out_of_order(
    parameter: Parameter, place: Place, before: tuple[str, int], here: tuple[str, int], row: object
) -> RuleTextError:
    word, limit = ("menor", "al menos") if parameter.order == "rising" else ("mayor", "como mucho")
    least, cell = (_shown(amount, parameter.unit) for amount in (before[1], here[1]))
    wrong = f"La fila {here[0]} ({cell}) es {word} que la fila {before[0]} ({least})."
    return RuleTextError(place, wrong, f"Pon {limit} {least} en la fila {here[0]}, o corrige la fila {before[0]}.", row)


def _shown(amount: int, unit: str) -> str:
    return f"{amount // 100},{amount % 100:02d} €" if unit == "money" else str(amount)
