"""Holding the readings of a text against each other over random households."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from rules import services
from rules.compilers.compiled import with_values
from rules.compilers.domain import known
from rules.language.load import Edition
from rules.language.text import RuleText
from rules.second_opinion import asking
from rules.second_opinion.households import household
from rules.second_opinion.oracle import Opinion
from rules.texts_store import compiled_for
from rules.types import Case

#: What a reading finds of a case: requirements by id, and amounts by name where it has them.
Answers = Mapping[str, Any]
Reading = Callable[[RuleText, Case], Answers]
#: The benefits whose law has an oracle.
WITH_ORACLE = ("imv",)
_DUE = ("kind", "guaranteed_income", "computable_income", "imv", "child_supplement", "total")


def compiled(text: RuleText, case: Case) -> Answers:
    """The compiled reading, with the amounts of its assessment."""
    assessment = services.assess(text, case)
    found = compiled_for(text)
    amounts = {"kind": assessment.kind, **assessment.monthly}
    return _by_id(text, found.unit_at, assessment.unit) | amounts


def three_valued(text: RuleText, case: Case) -> Answers:
    """The careful reading, which knows what each unknown waits for; here nothing is unknown."""
    found = compiled_for(text)
    unit, _ = found.careful(with_values(case.household, found.slots(case.household), {}))
    return _by_id(text, found.unit_at, unit)


def durable_rules(text: RuleText, case: Case) -> Answers:
    """durable-rules, on facts it matches itself and figures of the oracle."""
    return asking.answers(text, case)


def oracle(text: RuleText, case: Case) -> Answers:
    """Plain Python, written from the law."""
    opinion = Opinion(case.raw)
    return {**opinion.met, "kind": opinion.kind, **opinion.monthly}


READINGS: Mapping[str, Reading] = {
    "compilado": compiled,
    "tres valores": three_valued,
    "durable-rules": durable_rules,
    "oráculo": oracle,
}


def _by_id(text: RuleText, at: Mapping[str, int], unit: tuple[Any, ...]) -> dict[str, Any]:
    return {requirement.id: known(unit[at[f"met.{requirement.id}"]]) for requirement in text.requirements}


@dataclass
class Agreement:
    """What came of it: how often each answer was given, and the first household that is not answered alike."""

    households: int = 0
    met: dict[str, int] = field(default_factory=dict)
    not_met: dict[str, int] = field(default_factory=dict)
    difference: Difference | None = None


@dataclass(frozen=True)
class Difference:
    """A household two readings see differently: the case, and by item what each of them says."""

    case: Mapping[str, Any]
    answers: Mapping[str, Mapping[str, Any]]


def compare(edition: Edition, households: int, seed: int, readings: Mapping[str, Reading] | None = None) -> Agreement:
    """Ask every reading about random households; it stops at the first difference."""
    random = Random(seed)  # noqa: S311 - households, not secrets
    found = Agreement()
    drawn = [services.read_case(household(edition, random)) for _ in range(households)]
    # Days with the same parameters together: the engine keeps few rulesets.
    for case in sorted(drawn, key=lambda case: edition.on(case.on).period):
        text = edition.on(case.on)
        answers = {name: reading(text, case) for name, reading in (readings or READINGS).items()}
        found.households += 1
        for requirement in text.requirements:
            said = next(iter(answers.values()))[requirement.id]
            counted = found.met if said else found.not_met
            counted[requirement.id] = counted.get(requirement.id, 0) + 1
        differing = dict(_differing(text, answers))
        if differing:
            found.difference = Difference(case.raw, differing)
            break
    return found


def _differing(text: RuleText, answers: Mapping[str, Answers]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for item in (*(requirement.id for requirement in text.requirements), *_DUE):
        said = {name: found[item] for name, found in answers.items() if item in found}
        if len(set(said.values())) > 1:
            yield item, said
