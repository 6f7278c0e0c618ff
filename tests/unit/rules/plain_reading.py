"""Slow, obvious readings, all by the interpreter, that the compiled ones are held against."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from rules.assessing import values_of
from rules.compilers.compiled import Compiled
from rules.compilers.household import Household
from rules.compilers.interpret import Values
from rules.language.check import reads
from rules.language.text import Fact, Requirement


def values_in(compiled: Compiled, household: Household) -> Values:
    """Everything by name, None where it is unknown."""
    return values_of(compiled, household, *compiled.swift(household))


# --- A requirement's answer ----------------------------------------------------------------------------------------


def result_in(values: Values, requirement: Requirement) -> tuple[Any, ...]:
    """Whether it is met, whether it applies, the clause that met it, the members affected, the values shown."""
    met, applies = values.met[requirement.id], values.of(requirement.applies)
    members = _affected(values, requirement, met) if requirement.each is not None else []
    ground = _ground(values, requirement, members) if met and applies is not False else None
    shown = _shown(values, requirement, members) if applies is not False else {}
    return met, applies, ground, members, shown


def _affected(values: Values, requirement: Requirement, met: bool | None) -> list[int]:
    assert requirement.each is not None
    counted = [n for n in range(len(values.members)) if values.of(requirement.each, n) is not False]
    if met:
        return [n for n in counted if values.of(requirement.clauses[0].condition, n) is not True]
    found = []
    for number in counted:
        answers = [values.of(clause.condition, number) for clause in requirement.clauses]
        answer = True if True in answers else None if None in answers else False
        if answer is met:
            found.append(number)
    return found


def _ground(values: Values, requirement: Requirement, members: list[int]) -> str | None:
    if requirement.each is not None and not members:
        return requirement.clauses[0].id
    for place in members or [None]:
        for clause in requirement.clauses:
            if values.of(clause.condition, place) is True:
                return clause.id
    return None


def _shown(values: Values, requirement: Requirement, members: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shown in requirement.values:
        of_person = any(key.startswith("member.") for key in reads(shown.expression, "member"))
        personal = requirement.each is not None and of_person
        if personal and not members:
            continue
        answers = [values.of(shown.expression, place) for place in (members if personal else [None])]
        dates = [answer for answer in answers if isinstance(answer, date)]
        found[shown.name] = max(dates) if dates and len(dates) == len(answers) else answers[0]
    return found


# --- The form ------------------------------------------------------------------------------------------------------


def places_in(compiled: Compiled, household: Household) -> Iterator[tuple[int, int, Fact]]:
    """Every fact: whose (-1: the unit's), where it stands, and what it is."""
    for position, fact in enumerate(compiled.unit_facts):
        yield -1, position, fact
    for number in range(len(household.members)):
        for position, fact in enumerate(compiled.member_facts):
            yield number, position, fact


def value_at(household: Household, member: int, position: int) -> Any:
    return (household.unit if member < 0 else household.members[member])[position]


def visible_in(values: Values, fact: Fact, member: int) -> bool | None:
    """Whether a fact is asked, as far as it is known."""
    if fact.question is None:
        return False
    shown: bool | None = values.of(fact.question.visible, None if member < 0 else member)
    return shown


def heard(compiled: Compiled, household: Household, supposed: Household | None = None) -> Household:
    """The facts as the form hears them: what it hides is closed, what it asks has the answer supposed, if any.

    Found by asking again until nothing changes.
    """
    current = household
    while True:
        values = values_in(compiled, current)
        unit, members = list(household.unit), [list(member) for member in household.members]
        for member, position, fact in places_in(compiled, household):
            owner = unit if member < 0 else members[member]
            if owner[position] is not None or fact.coverage != "read":
                continue
            shown = visible_in(values, fact, member)
            if shown is False:
                owner[position] = fact.closed
            elif shown and supposed is not None:
                owner[position] = value_at(supposed, member, position)
        found = Household(household.on, tuple(unit), tuple(map(tuple, members)), household.head)
        if found == current:
            return found
        current = found
