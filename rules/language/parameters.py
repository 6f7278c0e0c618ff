"""Reading dated parameters (`parameters.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from rules.language.errors import Place, RuleTextError
from rules.language.fields import article, cents, need, only, section, sentence
from rules.language.reader import Files, Section, read
from rules.language.text import Parameter, Status, Value

_UNITS = ("money", "years", "months", "days", "percent", "date")


def read_parameters(files: Files, law: str) -> dict[str, Parameter]:
    """The parameters of a text, by name."""
    body = section(read(files, "parameters.yaml").get("parameters"), Place("parameters.yaml", 1))
    return {name: _parameter(name, section(item, body.at(name)), body.at(name), law) for name, item in body.items()}


def _parameter(name: str, body: Section, place: Place, law: str) -> Parameter:
    only(body, {"unit", "label", "article", "values", "open_end"})
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
    )
    _check_keys(parameter)
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
