"""What both dialects share: names, constants, tables and aggregates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from rules.language import dates
from rules.language.expressions import Aggregate, Attribute, Cell, Constant, Expression, Name
from rules.language.text import Entity, RuleText


def table_of(text: RuleText, name: str) -> dict[int, int]:
    """An open-ended table from row 0 to its last; rows below the first are the first."""
    cells = text.value(name).value
    if not isinstance(cells, Mapping):
        raise TypeError(name)
    rows = {int(str(key)): amount for key, amount in cells.items()}
    first = min(rows)
    return {row: rows[max(row, first)] for row in range(max(rows) + 1)}


def constant_of(text: RuleText, node: Attribute | Cell) -> int | date:
    """A parameter's value, or a named cell's, on the text's day."""
    if isinstance(node, Attribute):
        value = text.value(node.name).value
    else:
        cells = text.value(node.table).value
        value = cells[node.key.value] if isinstance(cells, Mapping) and isinstance(node.key, Constant) else 0
    if isinstance(value, Mapping):
        raise TypeError(node)
    return value


class Dialect:
    """Writes one expression; subclasses say how each operation is written."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.names: dict[str, Any] = {}
        self.aggregates: dict[Aggregate, str] = {}
        #: Facts of the unit that members' formulas read, with their positions.
        self.shared: dict[str, int] = {}
        self._temporaries = 0

    def temporary(self) -> str:
        """A fresh local name."""
        self._temporaries += 1
        return f"t{self._temporaries}"

    def constant(self, value: object) -> str:
        """A literal, or a global that holds it."""
        if not isinstance(value, date):
            return repr(value)
        name = f"D_{value:%Y%m%d}" if value != dates.NEVER else "D_never"
        self.names[name] = value
        return name

    def name(self, node: Name, entity: Entity) -> str:
        """The local that holds a fact or a variable."""
        if node.name == "on":
            return "on"
        unit, member = self._positions
        if entity == "unit":
            return f"u_{node.name}" if node.name in unit else f"v_{node.name}"
        if node.name in member:
            return f"f_{node.name}"
        if node.name in unit:
            self.shared[node.name] = unit[node.name]
            return f"u_{node.name}"
        return f"w_{node.name}"

    @cached_property
    def _positions(self) -> tuple[dict[str, int], dict[str, int]]:
        unit, member = (
            {fact.name: position for position, fact in enumerate(self.text.facts_of(entity))}
            for entity in ("unit", "member")
        )
        return unit, member

    def table(self, name: str) -> str:
        """The global that holds a table."""
        self.names[f"T_{name}"] = table_of(self.text, name)
        return f"T_{name}"

    def aggregate(self, node: Aggregate) -> str:
        """The list that the member loop fills for an aggregate."""
        return self.aggregates.setdefault(node, f"a{len(self.aggregates)}")

    def write(self, node: Expression, entity: Entity) -> str:
        """Source of `node`."""
        raise NotImplementedError
