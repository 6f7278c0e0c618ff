"""Values that are not known yet: ranges that remember which facts they wait for.

An unknown number or date lies between `low` and `high`; an unknown truth or word has no bounds. `waits` is a set of
bits, one for each unknown fact that could still change it. Everything known stays a plain Python value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from rules.language import amounts, dates

#: Larger than any amount a case may hold, in cents.
LARGEST = 10**14


class Unknown:
    """A value that waits for facts."""

    __slots__ = ("high", "low", "waits")

    def __init__(self, waits: int, low: Any = None, high: Any = None) -> None:
        self.waits = waits
        self.low = low
        self.high = high

    def __repr__(self) -> str:
        return f"Unknown({self.waits:b}, {self.low}, {self.high})"


def known(value: Any) -> Any:
    """The value, or None while it is unknown."""
    return None if value.__class__ is Unknown else value


def waits_of(*values: Any) -> int:
    """The facts that some of the values wait for."""
    bits = 0
    for value in values:
        if value.__class__ is Unknown:
            bits |= value.waits
    return bits


def _low(value: Any) -> Any:
    return value.low if value.__class__ is Unknown else value


def _high(value: Any) -> Any:
    return value.high if value.__class__ is Unknown else value


def _truth(waits: int, certain: bool, impossible: bool) -> Any:
    if certain:
        return True
    return False if impossible else Unknown(waits)


def _note(log: list[Any] | None, found: Any, gap: int | None = None) -> None:
    """Keep a comparison's answer and, where both sides are known numbers or days, how far apart they are."""
    if log is not None:
        log.append((known(found), gap))


def _gap(left: Any, right: Any) -> int:
    return int(left.toordinal() - right.toordinal() if left.__class__ is date else left - right)


def less(log: list[Any] | None, left: Any, right: Any) -> Any:
    """`left < right`; `log` takes every comparison, in order."""
    if left.__class__ is not Unknown and right.__class__ is not Unknown:
        found: Any = left < right
        if log is not None:
            log.append((found, _gap(left, right)))
        return found
    found = _truth(waits_of(left, right), _high(left) < _low(right), _low(left) >= _high(right))
    _note(log, found)
    return found


def less_or_equal(log: list[Any] | None, left: Any, right: Any) -> Any:
    """`left <= right`."""
    if left.__class__ is not Unknown and right.__class__ is not Unknown:
        found: Any = left <= right
        if log is not None:
            log.append((found, _gap(left, right)))
        return found
    found = _truth(waits_of(left, right), _high(left) <= _low(right), _low(left) > _high(right))
    _note(log, found)
    return found


def equal(log: list[Any] | None, left: Any, right: Any) -> Any:
    """`left == right`."""
    waits = waits_of(left, right)
    if not waits:
        found: Any = left == right
    elif _low(left) is None or _low(right) is None or isinstance(_low(left), bool | str):
        found = Unknown(waits)
    elif _high(left) < _low(right) or _high(right) < _low(left):
        found = False
    else:
        found = Unknown(waits)
    _note(log, found)
    return found


def one_of(log: list[Any] | None, value: Any, options: tuple[Any, ...]) -> Any:
    """`value in options`."""
    found = Unknown(value.waits) if value.__class__ is Unknown else value in options
    _note(log, found)
    return found


def negate(value: Any) -> Any:
    """`not value`."""
    return value if value.__class__ is Unknown else not value


def conjunction(*values: Any) -> Any:
    """`and`: false where one is false, whatever is unknown."""
    waits = 0
    for value in values:
        if value is False:
            return False
        if value.__class__ is Unknown:
            waits |= value.waits
    return Unknown(waits) if waits else True


def disjunction(*values: Any) -> Any:
    """`or`: true where one is true, whatever is unknown."""
    waits = 0
    for value in values:
        if value is True:
            return True
        if value.__class__ is Unknown:
            waits |= value.waits
    return Unknown(waits) if waits else False


def _range(waits: int, low: Any, high: Any) -> Any:
    return low if low == high else Unknown(waits, low, high)


def add(left: Any, right: Any) -> Any:
    """`left + right`."""
    waits = waits_of(left, right)
    return _range(waits, _low(left) + _low(right), _high(left) + _high(right)) if waits else left + right


def subtract(left: Any, right: Any) -> Any:
    """`left - right`."""
    waits = waits_of(left, right)
    return _range(waits, _low(left) - _high(right), _high(left) - _low(right)) if waits else left - right


def choose(condition: Any, then: Any, otherwise: Any) -> Any:
    """`then if condition else otherwise`."""
    if condition.__class__ is not Unknown:
        return then if condition else otherwise
    waits = waits_of(condition, then, otherwise)
    if _low(then) is None or _low(otherwise) is None or isinstance(_low(then), bool | str):
        both = known(then) is not None and known(then) == known(otherwise)
        return then if both else Unknown(waits)
    return _range(waits, min(_low(then), _low(otherwise)), max(_high(then), _high(otherwise)))


def cell(table: Mapping[int, Any], key: Any) -> Any:
    """The cell of an open-ended table; its last row stands for all above."""
    last = len(table) - 1
    if key.__class__ is not Unknown:
        return table[min(key, last)]
    cells = [table[row] for row in range(min(max(key.low, 0), last), min(max(key.high, 0), last) + 1)]
    return _range(key.waits, min(cells), max(cells))


def rising(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that grows with each of its arguments, for unknown ones too."""

    def of(*values: Any) -> Any:
        waits = waits_of(*values)
        if not waits:
            return function(*values)
        return _range(waits, function(*map(_low, values)), function(*map(_high, values)))

    return of


def elapsed(function: Callable[[date, date], int]) -> Callable[..., Any]:
    """`years` or `months`: falls with the first date, grows with the second."""

    def of(start: Any, end: Any) -> Any:
        waits = waits_of(start, end)
        if not waits:
            return function(start, end)
        return _range(waits, function(_high(start), _low(end)), function(_low(start), _high(end)))

    return of


def turning(function: Callable[[int, int], int]) -> Callable[..., Any]:
    """A function of two numbers that goes one way along each, though which way may depend on the other."""

    def of(one: Any, other: Any) -> Any:
        waits = waits_of(one, other)
        if not waits:
            return function(one, other)
        corners = [function(left, right) for left in (_low(one), _high(one)) for right in (_low(other), _high(other))]
        return _range(waits, min(corners), max(corners))

    return of


def includes(values: Any, word: str) -> Any:
    """Whether a list holds a word."""
    return Unknown(values.waits) if values.__class__ is Unknown else word in values


def count(values: Sequence[Any]) -> Any:
    """How many are true."""
    certain = sum(value is True for value in values)
    waits = waits_of(*values)
    return _range(waits, certain, certain + sum(value.__class__ is Unknown for value in values)) if waits else certain


def total(values: Sequence[Any]) -> Any:
    """The sum."""
    waits = waits_of(*values)
    return _range(waits, sum(map(_low, values)), sum(map(_high, values))) if waits else sum(values)


def late(function: Callable[[date, int], date]) -> Callable[[date, int], date]:
    """A function of days for which a day beyond the calendar is *never*."""

    def of(day: date, number: int) -> date:
        try:
            return function(day, number)
        except (ValueError, OverflowError):
            return dates.NEVER

    return of


#: What compiled sources call, by name.
OPERATIONS: Mapping[str, Any] = {
    "_less": less,
    "_less_or_equal": less_or_equal,
    "_equal": equal,
    "_one_of": one_of,
    "_not": negate,
    "_and": conjunction,
    "_or": disjunction,
    "_add": add,
    "_subtract": subtract,
    "_choose": choose,
    "_cell": cell,
    "_years": elapsed(dates.years),
    "_months": elapsed(dates.months),
    "_first_of_year": rising(dates.first_of_year),
    "_plus_months": rising(late(dates.plus_months)),
    "_plus_years": rising(late(dates.plus_years)),
    "_twelfth": rising(amounts.twelfth),
    "_per_month": turning(amounts.per_month),
    "_share": turning(amounts.share),
    "_includes": includes,
    "_least": rising(min),
    "_most": rising(max),
    "_count": count,
    "_sum": total,
    "_any": lambda values: disjunction(*values),
    "_all": lambda values: conjunction(*values),
}
