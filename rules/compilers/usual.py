"""A usual answer to each question: as the text says, its closed value, or the plainest one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from rules.compilers.compiled import Compiled
from rules.compilers.household import HEAD_FACT, Household, Slot
from rules.language.check import reads
from rules.language.text import Entity, Fact


def usual_answers(compiled: Compiled, slots: Iterable[Slot], household: Household) -> dict[int, Any]:
    """A usual answer to each of several facts, by its bit; each is given with those before it answered."""
    found: dict[int, Any] = {}
    for slot in slots:
        alike = _alike(compiled, slot.entity, slot.position, household.on)
        found[slot.bit] = alike[0] if alike else usual_answer(compiled, slot, compiled.completed(household, found))
    return found


def usual_answer(compiled: Compiled, slot: Slot, household: Household) -> Any:
    """The usual answer to a fact, given the facts known of the household; only facts and the day are read."""
    alike = _alike(compiled, slot.entity, slot.position, household.on)
    return alike[0] if alike else _said(compiled, slot, household)


@lru_cache(maxsize=8192)
def _alike(compiled: Compiled, entity: Entity, position: int, on: date) -> tuple[Any] | None:
    """The usual answer of every household of a day; None where it hangs on what else is known of one."""
    fact = compiled.facts(entity)[position]
    typical = fact.question.typical if fact.question else None
    if typical is not None and any(reads(typical, entity)):
        return None
    unit, member = ((None,) * len(facts) for facts in (compiled.unit_facts, compiled.member_facts))
    return (_said(compiled, Slot(0, fact, entity, 0, position), Household(on, unit, (member,), 0)),)


def _said(compiled: Compiled, slot: Slot, household: Household) -> Any:
    fact = slot.fact
    found = None
    if fact.question is not None and fact.question.typical is not None:
        found = _as_the_text_says(compiled, slot, household)
    if found is None:
        found = fact.closed
    return _plainest(fact, household.on) if found is None else found


def _as_the_text_says(compiled: Compiled, slot: Slot, household: Household) -> Any:
    function = compiled.asides[f"usual_{slot.entity}_{slot.fact.name}"]
    unit, row = compiled.unfound
    members = household.members
    shared = (household.on, household.unit, unit, members, [row] * len(members), household.head)
    return function(*shared) if slot.entity == "unit" else function(*shared, members[slot.member], row)


def _plainest(fact: Fact, on: date) -> Any:
    if fact.type == "date":
        return on
    if fact.type == "bool":
        return False
    if fact.type == "list":
        return ()
    if fact.type == "enum":
        return next(option for option in fact.options if fact.name != HEAD_FACT or option != fact.options[0])
    return 0
