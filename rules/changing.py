"""What would have to change for a no to become a yes, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rules.compilers.remedies import Remedies, Remedy
from rules.language.house_words import ASKED_BY, GIVES, WAIT
from rules.language.text import Entity, RuleText, Type
from rules.requirement_results import filled, spoken
from rules.texts_store import compiled_for, edition_of
from rules.types import Case, Change

if TYPE_CHECKING:
    from rules.assessing import Assessment


def changes_of(assessment: Assessment) -> tuple[Change, ...]:
    """The smallest single changes that would be enough; none where the answer is not a no."""
    if assessment.eligible is not False:
        return ()
    edition = edition_of(assessment.text)
    remedies = Remedies(lambda day: compiled_for(edition.on(day)), assessment.case.household, assessment.unit)
    return tuple(_changes(assessment.text, remedies.all(), assessment.case))


def _changes(text: RuleText, remedies: list[Remedy], case: Case) -> Iterator[Change]:
    for remedy in remedies:
        fact = remedy.fact
        pointer = "/on"
        if fact is not None:
            pointer = f"/unit/{fact.name}" if remedy.member < 0 else f"/members/{remedy.member}/{fact.name}"
        change = Change(
            pointer=pointer,
            member_ref=None if remedy.member < 0 else case.refs[remedy.member],
            requirement=remedy.requirement.id,
            article=remedy.requirement.article,
            kind=remedy.kind,
            gives=remedy.gives,
            value=remedy.value,
            type="date" if fact is None else fact.type,
            sentence="",
        )
        yield replace(change, sentence=sentence_of(text, change))


def sentence_of(text: RuleText, change: Change) -> str:
    """A change in plain words, in the language of `text`, with where the law asks for it and what it would give."""
    value = {"value": spoken(change.value, cast(Type, change.type), text.tongue)}
    asked_by = filled(text.tongue.say(ASKED_BY), {"article": change.article.art})
    after = f"{asked_by} {text.tongue.say(GIVES[change.gives])}"
    if change.pointer == "/on":
        return f"{filled(text.tongue.say(WAIT), value)} {after}"
    entity: Entity = "unit" if change.pointer.startswith("/unit/") else "member"
    changing = text.facts[(entity, change.pointer.rpartition("/")[2])].change
    assert changing is not None
    return f"{filled(changing.sentence, value)} {after}"
