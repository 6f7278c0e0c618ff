"""The form reading in words: fields, documents, what is settled and how much is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import compress
from typing import Any

from rules.assessing import values_of
from rules.compilers.compiled import Compiled
from rules.compilers.form import FormReading
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.compilers.outlines import asked_of
from rules.language.text import SPANISH, Fact, RuleText, Tongue
from rules.language.tongue import in_tongue
from rules.requirement_results import CaseSpeaker, results_of
from rules.texts_store import compiled_for
from rules.types import Case, DocumentNeeded, Field, FormState, RequirementResult

_SHAPES = 512


def form_state(text: RuleText, case: Case) -> FormState:
    """The form for a case read in an open world."""
    return CaseForm(text, case)


class CaseForm(FormState):
    """The form of one case; each part is found when it is asked for."""

    def __init__(self, text: RuleText, case: Case) -> None:
        self._text = text
        self.case = case
        self._compiled = compiled_for(text)

    @property
    def text(self) -> RuleText:
        """The text that asks."""
        return self._text

    @cached_property
    def _reading(self) -> FormReading:
        return FormReading(self._compiled, self.case.household)

    @property
    def _sheet(self) -> Sheet:
        return sheet_of(self._compiled, self._text.tongue, self.case.refs, self.case.household.head)

    @cached_property
    def visible(self) -> tuple[Field, ...]:
        """Every question the answers so far open, in the order of the text, whether or not it can still matter."""
        case = self.case
        sheet = self._sheet
        fields = sheet.open
        given = case.answered & sheet.pointers
        if given:
            fields = list(fields)
            for pointer in given:
                at, answered = sheet.answered[pointer]
                fields[at] = answered
        return tuple(compress(fields, self._compiled.outlines.shown(case.household)))

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Visible questions, in the order of the text; an exception shows where it could help or has been answered."""
        found = self.visible
        if all(field.answered or not field.exception for field in found):
            return found
        waiting = {slot.pointer for slot in self._compiled.slots_in(self._reading.bits)}
        return tuple([field for field in found if field.answered or not field.exception or field.pointer in waiting])

    @cached_property
    def needed(self) -> tuple[Field, ...]:
        """Those still to be answered, each of which can change outcome or amount, the one to ask next first."""
        by_pointer = {field.pointer: field for field in self.fields}
        asked = [by_pointer.get(slot.pointer) for slot in self._reading.needed]
        return tuple(field for field in asked if field is not None and not field.answered)

    @cached_property
    def documents(self) -> tuple[DocumentNeeded, ...]:
        """The documents that the answers so far ask for."""
        return tuple(self._document(at, place) for at, place in self._aside("documents"))

    @cached_property
    def settled(self) -> Mapping[str, bool]:
        """The requirements that no further answer changes."""
        if "_reading" in self.__dict__:  # the form's own pass has been made already, and knows
            unit, at = self._reading.found.unit, self._compiled.unit_at
            found = tuple([unit[at[f"met.{one.id}"]] for one in self._text.requirements])
        else:
            found = self._compiled.outlines.settled(self.case.household)
        return {one.id: met for one, met in zip(self._text.requirements, found, strict=True) if met is not None}

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Why each settled requirement is met or not."""
        return {result.id: result.reason for result in self.results if result.id in self.settled}

    @property
    def stopped_by(self) -> str | None:
        """The first requirement that can no longer be met, when nothing can be due any more."""
        if self._reading.eligible is not False:
            return None
        return next((id for id, met in self.settled.items() if not met), None)

    @cached_property
    def remaining(self) -> tuple[int, int]:
        """An honest (low, high) of questions left."""
        return self._reading.remaining

    @cached_property
    def results(self) -> tuple[RequirementResult, ...]:
        """Every requirement, as far as it is known."""
        found, household = self._reading.found, self.case.household
        counted = Household(household.on, found.facts, tuple(found.members), household.head)
        values = partial(values_of, self._compiled, counted, found.unit, found.rows)
        speaker = CaseSpeaker(self.case, self._compiled.relation_at, values)
        return results_of(self._aside("trace", self._text.requirements, speaker))

    def _aside(self, name: str, *more: Any) -> Any:
        found, household = self._reading.found, self.case.household
        return self._compiled.asides[name](
            household.on, found.facts, found.unit, found.members, found.rows, household.head, *more
        )

    def _document(self, at: int, place: int | None) -> DocumentNeeded:
        document = self._text.documents[at]
        return DocumentNeeded(
            id=document.id,
            member_ref=None if place is None else self.case.refs[place],
            label=document.label,
            why=document.why,
            issuer=document.issuer,
            accepts=document.accepts,
            article=document.article.art if document.article else "",
            sensitive=document.sensitive,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every question that some people could be asked, in order: unanswered, and by its pointer where and answered."""

    open: list[Field]
    answered: Mapping[str, tuple[int, Field]]
    pointers: frozenset[str]


@lru_cache(maxsize=_SHAPES)
def sheet_of(compiled: Compiled, tongue: Tongue, refs: tuple[str, ...], head: int) -> Sheet:
    """The questions that people of these refs could be asked, in that language."""
    text = compiled.text if tongue is SPANISH else in_tongue(compiled.text, tongue)
    people = Household(compiled.text.on, (), ((),) * len(refs), head)
    slots = asked_of(compiled, people)
    fields = [_field(text, text.facts[(slot.fact.entity, slot.fact.name)], slot, refs, head) for slot in slots]
    answered = {field.pointer: (at, replace(field, answered=True)) for at, field in enumerate(fields)}
    return Sheet(fields, answered, frozenset(answered))


def _field(text: RuleText, fact: Fact, slot: Slot, refs: tuple[str, ...], head: int) -> Field:
    question = fact.question
    assert question is not None
    other = slot.member >= 0 and slot.member != head
    options = [option for option in fact.options if (fact.name, option) != (HEAD_FACT, HEAD)]
    return Field(
        name=fact.name,
        entity=fact.entity,
        member_ref=refs[slot.member] if slot.member >= 0 else None,
        type=fact.type,
        options=tuple((option, question.option_labels[option]) for option in options),
        label=question.label_other if other else question.label,
        help=question.help,
        why=question.why,
        required=question.required,
        answered=False,
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
        pointer=slot.pointer,
    )
