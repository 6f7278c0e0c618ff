"""Which unknown facts still matter: those for which some completion of the others gives two answers.

A careful run already names the facts an answer waits for; that set is never too small, but can be too large (two
unknowns may always cancel out). Each fact in it is then proved by finding a completion: values are tried one of each
kind the text can tell apart, found by halving the range of a number or a date wherever a comparison changes its mind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import Unknown, known
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.language.dates import NEVER

#: Runs spent on one question before giving up and calling the fact relevant (asking too much is safe).
BUDGET = 4000
_LARGEST_MONEY = 10**10
_AHEAD = timedelta(days=366)
_Values = dict[int, Any]


class _TooLong(Exception):
    pass


class Search:
    """Questions about the unknown facts of one household."""

    def __init__(self, compiled: Compiled, household: Household, budget: int = BUDGET) -> None:
        self.compiled = compiled
        self.household = household
        self.slots = compiled.slots(household)
        self.by_bit = {slot.bit: slot for slot in self.slots}
        self.budget = budget
        self.left = budget

    def run(self, values: _Values, names: Sequence[str], log: list[Any] | None = None) -> tuple[Any, ...]:
        """The named variables under a partial completion."""
        self.left -= 1
        if self.left < 0:
            raise _TooLong
        unit, _ = self.compiled.careful(with_values(self.household, self.slots, values), log)
        return tuple(unit[self.compiled.unit_at[name]] for name in names)

    def relevant(self, names: Sequence[str]) -> tuple[tuple[Any, ...], list[Slot]]:
        """What `names` are whatever the unknown facts (None where they differ), and the facts that make a difference."""
        self.left = self.budget
        first = self.run({}, names)
        found = [slot for slot in self._waiting([first]) if self._matters(slot, names)]
        if all(known(value) is not None for value in first):
            return first, []
        if not found:
            try:
                self.left = self.budget
                return self._complete(names), []
            except _TooLong:
                pass
        return tuple(map(known, first)), found

    def _waiting(self, sides: Iterable[tuple[Any, ...]]) -> list[Slot]:
        bits = 0
        for side in sides:
            for value in side:
                if value.__class__ is Unknown:
                    bits |= value.waits
        return [slot for slot in self.slots if slot.bit & bits]

    def _matters(self, slot: Slot, names: Sequence[str]) -> bool:
        self.left = self.budget
        try:
            sides = [{slot.bit: value} for value in self.kinds(slot, {})]
            return self._differs(sides, names)
        except _TooLong:
            return True

    def _differs(self, sides: list[_Values], names: Sequence[str]) -> bool:
        """Whether some completion gives two sides different answers."""
        answers = [self.run(side, names) for side in sides]
        if _different(answers):
            return True
        waiting = self._waiting(answers)
        if not waiting:
            return False
        slot = min(waiting, key=lambda item: (item.fact.type == "money", item.bit))
        values: dict[Any, None] = {}
        for side in sides:
            values.update(dict.fromkeys(self.kinds(slot, side)))
        tried = [[{**side, slot.bit: value} for side in sides] for value in values]
        # The completions that leave most undecided are the ones that can still differ.
        scored = [(self._promise(group, names), number, group) for number, group in enumerate(tried)]
        return any(self._differs(group, names) for promise, _, group in sorted(scored, reverse=True) if promise)

    def _promise(self, sides: list[_Values], names: Sequence[str]) -> int:
        answers = [self.run(side, names) for side in sides]
        if _different(answers):
            return 1000
        return sum(value.__class__ is Unknown for answer in answers for value in answer)

    def _complete(self, names: Sequence[str]) -> tuple[Any, ...]:
        values: _Values = {}
        for slot in self.slots:
            values[slot.bit] = self.kinds(slot, values)[0]
        return self.run(values, names)

    def kinds(self, slot: Slot, values: _Values) -> list[Any]:
        """One value of each kind the text tells apart, given a partial completion."""
        fact = slot.fact
        if fact.type == "bool":
            return [False, True]
        if fact.type == "enum":
            return [option for option in fact.options if (fact.name, option) != (HEAD_FACT, HEAD)]
        low, high = slot.bounds(self.household.on)
        if fact.type == "money":
            return self._halve(slot, values, max(low, -_LARGEST_MONEY), _LARGEST_MONEY)
        if fact.type == "int":
            return self._halve(slot, values, low, min(high, _LARGEST_MONEY))
        last = high if fact.past else self.household.on + _AHEAD
        days = [date.fromordinal(day) for day in self._halve(slot, values, low.toordinal(), last.toordinal())]
        return [*days, NEVER] if fact.never else days

    def _halve(self, slot: Slot, values: _Values, low: int, high: int) -> list[int]:
        """One number of each stretch of [low, high] over which no comparison changes."""
        is_date = slot.fact.type == "date"

        def signature(number: int) -> tuple[Any, ...]:
            log: list[Any] = []
            self.run({**values, slot.bit: date.fromordinal(number) if is_date else number}, (), log)
            return tuple(log)

        kinds: dict[tuple[Any, ...], int] = {}
        pending = [(low, signature(low), high, signature(high))]
        while pending:
            start, first, end, last = pending.pop()
            kinds.setdefault(first, start)
            kinds.setdefault(last, end)
            if first != last and end - start > 1:
                middle = (start + end) // 2
                at_middle = signature(middle)
                pending += [(start, first, middle, at_middle), (middle, at_middle, end, last)]
        return list(dict.fromkeys([low, *kinds.values(), high]))


def _different(answers: list[tuple[Any, ...]]) -> bool:
    for values in zip(*answers, strict=True):
        settled = {value for value in values if value.__class__ is not Unknown}
        if len(settled) > 1:
            return True
    return False
