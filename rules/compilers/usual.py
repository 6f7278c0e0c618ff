"""A usual answer to each question: as the text says, its closed value, or the plainest one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rules.compilers.compiled import Compiled
from rules.compilers.household import HEAD_FACT, Household, Slot
from rules.language.text import Fact


def usual_answers(compiled: Compiled, slots: Iterable[Slot], household: Household) -> dict[int, Any]:
    """A usual answer to each of several facts, by its bit; each is given with those before it answered."""
    found: dict[int, Any] = {}
    for slot in slots:
        # Only a question that says its usual answer reads the others for it.
        says = slot.fact.question is not None and slot.fact.question.typical is not None
        found[slot.bit] = usual_answer(compiled, slot, compiled.completed(household, found) if says else household)
    return found


def usual_answer(compiled: Compiled, slot: Slot, household: Household) -> Any:
    """The usual answer to a fact, given the facts known of the household; only facts and the day are read."""
    fact = slot.fact
    found = None
    if fact.question is not None and fact.question.typical is not None:
        found = _said(compiled, slot, household)
    if found is None:
        found = fact.closed
    return _plainest(fact, household) if found is None else found


def _said(compiled: Compiled, slot: Slot, household: Household) -> Any:
    function = compiled.asides[f"usual_{slot.entity}_{slot.fact.name}"]
    unit, row = compiled.unfound
    members = household.members
    shared = (household.on, household.unit, unit, members, [row] * len(members), household.head)
    return function(*shared) if slot.entity == "unit" else function(*shared, members[slot.member], row)


def _plainest(fact: Fact, household: Household) -> Any:
    if fact.type == "date":
        return household.on
    if fact.type == "bool":
        return False
    if fact.type == "list":
        return ()
    if fact.type == "enum":
        return next(option for option in fact.options if fact.name != HEAD_FACT or option != fact.options[0])
    return 0
