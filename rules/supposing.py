"""What was not asked, supposed to be no obstacle: for what is said to whoever got a "no" before the last question."""

from __future__ import annotations

from dataclasses import replace

from rules.compilers.usual import usual_answers
from rules.texts_store import compiled_for
from rules.types import Case, RuleText


def supposed(text: RuleText, case: Case) -> Case:
    """The case with a usual answer to each question left open; the same case where none is.

    What was answered *no lo sé* stays unknown: that person said so.
    """
    compiled, household = compiled_for(text), case.household
    unasked = [slot for slot in compiled.slots(household) if slot.fact.question and slot.pointer not in case.answered]
    values = usual_answers(compiled, unasked, household)
    return replace(case, household=compiled.completed(household, values)) if values else case
