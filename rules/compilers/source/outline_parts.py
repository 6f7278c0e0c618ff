"""Parts of conditions and bounds in the outline dialect, and what its source calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rules.compilers.source.ranged_parts import RANGED_NAMES

YES, NO = "True", "False"


def every(conditions: Iterable[str]) -> str:
    """A condition that holds where all of them do."""
    found = [one for one in dict.fromkeys(conditions) if one != YES]
    if NO in found:
        return NO
    return YES if not found else found[0] if len(found) == 1 else f"({' and '.join(found)})"


def some(conditions: Iterable[str]) -> str:
    """A condition that holds where any of them does."""
    found = [one for one in dict.fromkeys(conditions) if one != NO]
    if YES in found:
        return YES
    return NO if not found else found[0] if len(found) == 1 else f"({' or '.join(found)})"


def chosen(condition: str, fails: str, then: str, otherwise: str, both: str) -> str:
    """`then` where a condition surely holds, `otherwise` where it surely does not, `both` where nobody knows."""
    if condition == YES or then == otherwise == both:
        return then
    if fails == YES:
        return otherwise
    if fails == NO:
        return f"({then} if {condition} else {both})"
    return f"({then} if {condition} else {otherwise} if {fails} else {both})"


def outermost(end: str, one: str, other: str) -> str:
    """The least or the greatest of two numbers."""
    if one.isdigit() and other.isdigit():
        return str(min(int(one), int(other)) if end == "min" else max(int(one), int(other)))
    return f"{end}({one}, {other})"


def counted(conditions: list[str], where: int) -> str:
    """How many: of those who surely do (1), or of all but those who surely do not (0)."""
    parts = [
        str(where if one == YES else 1 - where) if one in (YES, NO) else f"({where} if {one} else {1 - where})"
        for one in conditions
    ]
    return f"({' + '.join(parts)})"


def _lowest(function: Callable[[int, int], int], low: int, high: int, least: int, most: int) -> int:
    """The least that a function gives that grows or falls with each of its two numbers."""
    if low == high and least == most:
        return function(low, least)
    return min(function(low, least), function(low, most), function(high, least), function(high, most))


def _highest(function: Callable[[int, int], int], low: int, high: int, least: int, most: int) -> int:
    """The greatest."""
    if low == high and least == most:
        return function(low, least)
    return max(function(low, least), function(low, most), function(high, least), function(high, most))


OUTLINE_NAMES: Mapping[str, Any] = {**RANGED_NAMES, "_lowest": _lowest, "_highest": _highest}
