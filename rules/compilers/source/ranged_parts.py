"""Parts of expressions in the ranged dialect, and what its source calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from rules.compilers.domain import late
from rules.language import amounts, dates


class Truth(NamedTuple):
    """Source of a truth or a word, and of its mask, which may be read only where the value is None.

    `exact`: its mask is 0 wherever the value is known, so it may be read anywhere.
    """

    value: str
    mask: str
    exact: bool = False


class Number(NamedTuple):
    """Sources of a number's bounds and mask; all of them are names or constants."""

    low: str
    high: str
    mask: str

    @property
    def sure(self) -> bool:
        """Whether it is never unknown."""
        return self.mask == "0"

    def copied(self, other: Number) -> str:
        """A line that makes it the same as another."""
        return f"{self.low} = {other.low}; {self.high} = {other.high}; {self.mask} = {other.mask}"


def is_literal(source: str) -> bool:
    """Whether a bound is written as a number."""
    return source.lstrip("-").isdigit()


def bound(function: Callable[..., Any], one: str, other: str) -> str:
    """The least or the greatest of two bounds; of two literals, that literal."""
    if is_literal(one) and is_literal(other):
        return str(function(int(one), int(other)))
    return f"{function.__name__}({one}, {other})"


def either(*masks: str) -> str:
    """A mask of all of them."""
    found = list(dict.fromkeys(mask for mask in masks if mask != "0"))
    return "0" if not found else found[0] if len(found) == 1 else f"({' | '.join(found)})"


def where_unknown(truth: Truth) -> str:
    """The mask of a truth that may be known. An exact one is 0 then, so it need not be asked."""
    if truth.exact or truth.mask == "0":
        return truth.mask
    return f"({truth.mask} if {truth.value} is None else 0)"


def _cells(table: Mapping[int, Any], low: int, high: int, last: int) -> tuple[Any, Any]:
    cells = [table[row] for row in range(min(max(low, 0), last), min(max(high, 0), last) + 1)]
    return min(cells), max(cells)


def _corners(function: Callable[[int, int], int], *sides: int) -> list[int]:
    return [function(one, other) for one in sides[:2] for other in sides[2:]]


RANGED_NAMES: Mapping[str, Any] = {
    "_cells": _cells,
    "_corners": _corners,
    "_least": min,
    "_most": max,
    "_plus_months": late(dates.plus_months),
    "_plus_years": late(dates.plus_years),
    **{f"_{name}": getattr(dates, name) for name in ("years", "months", "first_of_year")},
    **{f"_{name}": getattr(amounts, name) for name in ("twelfth", "per_month", "share")},
}
