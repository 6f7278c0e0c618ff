"""What would have to change for a no to become a yes, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from rules.compilers.remedies import Remedies, Remedy
from rules.language.house_words import ASKED_BY, GIVES, WAIT
from rules.language.text import Article, Entity, Fact, RuleText
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
        yield Change(
            pointer=pointer,
            member_ref=None if remedy.member < 0 else case.refs[remedy.member],
            requirement=remedy.requirement.id,
            article=remedy.requirement.article,
            kind=remedy.kind,
            gives=remedy.gives,
            value=remedy.value,
            type="date" if fact is None else fact.type,
            sentence=_said(text, remedy.requirement.article, remedy.gives, fact, remedy.value),
        )


def sentence_of(text: RuleText, change: Change) -> str:
    """A change in plain words, in the language of `text`, with where the law asks for it and what it would give."""
    fact = None
    if change.pointer != "/on":
        entity: Entity = "unit" if change.pointer.startswith("/unit/") else "member"
        fact = text.facts[(entity, change.pointer.rpartition("/")[2])]
    return _said(text, change.article, change.gives, fact, change.value)


def _said(text: RuleText, article: Article, gives: str, fact: Fact | None, value: int | date) -> str:
    wanted = WAIT
    if fact is not None:
        assert fact.change is not None
        wanted = fact.change.sentence
    shown = spoken(value, "date" if fact is None else fact.type, text.tongue)
    return filled(_sentence(text, wanted, article.art, gives), {"value": shown})


@lru_cache(maxsize=4096)
def _sentence(text: RuleText, wanted: str, article: str, gives: str) -> str:
    """All of it but the value; what is wanted may be in the language of `text` already."""
    asked_by = filled(text.tongue.say(ASKED_BY), {"article": article})
    return f"{text.tongue.say(wanted)} {asked_by} {text.tongue.say(GIVES[gives])}"
