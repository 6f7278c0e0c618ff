"""Facts that decide around the usual household: found by one decision, and what each fact changes in it.

Whoever leaves a fact open nearly always has a household in which that fact alone decides. Here the others get their
usual answer, the household is decided once, and each fact is moved by itself to the ends of what it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from rules.compilers.compiled import Compiled
from rules.compilers.household import Household, Slot
from rules.compilers.kinds import extremes
from rules.compilers.usual import usual_answers
from rules.language.text import Entity


class Nearby:
    """The usual completion of a household in which `waiting` are unknown; what else is unknown is filled anyhow."""

    def __init__(self, compiled: Compiled, household: Household, waiting: Sequence[Slot]) -> None:
        self.compiled = compiled
        self.waiting = waiting
        self.household = compiled.completed(household, usual_answers(compiled, waiting, household))
        self.base = compiled.cones.base(self.household)
        self._filled = False
        if self.base is None:
            self._fill()

    def _fill(self) -> None:
        """Nothing is left unknown: only where something else that is unknown is read."""
        self.household = _filled(self.compiled, self.household)
        self.base = self.compiled.cones.base(self.household)
        self._filled = True

    def decides(self, slot: Slot, names: Sequence[str]) -> bool:
        """Whether some of the names change as the fact moves and all else stays usual."""
        if self.base is None:
            return False
        answers = self.base[0]
        places = [self.compiled.cones.answers[name] for name in names]
        likely = self.compiled.cones.likely
        key = (slot.entity, slot.position)
        for side in _first(_ends(self.compiled, slot.entity, slot.position, self.household.on), likely.get(key)):
            moved = self._moved(slot, side)
            if moved is not None and any(moved[at] != answers[at] for at in places):
                likely[key] = side
                return True
        return False

    def _moved(self, slot: Slot, side: Any) -> tuple[Any, ...] | None:
        assert self.base is not None
        after = self.compiled.cones.after.get(slot.position) if slot.member < 0 else None
        household = self.household
        if after is not None:
            _, state, applicant = self.base
            try:
                answers: tuple[Any, ...] = after(household.on, side, household.unit, state, applicant)
            except (TypeError, AttributeError):  # with this value, something else that is unknown is read
                if self._filled:
                    return None
                self._fill()
                return self._moved(slot, side) if self.base else None
            return answers
        found = self.compiled.cones.base(self.compiled.completed(household, {slot.bit: side}))
        return found[0] if found else None


def _first(sides: Sequence[Any], likely: Any) -> Sequence[Any]:
    """The sides, first the one that decided the last time."""
    return [likely, *sides] if likely in sides else sides


@lru_cache(maxsize=4096)
def _ends(compiled: Compiled, entity: Entity, position: int, on: date) -> tuple[Any, ...]:
    """`extremes`, remembered: they depend on the fact and the day alone."""
    return tuple(extremes(Slot(0, compiled.facts(entity)[position], entity, -1, position), on))


def _filled(compiled: Compiled, household: Household) -> Household:
    """The household with a value for each fact that is still unknown: any will do."""
    unit, member = _fillers(compiled, household.on)
    return Household(
        household.on,
        _known(household.unit, unit),
        tuple([_known(facts, member) for facts in household.members]),
        household.head,
    )


def _known(values: tuple[Any, ...], fillers: tuple[Any, ...]) -> tuple[Any, ...]:
    if None not in values:
        return values
    return tuple([filler if value is None else value for value, filler in zip(values, fillers, strict=True)])


@lru_cache(maxsize=256)
def _fillers(compiled: Compiled, on: date) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    def those(entity: Entity) -> tuple[Any, ...]:
        read = [fact.coverage == "read" for fact in compiled.facts(entity)]
        return tuple(_ends(compiled, entity, at, on)[0] if used else None for at, used in enumerate(read))

    return those("unit"), those("member")
