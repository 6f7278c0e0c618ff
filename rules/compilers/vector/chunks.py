"""Some units of a population with their members, as generated numpy takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rules.compilers.vector.columns import Array, Column, Population
from rules.compilers.vector.operations import Members, wide
from rules.language.text import Entity, Fact, RuleText

Tables = Mapping[tuple[Entity, str], Array]


class Chunk:
    """Units `start` to `stop`: `unit` and `member` give the columns by name (`name?` is the mask), when asked for."""

    def __init__(self, population: Population, start: int, stop: int, text: RuleText, tables: Tables) -> None:
        self.start = start
        self.stop = stop
        bounds = population.offsets[start : stop + 1]
        first, last = int(bounds[0]), int(bounds[-1])
        self.members = Members(bounds[:-1] - first, bounds[1:] - first, population.heads[start:stop] - first)
        facts = text.facts
        self.unit = _Columns("unit", population.unit, slice(start, stop), facts, tables)
        self.member = _Columns("member", population.member, slice(first, last), facts, tables)

    def odd(self, facts: Sequence[Fact], conditions: Sequence[tuple[Any, Any]]) -> Array | None:
        """Units that give a fact the text does not read, where it would have mattered; None for none."""
        found: Array | None = None
        for fact, (value, mask) in zip(facts, conditions, strict=True):
            given = (self.unit if fact.entity == "unit" else self.member).given(fact)
            units = given if fact.entity == "unit" else self.members.any(given)
            units = units & (value if mask is None else value & ~mask)
            found = units if found is None else found | units
        return found


class _Columns(dict[str, Any]):
    """Columns cut and widened when they are asked for."""

    def __init__(
        self,
        entity: Entity,
        columns: Mapping[str, Column],
        rows: slice,
        facts: Mapping[tuple[Entity, str], Fact],
        tables: Tables,
    ) -> None:
        super().__init__()
        self.entity = entity
        self.columns = columns
        self.rows = rows
        self.facts = facts
        self.tables = tables

    def __missing__(self, name: str) -> Array:
        if name.endswith("?"):
            mask = self.columns[name[:-1]].unknown
            assert mask is not None
            return mask[self.rows]
        values = self.columns[name].values[self.rows]
        key = (self.entity, name)
        if key in self.tables:
            return self.tables[key].take(values)
        return wide(values) if self.facts[key].type in ("int", "money") else values

    def given(self, fact: Fact) -> Array:
        """Where a value other than the closed one is given."""
        column = self.columns[fact.name]
        values = column.values[self.rows]
        given = np.ones(len(values), dtype=bool) if fact.closed is None else values != fact.closed
        return given if column.unknown is None else given & ~column.unknown[self.rows]
