"""The form reading: one pass over the answers so far. Nothing is remembered between two calls.

What has not been asked is unknown. A question that the text hides cannot be asked, so its fact takes its closed value,
as it would in a simulation. The pass says what the answer still waits for; the search then proves, of each of those
questions, that some completion of the others makes its answer count.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from rules.compilers.asking import Turn, turns
from rules.compilers.compiled import GOALS, Compiled
from rules.compilers.household import HEAD_FACT, Household, Slot
from rules.compilers.search import Search
from rules.compilers.usual import usual_answer

_ROUNDS = 6


class FormReading:
    """The form for a household whose unanswered facts are None. `waiting` are facts that an answer may wait for."""

    def __init__(self, compiled: Compiled, household: Household) -> None:
        self.compiled = compiled
        self.household = household
        self.found = compiled.form(household)
        #: The facts that the goals wait for, as bits: those that matter, and seldom one that turns out not to.
        self.bits = 0
        for at in compiled.goals:
            self.bits |= self.found.masks[at]

    def visible(self, slot: Slot) -> bool:
        """Whether the question of a fact is asked."""
        found = self.found.visible if slot.member < 0 else self.found.members_visible[slot.member]
        return found[slot.position] is True

    @cached_property
    def _turn(self) -> Callable[[Slot], Turn]:
        return turns(self.compiled, self.found, self.compiled.text.settle_first)

    @cached_property
    def waiting(self) -> list[Slot]:
        """The visible facts that the goals may wait for, in the order they are asked."""
        return sorted(filter(self.visible, self.compiled.slots_in(self.bits)), key=self._turn)

    @cached_property
    def _exact(self) -> tuple[tuple[Any, ...], list[Slot], int]:
        """The goals, the facts that matter to them, and (as bits) those of them of which it is not proved."""
        if not self.bits:
            return tuple(self.found.unit[at] for at in self.compiled.goals), [], 0
        names = [self.compiled.text.outcome[name] for name in GOALS]
        search = Search(self.compiled, self.household, asked=True, start=self.found)
        return *search.relevant(names, only=self.visible), search.unproved

    @property
    def needed(self) -> list[Slot]:
        """The visible facts that some completion of the others makes decisive, in the order they are asked.

        Those of which that could not be proved in time come last: by then, other answers may have settled it.
        """
        _, facts, unproved = self._exact
        return sorted(facts, key=lambda slot: (bool(unproved & slot.bit), self._turn(slot)))

    @property
    def eligible(self) -> bool | None:
        """Whether something is due; None while an answer could still change it."""
        known: bool | None = self.found.unit[self.compiled.goals[0]]
        return self._exact[0][0] if known is None else known

    # --- How many are left ------------------------------------------------------------------------------------------

    @property
    def remaining(self) -> tuple[int, int]:
        """How many questions are left: with usual answers, and with the least usual answers to the next one."""
        needed = self.needed
        if not needed:
            return 0, 0
        following, counts = needed[0], [max(self._count(), 1)]
        # The usual answer is counted already.
        expected = usual_answer(self.compiled, following, self.household)
        for value in (value for value in _others(following) if value != expected):
            answered = self.compiled.completed(self.household, {following.bit: value})
            counts.append(1 + FormReading(self.compiled, answered)._count())
        return min(counts), max(counts)

    def _count(self) -> int:
        asked, reading = 0, self
        for _ in range(_ROUNDS):
            waiting = reading.waiting
            if not waiting:
                return asked
            plain = [slot for slot in waiting if slot.fact.question and not slot.fact.question.exception]
            plain = plain or waiting
            asked += len(plain)
            usual = {slot.bit: usual_answer(self.compiled, slot, reading.household) for slot in plain}
            reading = FormReading(self.compiled, self.compiled.completed(reading.household, usual))
        return asked


def _others(slot: Slot) -> list[Any]:
    if slot.fact.type == "bool":
        return [True, False]
    if slot.fact.type == "enum" and slot.fact.name != HEAD_FACT:
        return [slot.fact.options[0], slot.fact.options[-1]]
    return []
