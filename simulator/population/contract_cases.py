"""Units of a population as cases of the contract, one by one: for whatever takes cases and not columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rules.services import NEVER_NUMBER
from rules.types import Column, Entity, Fact, Population, RuleText

Case = dict[str, Any]


def cases_of(text: RuleText, population: Population, start: int = 0) -> Iterator[Case]:
    """Units from `start` on as cases of the text's day. What is unknown is null; what has no column is left out."""
    unit, member = (list(_columns(text, population, entity)) for entity in ("unit", "member"))
    for at in range(start, len(population)):
        first, last = int(population.offsets[at]), int(population.offsets[at + 1])
        yield {
            "benefit": text.benefit,
            "on": text.on.isoformat(),
            "unit": _facts(unit, at),
            "members": [{"ref": f"p{row - first + 1}", **_facts(member, row)} for row in range(first, last)],
        }


def _columns(text: RuleText, population: Population, entity: Entity) -> Iterator[tuple[Fact, Column]]:
    columns = population.columns(entity)
    return ((fact, columns[fact.name]) for fact in text.facts_of(entity) if fact.name in columns)


def _facts(columns: list[tuple[Fact, Column]], row: int) -> Case:
    return {fact.name: _written(fact, column, row) for fact, column in columns}


def _written(fact: Fact, column: Column, row: int) -> Any:
    if fact.type == "date" and column.values[row] >= NEVER_NUMBER:
        return "never" if column.unknown is None or not column.unknown[row] else None
    value = column.plain(row, fact.type)
    if value is None:
        return None
    match fact.type:
        case "date":
            return value.isoformat()
        case "money":
            return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
        case "list":
            return list(value)
    return value
