"""A population as arrays, whatever text it will be read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from rules.compilers.vector.days import Array, date_of
from rules.language.text import Entity

__all__ = ["Array", "Column", "Population"]


@dataclass(frozen=True)
class Column:
    """The values of one fact: bool, whole numbers (money in cents), day numbers, or places in `words` (int8).

    A list is a whole number with a bit for each of `words`. `unknown` is true where the value is not known; whatever
    `values` holds there means nothing.
    """

    values: Array
    unknown: Array | None = None
    words: tuple[str, ...] = ()

    def plain(self, at: int, type_: str) -> Any:
        """One value as the scalar readings take it; None while unknown."""
        if self.unknown is not None and self.unknown[at]:
            return None
        value = self.values[at]
        if type_ == "date":
            return date_of(value)
        if type_ == "enum":
            return self.words[value]
        if type_ == "list":
            return tuple(word for bit, word in enumerate(self.words) if int(value) >> bit & 1)
        return bool(value) if type_ == "bool" else int(value)


@dataclass(frozen=True)
class Population:
    """Units and their members. Members `offsets[n]` to `offsets[n + 1]` are those of unit n; `heads[n]` the applicant.

    A fact without a column was left out for everybody: it takes its closed value, or is unknown. `groups` are columns
    of the unit that no rule reads and by which results may be told apart (province).
    """

    unit: Mapping[str, Column]
    member: Mapping[str, Column]
    offsets: Array
    heads: Array
    groups: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @cached_property
    def people(self) -> int:
        """How many members there are in all."""
        return int(self.offsets[-1] - self.offsets[0])

    def columns(self, entity: Entity) -> Mapping[str, Column]:
        """The columns of an entity."""
        return self.unit if entity == "unit" else self.member

    def sizes(self) -> Array:
        """How many members each unit has."""
        return np.diff(self.offsets)
