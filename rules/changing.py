"""What would have to change for a no to become a yes, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.compilers.remedies import Remedies, Remedy
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
    remedies = Remedies(lambda day: compiled_for(edition.on(day)), assessment.case.household)
    return tuple(_changes(remedies.all(), assessment.case))


def _changes(remedies: list[Remedy], case: Case) -> Iterator[Change]:
    for remedy in remedies:
        fact, article = remedy.fact, remedy.requirement.article
        where = f"Lo pide el artículo {article.art}."
        if fact is None:
            pointer, type_ = "/on", "date"
            sentence = f"Podrías pedirla desde el {spoken(remedy.value, 'date')}, si lo demás no cambia."
        else:
            assert fact.change is not None
            pointer = f"/unit/{fact.name}" if remedy.member < 0 else f"/members/{remedy.member}/{fact.name}"
            type_ = fact.type
            sentence = filled(fact.change.sentence, {"value": spoken(remedy.value, fact.type)})
        yield Change(
            pointer=pointer,
            member_ref=None if remedy.member < 0 else case.refs[remedy.member],
            requirement=remedy.requirement.id,
            article=article,
            kind=remedy.kind,
            value=remedy.value,
            type=type_,
            sentence=f"{sentence} {where}",
        )
