"""The form reading in words: fields, documents, what is settled and how much is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.assessing import values_of
from rules.compilers.form import FormReader, Reading
from rules.compilers.household import HEAD, HEAD_FACT
from rules.language.text import Fact, RuleText
from rules.requirement_results import result_of
from rules.texts_store import compiled_for
from rules.types import Case, DocumentNeeded, Field, FormState


def form_state(text: RuleText, case: Case) -> FormState:
    """The form for a case read in an open world."""
    reader = FormReader(compiled_for(text), values_of)
    reading = reader.read(case.household)
    fields = tuple(_fields(text, case, reading))
    by_pointer = {field.pointer: field for field in fields}
    asked = (by_pointer.get(slot.pointer) for slot in reading.waiting)
    results = [result_of(requirement, reading.values, case) for requirement in text.requirements]
    settled = {result.id: result.met for result in results if result.met is not None}
    return FormState(
        fields=fields,
        needed=tuple(field for field in asked if field is not None and not field.answered),
        documents=tuple(_documents(text, case, reading)),
        settled=settled,
        reasons={result.id: result.reason for result in results if result.id in settled},
        stopped_by=_stop(settled, reading),
        remaining=reader.remaining(case.household, reading),
    )


def _stop(settled: Mapping[str, bool], reading: Reading) -> str | None:
    if reading.eligible is not False:
        return None
    return next((id for id, met in settled.items() if not met), None)


def _fields(text: RuleText, case: Case, reading: Reading) -> Iterator[Field]:
    """Visible questions, best order first; an exception shows where it could help or has been answered."""
    waiting = {slot.pointer for slot in reading.waiting}
    found: list[tuple[tuple[int, int, int], Field]] = []
    for member, name in reading.visible:
        fact = text.facts[("unit", name) if member < 0 else ("member", name)]
        pointer = f"/unit/{name}" if member < 0 else f"/members/{member}/{name}"
        assert fact.question is not None
        if fact.question.exception and pointer not in waiting and pointer not in case.answered:
            continue
        order = fact.question.order
        found.append(((order // 100, member, order), _field(text, fact, case, member, pointer)))
    yield from (field for _, field in sorted(found, key=lambda item: item[0]))


def _field(text: RuleText, fact: Fact, case: Case, member: int, pointer: str) -> Field:
    question = fact.question
    assert question is not None
    other = member >= 0 and member != case.household.head
    options = [option for option in fact.options if (fact.name, option) != (HEAD_FACT, HEAD)]
    return Field(
        name=fact.name,
        entity=fact.entity,
        member_ref=case.refs[member] if member >= 0 else None,
        type=fact.type,
        options=tuple((option, question.option_labels[option]) for option in options),
        label=question.label_other if other else question.label,
        help=question.help,
        why=question.why,
        required=question.required,
        answered=pointer in case.answered,
        section=question.section,
        feeds=text.feeds[(fact.entity, fact.name)],
        closed_default=fact.closed,
        sensitive=question.sensitive,
        exception=question.exception,
        never_label=question.never_label,
        unit=question.unit,
        minimum=fact.minimum,
        maximum=fact.maximum,
        past=fact.past,
        answered_by=fact.answered_by,
        pointer=pointer,
    )


def _documents(text: RuleText, case: Case, reading: Reading) -> Iterator[DocumentNeeded]:
    for document in text.documents:
        places: list[int | None] = [None] if document.entity == "unit" else list(range(len(case.refs)))
        for place in places:
            if reading.values.of(document.condition, place) is True:
                yield DocumentNeeded(
                    id=document.id,
                    member_ref=None if place is None else case.refs[place],
                    label=document.label,
                    why=document.why,
                    issuer=document.issuer,
                    accepts=document.accepts,
                    article=document.article.art if document.article else "",
                    sensitive=document.sensitive,
                )
