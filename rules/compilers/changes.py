"""Where the comparisons of a text change their answer as one number or day moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def changes_between(probe: Callable[[int], list[Any]], low: int, high: int) -> list[tuple[int, tuple[Any, ...]]]:
    """The ends of every stretch of [low, high] over which no comparison changes, each with the answers there.

    Every comparison changes at most once over the range (numbers only grow or only fall in a text), so two ends that
    agree enclose no change; where they do not, the distance between the compared sides says where to look.
    """
    found: dict[int, tuple[Any, ...]] = {}

    def look(number: int) -> list[Any]:
        log = probe(number)
        found[number] = tuple(truth for truth, _ in log)
        return log

    def agree(one: int, other: int) -> bool:
        return found[one] == found[other]

    pending = [(low, look(low), high, look(high), 0)]
    ends = {low, high}
    while pending:
        start, first, end, last, step = pending.pop()
        if agree(start, end):
            continue
        if end - start <= 1:
            ends |= {start, end}
            continue
        middle = _guess(start, first, end, last, step)
        at_middle = look(middle)
        pending += [(start, first, middle, at_middle, step + 1), (middle, at_middle, end, last, step + 1)]
    return [(number, found[number]) for number in sorted(ends)]


def _guess(start: int, first: list[Any], end: int, last: list[Any], step: int) -> int:
    """Where the first comparison that changes is likely to do so; every third time, half way."""
    middle = (start + end) // 2
    if step % 3 == 2:
        return middle
    for (truth, gap), (other_truth, other_gap) in zip(first, last, strict=True):
        if truth != other_truth and gap is not None and other_gap is not None and gap != other_gap:
            middle = start + (end - start) * abs(gap) // (abs(gap) + abs(other_gap) or 1)
            break
    return min(max(middle, start + 1), end - 1)


def one_each(changes: list[tuple[int, tuple[Any, ...]]]) -> list[int]:
    """One number of each kind."""
    kinds: dict[tuple[Any, ...], int] = {}
    for number, answers in changes:
        kinds.setdefault(answers, number)
    return list(kinds.values())
