"""How many questions people are asked until their answer is settled, and which order of subjects keeps it low.

`settle_first` orders tests with costs: each subject, while it is open, costs the questions it waits for and is a "no"
for some people, who need no other; who gets a "yes" is asked them all in any order. `proposed` takes, again and again,
the subject with most noes per question among those still open: the ratio rule, the best there is where tests are
independent, and a bounded distance from it where they are not (pipelined set cover). What people would answer is given
whole, and heard only as far as the form asks.

`manage.py rules_asking` prints what is proposed; nothing here writes a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rules.compilers.asking import Subject, turns, waited_by
from rules.compilers.compiled import Compiled
from rules.compilers.form import FormReading
from rules.compilers.household import Household, Slot
from rules.compilers.outlines import blank_of
from rules.texts_store import compiled_for
from rules.types import Case, RuleText


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions asked of one household, as pointers in the order they were asked, and whether anything is due.

    `places` says of each question where its subject stood in the order.
    """

    asked: tuple[str, ...]
    eligible: bool | None
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One subject of a proposed order: how many households came to it, what it asked them, how many got a "no"."""

    subject: Subject
    households: int
    questions: int
    refused: int


class Filling:
    """A form being filled in with the answers of a whole household."""

    def __init__(self, compiled: Compiled, whole: Household, so_far: Household | None = None) -> None:
        self.compiled = compiled
        self.whole = whole
        self.reading = FormReading(compiled, so_far or blank_of(compiled, whole))
        self.asked: list[str] = []

    def open(self, *, proved: bool = False) -> list[Slot]:
        """The questions that the answer still waits for, each `proved` to matter or as one pass has them."""
        if proved:
            return self.reading.needed
        return [slot for slot in self.compiled.slots_in(self.reading.bits) if self.reading.visible(slot)]

    def answer(self, slot: Slot) -> None:
        """Answer a question as the household would; what it does not say has its closed value."""
        value = answer_of(self.whole, slot)
        if value is None:
            raise ValueError(f"The household does not say {slot.pointer}, which the form asks.")
        self.asked.append(slot.pointer)
        self.reading = FormReading(self.compiled, self.compiled.completed(self.reading.household, {slot.bit: value}))

    def settle(self, subject: Subject) -> None:
        """Answer whatever one subject waits for."""
        while waiting := [slot for slot in self.open() if slot.bit & self._waited_by(subject)]:
            self.answer(min(waiting, key=turns(self.compiled, self.reading.found, ())))

    def _waited_by(self, subject: Subject) -> int:
        return waited_by(self.compiled, self.reading.found, subject)


def answer_of(whole: Household, slot: Slot) -> Any:
    """What a household would answer; None where it does not say."""
    value = (whole.unit if slot.member < 0 else whole.members[slot.member])[slot.position]
    return slot.fact.closed if value is None else value


def walk(text: RuleText, case: Case, settle_first: Sequence[Subject] | None = None, *, proved: bool = False) -> Walk:
    """Fill in the form for a whole household; `settle_first` in place of the text's.

    Raises ValueError where the household leaves open what the form asks.
    """
    order = text.settle_first if settle_first is None else settle_first
    form = Filling(compiled_for(text), case.household)
    places = []
    while waiting := form.open(proved=proved):
        turn = turns(form.compiled, form.reading.found, order)
        following = min(waiting, key=turn)
        places.append(turn(following)[0])
        form.answer(following)
    return Walk(tuple(form.asked), form.reading.eligible, tuple(places))


def proposed(text: RuleText, cases: Iterable[Case], tell: Callable[[Stage], None] = lambda _: None) -> list[Stage]:
    """The order of the text's subjects that the ratio rule proposes for these households; `tell` hears each stage."""
    compiled, stages = compiled_for(text), list[Stage]()
    forms = [Filling(compiled, case.household) for case in cases]
    left = list(text.settle_first)
    while left:
        tried = [_tried(forms, subject) for subject in left]
        best, after = max(tried, key=lambda one: one[0].refused / max(one[0].questions, 1))
        stages.append(best)
        tell(best)
        forms = after
        left.remove(best.subject)
    return stages


def _tried(forms: Sequence[Filling], subject: Subject) -> tuple[Stage, list[Filling]]:
    """What settling a subject would cost and end, and the forms still open after it."""
    after, questions, refused = [], 0, 0
    for form in forms:
        further = Filling(form.compiled, form.whole, form.reading.household)
        further.settle(subject)
        questions += len(further.asked)
        if further.open():
            after.append(further)
        else:
            refused += further.reading.eligible is False
    return Stage(subject, len(forms), questions, refused), after
