"""What generated numpy calls: amounts, aggregates over the members of a unit, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rules.compilers.vector import days
from rules.compilers.vector.days import Array


def wide(value: Array) -> Array:
    """In 64 bits: numpy keeps small types in products, and cents times per cent would overflow without a word."""
    return np.asarray(value, dtype=np.int64)


def share(cents: Array, percent: Array) -> Array:
    """So many per cent of an amount, half up to the cent."""
    return np.asarray((wide(cents) * wide(percent) * 2 + 100) // 200)


def per_month(cents: Array, months: Array) -> Array:
    """An amount over so many months as a monthly one, half up to the cent; over none, the amount itself."""
    parts = np.maximum(wide(months), 1)
    return np.asarray((wide(cents) * 2 + parts) // (parts * 2))


def twelfth(cents: Array) -> Array:
    """A yearly amount as a monthly one, half up to the cent."""
    return np.asarray((wide(cents) + 6) // 12)


def cell(table: Array, key: Array) -> Array:
    """The row of a table; its last stands for all that follow."""
    return table.take(np.clip(key, 0, len(table) - 1))


class Members:
    """Where the members of each unit of a chunk are: `starts`, `ends` and the applicants' places, by member."""

    def __init__(self, starts: Array, ends: Array, heads: Array) -> None:
        self.starts = starts
        self.ends = ends
        self.heads = heads
        self.sizes = ends - starts
        self._of: Array | None = None

    def of_unit(self, value: Array) -> Array:
        """A value of the unit for each of its members."""
        if self._of is None:
            self._of = np.repeat(np.arange(len(self.starts)), self.sizes)
        return value[self._of]

    def head(self, value: Array) -> Array:
        """The applicant's value."""
        return value[self.heads]

    def sum(self, value: Array) -> Array:
        """The total of each unit; nothing for a unit without members."""
        if np.ndim(value) == 0:
            return self.sizes * int(value)
        running = np.zeros(len(value) + 1, dtype=np.int64)
        np.cumsum(value, out=running[1:])
        return running[self.ends] - running[self.starts]

    count = sum

    def any(self, value: Array) -> Array:
        """Whether it holds of some member; of none where there are none."""
        if np.ndim(value) == 0:
            return self.sizes * bool(value) > 0
        running = np.zeros(len(value) + 1, dtype=np.int32)
        np.cumsum(value, out=running[1:])
        return running[self.ends] > running[self.starts]

    def all(self, value: Array) -> Array:
        """Whether it holds of every member, as it does where there are none."""
        return ~self.any(~value)


OPERATIONS: Mapping[str, Callable[..., Any] | Any] = {
    "np": np,
    "_yes": np.True_,
    "_no": np.False_,
    "_cell": cell,
    "_share": share,
    "_per_month": per_month,
    "_twelfth": twelfth,
    "_years": days.whole_years,
    **{
        f"_{name}": getattr(days, name)
        for name in ("months", "months_until", "first_of_year", "plus_months", "plus_years")
    },
}
