"""A requirement's answer with its ground: which clause, which members, which values, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.money import euros
from core.spoken import LANGUAGES
from rules.compilers.interpret import Values, leaves, written
from rules.language.check import reads
from rules.language.dates import NEVER
from rules.language.expressions import TRUE, Aggregate, Attribute, Expression, Name
from rules.language.house_words import NEVER_WORD, OTHER_PERSON, RELATIONS, SEVERAL, SOME_PERSON
from rules.language.text import SPANISH, Clause, Entity, Requirement, Shown, Tongue, Type
from rules.types import Case, Leaf, RequirementResult

GENERAL = "general"
_PLACE = re.compile(r"\{(\w+)\}")


def result_of(requirement: Requirement, values: Values, case: Case) -> RequirementResult:
    """The answer to one requirement."""
    met = values.met[requirement.id]
    applies = values.of(requirement.applies)
    members = _affected(requirement, values, met) if requirement.each is not None else ()
    clause = _ground(requirement, values, members) if met and applies is not False else None
    shown = _shown(requirement, values, members) if applies is not False else {}
    tongue = requirement.tongue
    words = {name: spoken(value, _type_of(requirement, name), tongue) for name, value in shown.items()}
    words["who"] = _who(values, members, tongue)
    hidden = clause is not None and clause.hide
    return RequirementResult(
        id=requirement.id,
        label=requirement.label,
        met=met,
        article=(clause.article if clause else None) or requirement.article,
        exception=None if clause is None or clause.id == GENERAL else clause.id,
        hidden=hidden,
        applies=applies,
        members=tuple(case.refs[number] for number in members),
        values=shown,
        reason=_reason(requirement, met, applies, clause, words),
        advice=_advice(requirement, met, shown, words, values.on),
        find_leaves=lambda: tuple(_leaves(requirement, values, case)),
    )


def _affected(requirement: Requirement, values: Values, met: bool | None) -> tuple[int, ...]:
    """Members that fail, or that are unknown, or — when it is met — that need an exception."""
    assert requirement.each is not None
    answers = {
        number: _any(values.of(clause.condition, number) for clause in requirement.clauses)
        for number in range(len(values.members))
        if values.of(requirement.each, number) is not False
    }
    if met:
        return tuple(number for number in answers if values.of(requirement.clauses[0].condition, number) is not True)
    return tuple(number for number, answer in answers.items() if answer is met)


def _any(answers: Iterator[bool | None]) -> bool | None:
    found = list(answers)
    return True if True in found else None if None in found else False


def _ground(requirement: Requirement, values: Values, members: tuple[int, ...]) -> Clause | None:
    """The clause by which it is met; hidden ones are named first, so that nothing is let out by another."""
    places: tuple[int | None, ...] = members or (None,)
    if requirement.each is not None and not members:
        return requirement.clauses[0]
    for place in places:
        for clause in requirement.clauses:
            if values.of(clause.condition, place) is True:
                return clause
    return None


def _shown(requirement: Requirement, values: Values, members: tuple[int, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for shown in requirement.values:
        personal = requirement.each is not None and any(key.startswith("member.") for key in _reads(shown))
        if personal and not members:
            continue
        places = members if personal else (None,)
        answers = [values.of(shown.expression, place) for place in places]
        # Of several people, the one who is furthest: the latest date, or the first one's number.
        dates = [answer for answer in answers if isinstance(answer, date)]
        found[shown.name] = max(dates) if dates and len(dates) == len(answers) else answers[0]
    return found


def _reads(shown: Shown) -> Iterator[str]:
    entity: Entity = "member"
    return reads(shown.expression, entity)


def _type_of(requirement: Requirement, name: str) -> Type:
    return next(shown.type for shown in requirement.values if shown.name == name)


def spoken(value: Any, type_: Type, tongue: Tongue = SPANISH) -> str:
    """A value as people write it."""
    if value is None:
        return "—"
    if isinstance(value, date):
        return tongue.say(NEVER_WORD) if value == NEVER else LANGUAGES[tongue.code].long_date(value)
    return euros(value) if type_ == "money" else str(value)


def filled(sentence: str, words: Mapping[str, str]) -> str:
    """A sentence of the text with its places filled."""
    return _PLACE.sub(lambda found: words.get(found.group(1), "—"), sentence)


def _who(values: Values, members: tuple[int, ...], tongue: Tongue) -> str:
    names = [RELATIONS.get(values.members[number].get("relation") or "", OTHER_PERSON) for number in members]
    different = list(dict.fromkeys(names)) or [SOME_PERSON]
    said = [tongue.say(name) for name in different]
    if len(said) == 1:
        return said[0]
    return filled(tongue.say(SEVERAL), {"some": ", ".join(said[:-1]), "last": said[-1]})


def _reason(
    requirement: Requirement, met: bool | None, applies: bool | None, clause: Clause | None, words: Mapping[str, str]
) -> str:
    sentences = requirement.sentences
    if met is None:
        return filled(sentences["unknown"], words)
    if not met:
        return filled(sentences["not_met"], words)
    if applies is False:
        return filled(sentences["not_applicable"], words)
    if clause is not None and clause.hide:
        return filled(sentences["met_hidden"], words)
    return filled((clause.sentence if clause else "") or sentences["met"], words)


def _advice(
    requirement: Requirement, met: bool | None, shown: Mapping[str, Any], words: Mapping[str, str], on: date
) -> str:
    advice = requirement.sentences["advice"]
    if met is not False:
        return ""
    for name in _PLACE.findall(advice):
        value = shown.get(name)
        if value is None or value == NEVER or (isinstance(value, date) and value <= on):
            return ""
    return filled(advice, words)


def _leaves(requirement: Requirement, values: Values, case: Case) -> Iterator[Leaf]:
    if requirement.applies != TRUE:
        yield _leaf(f"{requirement.id}.applies", requirement.applies, values, None, case)
    for clause in requirement.clauses:
        places: list[int | None] = [None]
        if requirement.each is not None:
            places = [n for n in range(len(values.members)) if values.of(requirement.each, n) is not False]
        for place in places:
            for leaf in leaves(clause.condition):
                yield _leaf(f"{requirement.id}.{clause.id}", leaf, values, place, case)


def _leaf(rule: str, leaf: Expression, values: Values, member: int | None, case: Case) -> Leaf:
    body = leaf.body if isinstance(leaf, Aggregate) else leaf
    place = values.head if isinstance(leaf, Aggregate) and leaf.function == "head" else member
    found = {
        written(node): values.of(node, place)
        for node in body.walk()
        if (isinstance(node, Name) and (place is not None or not isinstance(leaf, Aggregate)))
        or (isinstance(node, Attribute) and node.owner == "p")
    }
    ref = case.refs[place] if place is not None else None
    return Leaf(rule, written(leaf), values.of(leaf, member), ref, found)
