"""What was not asked, supposed to be no obstacle: for what is said to whoever got a "no" before the last question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rules.compilers.usual import usual_answer
from rules.texts_store import compiled_for
from rules.types import Case, RuleText


def supposed(text: RuleText, case: Case) -> Case:
    """The case with a usual answer to each question left open; the same case where none is.

    What was answered *no lo sé* stays unknown: that person said so.
    """
    compiled, household = compiled_for(text), case.household
    values: dict[int, Any] = {}
    for slot in compiled.slots(household):
        if slot.fact.question is not None and slot.pointer not in case.answered:
            values[slot.bit] = usual_answer(compiled, slot, compiled.completed(household, values))
    return replace(case, household=compiled.completed(household, values)) if values else case
