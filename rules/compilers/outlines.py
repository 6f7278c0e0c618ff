"""The outline reading: which questions show and which requirements are settled, as fast as Python says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot, slots_of
from rules.compilers.source import compile_days, compile_outline, ready

if TYPE_CHECKING:
    from rules.compilers.compiled import Compiled

#: Larger households are read by the form's own pass: a program is laid out for each number of people.
LARGEST_OUTLINE = 8
_KEPT = 256

Shown = tuple[bool | None, ...]
Settled = tuple[bool | None, ...]
_Run = Callable[..., tuple[Shown, Settled]]


class Outlines:
    """The outline programs of one text, each compiled when the first household of its size and day comes."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._ids = tuple(one.id for one in compiled.text.requirements)
        self._truths: Callable[[date], tuple[bool, ...]] | None = None
        self._written: dict[tuple[Any, ...], tuple[_Run, Callable[[date], tuple[Any, ...]]]] = {}
        self._ready: dict[tuple[int, int, date, bool], tuple[_Run, tuple[Any, ...]]] = {}

    def shown(self, household: Household) -> Shown:
        """What is true of each question that is asked, in the order of `asked_of`."""
        if len(household.members) > LARGEST_OUTLINE:
            found = self.compiled.form(household)
            owners = (found.visible, *found.members_visible)
            return tuple(owners[slot.member + 1][slot.position] for slot in asked_of(self.compiled, household))
        return self._run(household, settled=False)[0]

    def settled(self, household: Household) -> Settled:
        """Whether each requirement is met whatever else is answered; None while that is open."""
        if len(household.members) > LARGEST_OUTLINE:
            return self._met(self.compiled.form(household).unit)
        return self._run(household, settled=True)[1]

    def _run(self, household: Household, *, settled: bool) -> tuple[Shown, Settled]:
        on = household.on
        found = self._ready.get((len(household.members), household.head, on, settled))
        if found is None:
            found = self._prepared(household, settled)
        return found[0](on, found[1], household.unit, household.members)

    def _prepared(self, household: Household, settled: bool) -> tuple[_Run, tuple[Any, ...]]:
        text, on = self.compiled.text, household.on
        if self._truths is None:
            days = compile_days(text)
            self._truths = ready(days.source, days.names, f"{text.hash} days")["truths"]
        undecided = self._undecided(household)
        key = (len(household.members), household.head, self._truths(on), tuple(undecided.items()), settled)
        if key not in self._written:
            _bounded(self._written)
            asked = [] if settled else [(slot.member, slot.position) for slot in asked_of(self.compiled, household)]
            program = compile_outline(text, household, asked, self._ids if settled else (), undecided)
            names = ready(program.source, program.names, f"{text.hash} outline")
            self._written[key] = names["outline"], names["day"]
        run, day = self._written[key]
        _bounded(self._ready)
        found = self._ready[(*key[:2], on, settled)] = run, day(on)
        return found

    def _undecided(self, household: Household) -> dict[str, str]:
        """Requirements that one number of the unit leaves open by itself, with its name.

        With nothing else known, they are met at one end of what it may be and not met at the other; so they are open
        for whoever has not said it.
        """
        blank, found = blank_of(self.compiled, household), {}
        for slot in self.compiled.slots(blank):
            if slot.member < 0 and slot.fact.type == "money" and slot.fact.closed is None:
                ends = (
                    self.compiled.form(self.compiled.completed(blank, {slot.bit: end})).unit
                    for end in slot.bounds(household.on)
                )
                for id, answers in zip(self._ids, zip(*map(self._met, ends), strict=True), strict=True):
                    if set(answers) == {True, False}:
                        found[id] = slot.fact.name
        return found

    def _met(self, unit: tuple[Any, ...]) -> Settled:
        return tuple(unit[self.compiled.unit_at[f"met.{id}"]] for id in self._ids)


def _bounded(kept: dict[Any, Any]) -> None:
    if len(kept) >= _KEPT:
        kept.clear()


def blank_of(compiled: Compiled, household: Household) -> Household:
    """The same people, of whom nothing is known but who applies."""
    nobody = (None,) * len(compiled.member_facts)
    applicant = tuple(HEAD if fact.name == HEAD_FACT else None for fact in compiled.member_facts)
    members = tuple(applicant if number == household.head else nobody for number in range(len(household.members)))
    return Household(household.on, (None,) * len(compiled.unit_facts), members, household.head)


def asked_of(compiled: Compiled, household: Household) -> list[Slot]:
    """Every question that so many people could be asked, in the order they are asked."""
    slots = slots_of(compiled.unit_facts, compiled.member_facts, blank_of(compiled, household))
    return sorted((slot for slot in slots if slot.fact.question), key=turn)


def turn(slot: Slot) -> tuple[int, int, int]:
    """By hundreds of the text's order, then person by person, then the order itself."""
    order = slot.fact.question.order if slot.fact.question else 0
    return order // 100, slot.member, order
