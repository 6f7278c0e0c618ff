"""A case as the compiled readings take it: plain tuples, in the order of the text's facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from rules.compilers.domain import LARGEST, Unknown
from rules.language.dates import NEVER
from rules.language.text import Entity, Fact

#: The fact that says who applies, and its word for that.
HEAD_FACT, HEAD = "relation", "applicant"
#: How long before the day of the application a date may lie.
OLDEST = timedelta(days=130 * 366)


class Household(NamedTuple):
    """Values by position; None is unknown. `head` is the position of the applicant."""

    on: date
    unit: tuple[Any, ...]
    members: tuple[tuple[Any, ...], ...]
    head: int

    def on_day(self, day: date) -> Household:
        """The same people on another day."""
        return Household(day, self.unit, self.members, self.head)


class Slot(NamedTuple):
    """A fact of a household that is unknown. `bit` stands for it in sets of facts; it depends on its place alone."""

    bit: int
    fact: Fact
    entity: Entity
    member: int
    position: int

    @property
    def pointer(self) -> str:
        """Its JSON pointer in the case."""
        return f"/unit/{self.fact.name}" if self.entity == "unit" else f"/members/{self.member}/{self.fact.name}"

    def bounds(self, on: date) -> tuple[Any, Any]:
        """Least and greatest value of a number or a date; (None, None) for a truth or a word."""
        fact = self.fact
        if fact.type == "money":
            return (-LARGEST if fact.minimum is None else fact.minimum * 100), LARGEST
        if fact.type == "int":
            return fact.minimum or 0, LARGEST if fact.maximum is None else fact.maximum
        if fact.type == "date":
            return on - OLDEST, on if fact.past else NEVER
        return None, None

    def unknown(self, on: date) -> Unknown:
        """The value as unknown as it can be."""
        return Unknown(self.bit, *self.bounds(on))


def slots_of(unit_facts: tuple[Fact, ...], member_facts: tuple[Fact, ...], household: Household) -> list[Slot]:
    """The unknown facts of a household that its text reads: the unit's first, then member by member."""
    found: list[Slot] = []

    def add(facts: tuple[Fact, ...], values: tuple[Any, ...], entity: Entity, member: int) -> None:
        first = 0 if member < 0 else len(unit_facts) + member * len(member_facts)
        for position, (fact, value) in enumerate(zip(facts, values, strict=True)):
            if value is None and fact.coverage == "read":
                found.append(Slot(1 << first + position, fact, entity, member, position))

    add(unit_facts, household.unit, "unit", -1)
    for number, values in enumerate(household.members):
        add(member_facts, values, "member", number)
    return found


def slots_in(unit_facts: tuple[Fact, ...], member_facts: tuple[Fact, ...], bits: int) -> list[Slot]:
    """The facts a set of bits stands for, in the same order."""
    found: list[Slot] = []
    while bits:
        bit = bits & -bits
        bits ^= bit
        at = bit.bit_length() - 1 - len(unit_facts)
        if at < 0:
            position = at + len(unit_facts)
            found.append(Slot(bit, unit_facts[position], "unit", -1, position))
        else:
            member, position = divmod(at, len(member_facts))
            found.append(Slot(bit, member_facts[position], "member", member, position))
    return found
