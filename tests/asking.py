"""As few answers as settle a household's case, for who knew them all: a bound that no order of questions reaches."""

from __future__ import annotations

import random

from rules.asking_order import Filling, Walk, answer_of
from rules.compilers.outlines import blank_of
from rules.texts_store import compiled_for
from rules.types import Case, RuleText


def fewest(text: RuleText, case: Case, walked: Walk, chance: random.Random, tries: int = 6) -> Walk:
    """As few of a walk's answers as settle the same: for who knew them all; of several ways to leave some out."""
    compiled, best = compiled_for(text), walked.asked
    blank = blank_of(compiled, case.household)
    answers = {slot.pointer: (slot.bit, answer_of(case.household, slot)) for slot in compiled.slots(blank)}
    for _ in range(tries):
        kept = list(walked.asked)
        for pointer in chance.sample(kept, len(kept)):
            fewer = [other for other in kept if other != pointer]
            so_far = compiled.completed(blank, dict(answers[other] for other in fewer))
            if not Filling(compiled, case.household, so_far).open():
                kept = fewer
        best = min(best, tuple(kept), key=len)
    return Walk(best, walked.eligible)
