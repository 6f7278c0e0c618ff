"""Which unknown facts still matter: those for which some completion of the others gives two answers.

One run already names the facts an answer waits for; that set is never too small, but can be too large (two unknowns
may always cancel out). Each fact in it is then proved by finding a completion of the others under which it alone
decides: first around usual households, where nearly every fact shows itself, then by trying one value of each kind
the text can tell apart; a branch is left as soon as the answer no longer waits for the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

from rules.compilers.compiled import Compiled
from rules.compilers.household import Household, Slot
from rules.compilers.kinds import LARGEST_MONEY, Kinds, extremes, words
from rules.compilers.nearby import Nearby
from rules.compilers.source import Found
from rules.compilers.usual import usual_answers

#: Runs spent on one household before giving up and calling what is left relevant (asking too much is safe).
BUDGET = 8_000
#: Runs spent on one fact, and on looking again for what a first search did not find.
BUDGET_OF_FACT = 2_500
BUDGET_OF_DOUBT = 800
_Values = dict[int, Any]


class _TooLongError(Exception):
    pass


class Search:
    """Questions about the unknown facts of one household; `asked`: over what the form lets people answer.

    `start` is what is known whatever the unknown facts, where it has been found before.
    """

    def __init__(
        self, compiled: Compiled, household: Household, *, asked: bool = False, start: Found | None = None
    ) -> None:
        self.compiled = compiled
        self.household = household
        self.asked = asked
        self.start = start or (compiled.form(household) if asked else compiled.ranged(household))
        self._seen: set[Any] | None = None
        self._near: Nearby | None = None
        #: Facts called relevant because the runs were spent before it was known, as bits.
        self.unproved = 0
        self.total = self.left = BUDGET

    @cached_property
    def slots(self) -> list[Slot]:
        """The unknown facts of the household."""
        return self.compiled.slots(self.household)

    @cached_property
    def kinds(self) -> Kinds:
        """Values of each kind."""
        return Kinds(self.compiled, self._spend)

    @cached_property
    def _free(self) -> int:
        return sum(slot.bit for slot in self.slots)

    def _spend(self) -> None:
        self.left -= 1
        self.total -= 1
        if self.left < 0 or self.total < 0:
            raise _TooLongError

    def household_of(self, values: _Values) -> Household:
        """The household under a partial completion."""
        return self.compiled.completed(self.household, values)

    def run(self, values: _Values) -> Found:
        """Everything of the unit under a partial completion."""
        self._spend()
        household = self.household_of(values)
        return self.compiled.form(household, self._free) if self.asked else self.compiled.ranged(household)

    def answer(self, values: _Values, name: str) -> tuple[Any, int]:
        """One variable of the unit under a partial completion, and what it waits for."""
        found, at = self.run(values), self.compiled.unit_at[name]
        return found.unit[at], found.masks[at]

    # --- Which facts matter -----------------------------------------------------------------------------------------

    def relevant(
        self, names: Sequence[str], only: Callable[[Slot], bool] = lambda slot: True
    ) -> tuple[tuple[Any, ...], list[Slot]]:
        """What `names` are whatever the unknown facts (None: they differ), and the facts that make a difference.

        `only` leaves out facts that nobody wants to hear of.
        """
        self.left = self.total = max(self.total, 1)
        places = [self.compiled.unit_at[name] for name in names]
        bits = 0
        for at in places:
            bits |= self.start.masks[at]
        waiting = [slot for slot in self.compiled.slots_in(bits) if only(slot)]
        if not self.asked and (self._near is None or self._near.waiting != waiting):  # mostly the same each time
            self._near = Nearby(self.compiled, self.household, waiting)
        waited = {slot.bit: self._waited_by(slot, names) for slot in waiting}
        shown = {
            slot.bit
            for slot in waiting
            if (self._near and self._near.decides(slot, waited[slot.bit])) or self._shows(slot, waited[slot.bit])
        }
        found = [slot for slot in waiting if slot.bit in shown or self._matters(slot, waited[slot.bit])]
        if waiting and not found:
            with suppress(_TooLongError):
                self.left = BUDGET_OF_FACT
                return self._complete(names), []
        return tuple(self.start.unit[at] for at in places), found

    def _waited_by(self, slot: Slot, names: Sequence[str]) -> Sequence[str]:
        if len(names) == 1:
            return names
        return [name for name in names if self.start.masks[self.compiled.unit_at[name]] & slot.bit]

    def _shows(self, slot: Slot, names: Sequence[str]) -> bool:
        """Whether the fact changes some of the names in a likely household: what is quickly found is looked for first,
        so that the runs are there for it.
        """
        self.left = BUDGET_OF_FACT
        with suppress(_TooLongError):
            return self._at_once(slot, names) is not None
        return False

    def _matters(self, slot: Slot, names: Sequence[str]) -> bool:
        """Whether the fact changes some of the names: one at a time, because each waits for fewer facts than all."""
        try:
            for name in names:
                self.left = BUDGET_OF_FACT
                if self._proof(slot, name) is not None:
                    return True
        except _TooLongError:
            self.unproved |= slot.bit
            return True
        return False

    # --- Around usual households ------------------------------------------------------------------------------------

    @cached_property
    def _usual(self) -> _Values:
        return usual_answers(self.compiled, self.slots, self.household)

    def _at_once(self, slot: Slot, names: Sequence[str]) -> list[_Values] | None:
        """Two completions that differ in `slot` alone, and in one of the names, among the likely ones."""
        sides = extremes(slot, self.household.on)
        found = self._parts(slot, sides, {}, names)
        if found is None:
            for base in self._bases:
                found = self._parts(slot, sides, {bit: value for bit, value in base.items() if bit != slot.bit}, names)
                if found is not None:
                    break
        return found

    def _parts(self, slot: Slot, sides: list[Any], base: _Values, names: Sequence[str]) -> list[_Values] | None:
        places = [self.compiled.unit_at[name] for name in names]
        first: dict[int, tuple[Any, Any]] = {}
        for side in sides:
            values = self._quick({**base, slot.bit: side})
            for at in places:
                if values[at] is not None:
                    before = first.setdefault(at, (values[at], side))
                    if before[0] != values[at]:
                        return [{**base, slot.bit: before[1]}, {**base, slot.bit: side}]
        return None

    def _quick(self, values: _Values) -> tuple[Any, ...]:
        """The unit's values, perhaps less narrowly known than they could be."""
        if self.asked:
            return self.run(values).unit
        self._spend()
        return self.compiled.swift(self.household_of(values))[0]

    @cached_property
    def _bases(self) -> list[_Values]:
        """The usual household, and those one answer away from it that get another outcome."""
        places = self.compiled.goals

        def outcome(values: _Values) -> list[Any]:
            found = self._quick(values)
            return [found[at] for at in places]

        usual = self._usual
        found, expected, bits = [usual], outcome(usual), 0
        for at in places:
            bits |= self.start.masks[at]
        for slot in self.compiled.slots_in(bits):
            for value in extremes(slot, self.household.on):
                changed = {**usual, slot.bit: value}
                if value != usual[slot.bit] and outcome(changed) != expected:
                    found.append(changed)
        return found

    # --- One of each kind -------------------------------------------------------------------------------------------

    def _proof(self, slot: Slot, name: str) -> list[_Values] | None:
        """Two completions that differ in `slot` alone, and in `name`; None where there are none.

        First with states that look alike from the unit taken for one, which nearly always settles it; where nothing
        was found, again without that, as far as the budget goes.
        """
        sides = self._kinds(slot, {})
        self._seen = set()
        found = self._differs(slot, sides, {}, name)
        self._seen = None
        if found is None:
            self.left = min(self.left, BUDGET_OF_DOUBT)
            with suppress(_TooLongError):
                found = self._differs(slot, sides, {}, name)
        return found

    def _kinds(self, slot: Slot, values: _Values) -> list[Any]:
        if slot.fact.type in ("bool", "enum", "list"):
            return words(slot)
        household = self.household_of(values)
        if self.asked:
            found = self.run(values)
            household = Household(household.on, found.facts, tuple(found.members), household.head)
        return self.kinds.of(slot, household)

    def _differs(self, slot: Slot, sides: list[Any], values: _Values, name: str) -> list[_Values] | None:
        """The same under a partial completion; `sides` are the values of `slot` that may still part."""
        found, at = self.run(values), self.compiled.unit_at[name]
        if not found.masks[at] & slot.bit or self._seen_before(found):
            return None
        answers = [(side, *self.answer({**values, slot.bit: side}, name)) for side in sides]
        decided = [(side, answer) for side, answer, waits in answers if not waits]
        parted = next((side for side, answer in decided if answer != decided[0][1]), None)
        if parted is not None:
            return [{**values, slot.bit: side} for side in (decided[0][0], parted)]
        open_sides = [side for side, _, waits in answers if waits]
        if not open_sides:
            return self._parted(slot, values, name)
        others = 0
        for _, _, waits in answers:
            others |= waits
        sides = [*open_sides, *(side for side, _ in decided[:1])]
        return self._branch(slot, sides, values, name, self._following(slot, found, others))

    def _seen_before(self, found: Found) -> bool:
        """Whether a state that looks like this one was already searched in vain."""
        if self._seen is None:
            return False
        state = (found.unit, found.masks, found.bounds)
        if state in self._seen:
            return True
        self._seen.add(state)
        return False

    def _branch(
        self, slot: Slot, sides: list[Any], values: _Values, name: str, following: Slot
    ) -> list[_Values] | None:
        tried: set[Any] = set()
        for choices in self._choices(following, slot, sides, values):
            fresh = [choice for choice in dict.fromkeys(choices) if choice not in tried]
            tried.update(fresh)
            completions = [{**values, following.bit: choice} for choice in fresh]
            # Nearest to the end first: where fewest facts are still waited for.
            completions.sort(key=lambda completion: self.answer(completion, name)[1].bit_count())
            for completion in completions:
                found = self._differs(slot, sides, completion, name)
                if found is not None:
                    return found
        return None

    def _following(self, slot: Slot, found: Found, others: int) -> Slot:
        """The fact to try next: one beside `slot` in the narrowest formula, so that a dead end shows soon."""
        beside = [waits & others for waits in found.masks if waits & slot.bit]
        narrow = min((bits for bits in beside if bits), key=int.bit_count, default=others)
        return min(self.compiled.slots_in(narrow), key=lambda other: (other.fact.type == "money", other.bit))

    def _choices(self, following: Slot, slot: Slot, sides: list[Any], values: _Values) -> Iterator[list[Any]]:
        """Values to try for the next fact: cheap ones first, then one of each kind, seen from each side."""
        if following.fact.type == "money":
            low, _ = following.bounds(self.household.on)
            yield [max(low, -LARGEST_MONEY), LARGEST_MONEY]
        elif following.member != slot.member:
            yield self._kinds(following, values)
            return
        for side in sides:
            yield self._kinds(following, {**values, slot.bit: side})

    def _parted(self, slot: Slot, values: _Values, name: str) -> list[_Values] | None:
        """With all else settled, look once more, now that the limits the fact is compared with are known."""
        completions = [{**values, slot.bit: side} for side in self._kinds(slot, values)]
        answers = [self.answer(completion, name) for completion in completions]
        for completion, (value, waits) in zip(completions, answers, strict=True):
            if not waits and not answers[0][1] and value != answers[0][0]:
                return [completions[0], completion]
        return None

    def _complete(self, names: Sequence[str]) -> tuple[Any, ...]:
        found = self._quick(self._usual)
        return tuple(found[self.compiled.unit_at[name]] for name in names)
