"""Two tables of amounts held against each other: `not_below` says that no row of one is lower than the other's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rules.language.errors import Place, RuleTextError
from rules.language.fields import day, need, only, section
from rules.language.reader import Section
from rules.language.text import Parameter


def check_beside(parameter: Parameter, parameters: Mapping[str, Parameter], body: Section) -> None:
    """Hold a table to its `not_below`, on every day from `since` on which either changes; raises RuleTextError."""
    if "not_below" not in body:
        return
    wanted = section(body["not_below"], body.at("not_below"))
    only(wanted, {"table", "since"})
    name, since = str(need(wanted, "table")), day(wanted, "since")
    other = parameters.get(name)
    if other is None or not parameter.table or not other.table or other.unit != parameter.unit:
        wrong = f"`{name}` is no table to compare `{parameter.name}` with."
        raise RuleTextError(wanted.at("table"), wrong, "Name another table of amounts.")
    for changed in sorted({value.since for value in (*parameter.values, *other.values)} | {since}):
        if changed >= since:
            _compare(parameter, other, changed, section(body["values"], body.at("values")))


def _compare(parameter: Parameter, other: Parameter, on: date, dated: Section) -> None:
    value = parameter.on(on)
    if value is None:
        return
    for row, cell, least in _rows(parameter, other, on):
        if cell < least:
            column = section(dated[value.since], dated.at(value.since))
            place = section(column["cells"], column.at("cells")).at(row)
            raise _too_low(parameter, other, place, row, cell, least)


def _rows(parameter: Parameter, other: Parameter, on: date) -> Iterator[tuple[object, int, int]]:
    here, there = (found.on(on) for found in (parameter, other))
    if here is None or there is None:
        return
    assert isinstance(here.value, Mapping)
    assert isinstance(there.value, Mapping)
    for row, cell in here.value.items():
        if row in there.value:
            yield row, cell, there.value[row]


def _too_low(parameter: Parameter, other: Parameter, place: Place, row: object, cell: int, least: int) -> RuleTextError:
    low, high = (f"{cents // 100},{cents % 100:02d} €" for cents in (cell, least))
    wrong = f"La fila {row} de «{parameter.label}» ({low}) es menor que la de «{other.label}» ({high})."
    mend = f"Pon al menos {high} en esa fila, o cambia antes la otra tabla: nunca puede quedar por encima."
    return RuleTextError(place, wrong, mend, row)
