"""The form reading in words: fields, documents, what is settled and how much is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any

from rules.assessing import values_of
from rules.compilers.compiled import Compiled
from rules.compilers.form import FormReading, turn
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot, slots_of
from rules.language.text import SPANISH, Fact, RuleText, Tongue
from rules.language.tongue import in_tongue
from rules.requirement_results import results_of
from rules.texts_store import compiled_for
from rules.types import Case, DocumentNeeded, Field, FormState, RequirementResult

_SHAPES = 512


def form_state(text: RuleText, case: Case) -> FormState:
    """The form for a case read in an open world."""
    return CaseForm(text, case)


class CaseForm(FormState):
    """The form of one case; each part is found when it is asked for."""

    def __init__(self, text: RuleText, case: Case) -> None:
        self.text = text
        self.case = case
        self._compiled = compiled_for(text)
        self._reading = FormReading(self._compiled, case.household)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Visible questions, best order first; an exception shows where it could help or has been answered."""
        found, bits, answered = self._reading.found, self._reading.bits, self.case.answered
        asked = [found.visible, *found.members_visible]
        return tuple(
            [
                place.answered if place.pointer in answered else place.open
                for place in places_of(self._compiled, self.text.tongue, self.case.refs, self.case.household.head)
                if asked[place.owner][place.position]
                and (not place.exception or place.bit & bits or place.pointer in answered)
            ]
        )

    @cached_property
    def needed(self) -> tuple[Field, ...]:
        """Those still to be answered, each of which can change outcome or amount, best first."""
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
        unit, at = self._reading.found.unit, self._compiled.unit_at
        found = ((one.id, unit[at[f"met.{one.id}"]]) for one in self.text.requirements)
        return {id: met for id, met in found if met is not None}

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
        return results_of(self.text, self._aside("trace"), self.case, self._compiled.relation_at, values)

    def _aside(self, name: str) -> Any:
        found, household = self._reading.found, self.case.household
        return self._compiled.asides[name](
            household.on, found.facts, found.unit, found.members, found.rows, household.head
        )

    def _document(self, at: int, place: int | None) -> DocumentNeeded:
        document = self.text.documents[at]
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
class Place:
    """A question and whose it is: `owner` is 0 for the unit, the member's number plus one otherwise."""

    owner: int
    position: int
    bit: int
    pointer: str
    exception: bool
    open: Field
    answered: Field


@lru_cache(maxsize=_SHAPES)
def places_of(compiled: Compiled, tongue: Tongue, refs: tuple[str, ...], head: int) -> tuple[Place, ...]:
    """Every question that people of these refs could be asked, in the order they are asked, in that language."""
    text = compiled.text if tongue is SPANISH else in_tongue(compiled.text, tongue)
    facts = compiled.member_facts
    nobody = tuple(HEAD if fact.name == HEAD_FACT and n == head else None for n in range(len(refs)) for fact in facts)
    members = tuple(nobody[n * len(facts) : (n + 1) * len(facts)] for n in range(len(refs)))
    blank = Household(compiled.text.on, (None,) * len(compiled.unit_facts), members, head)
    slots = slots_of(compiled.unit_facts, facts, blank)
    return tuple(_place(text, slot, refs, head) for slot in sorted(slots, key=turn) if slot.fact.question)


def _place(text: RuleText, slot: Slot, refs: tuple[str, ...], head: int) -> Place:
    field = _field(text, text.facts[(slot.fact.entity, slot.fact.name)], slot, refs, head)
    return Place(
        owner=slot.member + 1,
        position=slot.position,
        bit=slot.bit,
        pointer=slot.pointer,
        exception=field.exception,
        open=field,
        answered=replace(field, answered=True),
    )


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
        answered_by=fact.answered_by,
        pointer=slot.pointer,
    )
