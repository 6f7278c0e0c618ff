"""Asking durable-rules whether the requirements of a complete case are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rules.chaining import session
from rules.chaining.types import Fact
from rules.language.text import RuleText
from rules.second_opinion.figures import Figures
from rules.second_opinion.oracle import Opinion
from rules.second_opinion.ruleset import MEMBER, UNIT, Ruleset, ruleset_of
from rules.types import Case

_RULESETS: dict[tuple[str, date], tuple[Ruleset, ...]] = {}


class IncompleteCase(Exception):
    """A fact is unknown, and durable-rules has no *unknown*: it would answer as if it were false."""


def rulesets(text: RuleText) -> tuple[Ruleset, ...]:
    """The requirements of a text as rulesets; days with the same parameters share them."""
    key = (text.hash, text.period)
    if key not in _RULESETS:
        _RULESETS[key] = tuple(ruleset_of(text, requirement) for requirement in text.requirements)
    return _RULESETS[key]


def answers(text: RuleText, case: Case, asked: Iterable[Ruleset] | None = None) -> dict[str, bool | None]:
    """Each requirement met or not by durable-rules; None where it found neither, or both. Raises IncompleteCase."""
    household = case.household
    for facts, values in [
        (text.facts_of("unit"), household.unit),
        *((text.facts_of("member"), values) for values in household.members),
    ]:
        if any(value is None and fact.coverage == "read" for fact, value in zip(facts, values, strict=True)):
            raise IncompleteCase("A second opinion needs every fact: it has no answer for what is unknown.")
    figures = Figures(text, case, Opinion(case.raw))
    members = len(household.members)
    return {ruleset.requirement: _answer(ruleset, figures, members) for ruleset in asked or rulesets(text)}


def _answer(ruleset: Ruleset, figures: Figures, members: int) -> bool | None:
    derived = session.chain_facts(ruleset.chain, _facts(ruleset, figures, members))
    told = {fact["value"] for fact, _ in derived.values() if fact["kind"] == ruleset.answer.kind}
    if ruleset.answer.kind.startswith("v"):  # nothing to conclude: the fact is the answer
        told = {fact["value"] for fact in _facts(ruleset, figures, members) if fact["kind"] == ruleset.answer.kind}
    return told == {ruleset.answer.yes} if len(told) == 1 else None


def _facts(ruleset: Ruleset, figures: Figures, members: int) -> Iterator[Fact]:
    yield {"id": UNIT, "kind": UNIT}
    for number in range(members):
        yield {"id": f"{MEMBER}{number}", "kind": MEMBER, "who": number}
    for fed in ruleset.figures:
        if fed.entity == "unit":
            yield {"id": fed.kind, "kind": fed.kind, "value": figures.of(fed.expression, None)}
            continue
        for number in range(members):
            value = figures.of(fed.expression, number)
            yield {"id": f"{fed.kind}_{number}", "kind": fed.kind, "who": number, "value": value}
