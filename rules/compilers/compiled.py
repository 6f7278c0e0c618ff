"""A text compiled for a day: both dialects, ready to run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from rules.compilers.household import Household, Slot, slots_of
from rules.compilers.source import Program, compile_text
from rules.language.text import RuleText

Answer = tuple[tuple[Any, ...], list[tuple[Any, ...]]]
_Run = Callable[..., Answer]


class Compiled:
    """The readings of one text. `swift` is three-valued and fast; `careful` says what each unknown waits for."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.unit_facts = text.facts_of("unit")
        self.member_facts = text.facts_of("member")
        self.swift_program = compile_text(text, swift=True)
        self._swift = _function(self.swift_program, text.hash)
        #: Names of facts that this text does not read, or not in every case.
        self.watched = frozenset(
            fact.name for fact in text.facts.values() if fact.coverage not in ("read", "descriptive") or fact.not_covered_if
        )
        #: Position of each variable and `met.requirement` in what a run returns.
        self.unit_at: Mapping[str, int] = {name: at for at, name in enumerate(self.swift_program.unit)}
        self.member_at: Mapping[str, int] = {name: at for at, name in enumerate(self.swift_program.member)}

    @cached_property
    def _careful(self) -> _Run:
        return _function(compile_text(self.text, swift=False), self.text.hash)

    def swift(self, household: Household) -> Answer:
        """Every variable and requirement; None where it is unknown."""
        return self._swift(household.on, household.unit, household.members, household.head, None)

    def careful(self, household: Household, log: list[Any] | None = None) -> Answer:
        """Like `swift`, of a household whose unknown values are `Unknown`; `log` takes every comparison's answer."""
        steps: list[Any] = [] if log is None else log
        return self._careful(household.on, household.unit, household.members, household.head, steps)

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


def _function(program: Program, name: str) -> _Run:
    names: dict[str, Any] = dict(program.names)
    exec(compile(program.source, f"<{name}>", "exec"), names)  # noqa: S102 - our own generator's source
    run: _Run = names["run"]
    return run
