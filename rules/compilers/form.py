"""The form reading: one careful pass over the answers so far. Nothing is remembered between two calls.

What has not been asked is unknown. A question that the text hides cannot be asked, so its fact takes its closed value,
as it would in a simulation; then the pass says what the answer still waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import known, waits_of
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.compilers.interpret import Values

#: What a form works towards.
_GOALS = ("eligible", "imv", "child_supplement")
_ROUNDS = 6

NamedValues = Callable[[Compiled, Household, tuple[Any, ...], list[tuple[Any, ...]]], Values]


@dataclass(frozen=True)
class Reading:
    """What one pass finds. `open` are the visible unknown facts; `waiting` those the answer still waits for."""

    values: Values
    visible: frozenset[tuple[int, str]]
    open: tuple[Slot, ...]
    waiting: tuple[Slot, ...]
    eligible: bool | None


class FormReader:
    """Reads forms of one text."""

    def __init__(self, compiled: Compiled, named: NamedValues) -> None:
        self.compiled = compiled
        self.named = named

    def read(self, household: Household) -> Reading:
        """One pass over a household whose unanswered facts are None."""
        slots = self.compiled.slots(household)
        opened = with_values(household, slots, {})
        values = self.named(self.compiled, opened, *self.compiled.careful(opened))
        hidden = {
            slot.bit: slot.fact.closed
            for slot in slots
            if slot.fact.closed is not None and self._hidden(slot.fact.question, values, slot.member)
        }
        closed = with_values(household, slots, hidden)
        unit, rows = self.compiled.careful(closed)
        values = self.named(self.compiled, closed, unit, rows)
        goals = [unit[self.compiled.unit_at[self.compiled.text.outcome[name]]] for name in _GOALS]
        eligible = known(goals[0])
        bits = 0 if eligible is False else waits_of(*goals)
        visible = frozenset(self._visible(values))
        waiting = [slot for slot in slots if slot.bit & bits and (slot.member, slot.fact.name) in visible]
        return Reading(values, visible, tuple(slots), tuple(sorted(waiting, key=_turn)), eligible)

    def _hidden(self, question: Any, values: Values, member: int) -> bool:
        place = None if member < 0 else member
        return question is None or values.of(question.visible, place) is False

    def _visible(self, values: Values) -> Iterable[tuple[int, str]]:
        for fact in self.compiled.unit_facts:
            if fact.question and values.of(fact.question.visible) is True:
                yield (-1, fact.name)
        for number in range(len(values.members)):
            for fact in self.compiled.member_facts:
                known_head = fact.name == HEAD_FACT and values.members[number][HEAD_FACT] == HEAD
                if fact.question and not known_head and values.of(fact.question.visible, number) is True:
                    yield (number, fact.name)

    def remaining(self, household: Household, first: Reading) -> tuple[int, int]:
        """How many questions are left: with usual answers, and with the least usual answers to the next one."""
        if not first.waiting:
            return 0, 0
        usual = self._count(household, first)
        following = first.waiting[0]
        counts = [usual]
        # The usual answer is counted already.
        expected = self._usual(following, first.values)
        for value in (value for value in self._others(following) if value != expected):
            answered = with_known(household, [(following, value)])
            counts.append(1 + self._count(answered, self.read(answered)))
        return min(counts), max(counts)

    def _count(self, household: Household, reading: Reading) -> int:
        asked = 0
        for _ in range(_ROUNDS):
            waiting = reading.waiting
            if not waiting:
                return asked
            plain = [slot for slot in waiting if slot.fact.question and not slot.fact.question.exception]
            plain = plain or list(waiting)
            asked += len(plain)
            household = with_known(household, [(slot, self._usual(slot, reading.values)) for slot in plain])
            reading = self.read(household)
        return asked

    def _usual(self, slot: Slot, values: Values) -> Any:
        question, place = slot.fact.question, None if slot.member < 0 else slot.member
        found = values.of(question.typical, place) if question and question.typical else slot.fact.closed
        if found is None and slot.fact.type == "date":
            return values.on
        if found is None:
            found = False if slot.fact.type == "bool" else slot.fact.options[0] if slot.fact.options else 0
        return found

    def _others(self, slot: Slot) -> list[Any]:
        if slot.fact.type == "bool":
            return [True, False]
        if slot.fact.type == "enum" and slot.fact.name != HEAD_FACT:
            return [slot.fact.options[0], slot.fact.options[-1]]
        return []


def with_known(household: Household, answers: list[tuple[Slot, Any]]) -> Household:
    """The household with some unknown facts answered."""
    unit = list(household.unit)
    members = [list(member) for member in household.members]
    for slot, value in answers:
        (unit if slot.entity == "unit" else members[slot.member])[slot.position] = value
    return Household(household.on, tuple(unit), tuple(tuple(member) for member in members), household.head)


def _turn(slot: Slot) -> tuple[int, int, int]:
    """By hundreds of the text's order, then person by person, then the order itself."""
    order = slot.fact.question.order if slot.fact.question else 0
    return order // 100, slot.member, order
