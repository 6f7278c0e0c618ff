"""Which question goes next: one that the first open subject waits for, so that a "no" is found early.

The text says in which order its requirements are settled, subject by subject (`settle_first`). While a requirement of a
subject is open, only what it still waits for is asked, in the order of the text; so nobody is asked for a degree of
disability before the income, and whoever is just above the threshold is asked for it at once, because there it decides.
Nothing is remembered: the turn of a question follows from the answers alone, and answers only ever close requirements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_

from rules.compilers.compiled import Compiled
from rules.compilers.household import Slot
from rules.compilers.outlines import turn
from rules.compilers.source import Found

#: Requirements asked about together.
Subject = tuple[str, ...]
Turn = tuple[int, int, int, int]


def turns(compiled: Compiled, found: Found, settle_first: Sequence[Subject]) -> Callable[[Slot], Turn]:
    """The turn of each question after the answers that `found` comes from."""
    waits = [waited_by(compiled, found, subject) for subject in settle_first]

    def turn_now(slot: Slot) -> Turn:
        rank = next((place for place, bits in enumerate(waits) if bits & slot.bit), len(waits))
        return rank, *turn(slot)

    return turn_now


def waited_by(compiled: Compiled, found: Found, subject: Subject) -> int:
    """The facts that the requirements of a subject still wait for, as bits."""
    return reduce(or_, (found.masks[compiled.unit_at[f"met.{id}"]] for id in subject), 0)
