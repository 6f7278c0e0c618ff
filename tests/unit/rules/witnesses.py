"""The search's own proof that a fact matters, as households: whoever doubts it can put them to another reading."""

from __future__ import annotations

from typing import Any

from rules.compilers.household import Household
from rules.compilers.kinds import extremes
from rules.compilers.search import BUDGET_OF_FACT, Search, _TooLongError


def witness(search: Search, pointer: str, name: str) -> list[Household] | None:
    """Completions that differ in the fact at `pointer` alone and not all in `name`; None if none was found."""
    slot = next(slot for slot in search.slots if slot.pointer == pointer)
    search.left = search.total = BUDGET_OF_FACT
    try:
        sides = search._at_once(slot, [name]) or search._proof(slot, name)
    except _TooLongError:
        return None
    if sides is None:
        return None
    rest: dict[int, Any] = {}
    for other in search.slots:
        if other.bit not in sides[0]:
            rest[other.bit] = extremes(other, search.household.on)[0]
    return [search.household_of({**rest, **side}) for side in sides]
