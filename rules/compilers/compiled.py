"""A text compiled for a day: both dialects, ready to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from rules.compilers.household import Household, Slot, slots_of
from rules.compilers.pairs import compared_dates
from rules.compilers.source import Program, compile_text
from rules.language.text import Entity, Fact, RuleText

Row = tuple[Any, ...]
Answer = tuple[Row, list[Row]]


class Reading:
    """One dialect of a text, ready to run."""

    def __init__(self, program: Program, name: str) -> None:
        names: dict[str, Any] = dict(program.names)
        exec(compile(program.source, f"<{name}>", "exec"), names)  # noqa: S102 - our own generator's source
        self.of_member: Callable[..., tuple[Row, Row]] = names["of_member"]
        self.of_unit: Callable[..., Row] = names["of_unit"]
        self.shared = program.shared

    def run(self, household: Household) -> Answer:
        """The values of the unit and of each member."""
        of_member, on, unit = self.of_member, household.on, household.unit
        found = [of_member(on, facts, unit, None) for facts in household.members]
        columns = tuple(zip(*[taken for _, taken in found], strict=True))
        return self.of_unit(on, unit, columns, household.head, None), [row for row, _ in found]


class Compiled:
    """The readings of one text. `swift` is three-valued and fast; `careful` says what each unknown waits for."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.unit_facts = text.facts_of("unit")
        self.member_facts = text.facts_of("member")
        #: Names of facts that this text does not read, or not in every case.
        self.watched: frozenset[str] = frozenset(
            fact.name
            for fact in text.facts.values()
            if fact.coverage not in ("read", "descriptive") or fact.not_covered_if
        )
        #: Kinds of a date or number told apart by what is known of the same person (see `search`).
        self.kinds: dict[Any, list[Any]] = {}
        program = compile_text(text, swift=True)
        self._swift = Reading(program, text.hash)
        #: Position of each variable and `met.requirement` in what a run returns.
        self.unit_at: Mapping[str, int] = {name: at for at, name in enumerate(program.unit)}
        self.member_at: Mapping[str, int] = {name: at for at, name in enumerate(program.member)}

    def facts(self, entity: Entity) -> tuple[Fact, ...]:
        """The facts of an entity, in the order of a household's tuples."""
        return self.unit_facts if entity == "unit" else self.member_facts

    @cached_property
    def compared(self) -> Mapping[tuple[Entity, str], frozenset[str]]:
        """For each date fact, the other date facts of the same entity that some comparison sets it against."""
        return compared_dates(self.text)

    @cached_property
    def careful_reading(self) -> Reading:
        """The careful dialect, compiled when first needed."""
        return Reading(compile_text(self.text, swift=False), self.text.hash)

    def swift(self, household: Household) -> Answer:
        """Every variable and requirement; None where it is unknown."""
        return self._swift.run(household)

    def careful(self, household: Household) -> Answer:
        """Like `swift`, of a household whose unknown values are `Unknown`."""
        return self.careful_reading.run(household)

    def slots(self, household: Household) -> list[Slot]:
        """The household's unknown facts."""
        return slots_of(self.unit_facts, self.member_facts, household)


def with_values(household: Household, slots: list[Slot], values: Mapping[int, Any]) -> Household:
    """The household with each slot's value from `values` (by bit), or unknown."""
    unit = list(household.unit)
    members = [list(member) for member in household.members]
    for slot in slots:
        value = values[slot.bit] if slot.bit in values else slot.unknown(household.on)
        (unit if slot.entity == "unit" else members[slot.member])[slot.position] = value
    return Household(household.on, tuple(unit), tuple(tuple(member) for member in members), household.head)
