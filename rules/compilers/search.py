"""Which unknown facts still matter: those for which some completion of the others gives two answers.

A careful run already names the facts an answer waits for; that set is never too small, but can be too large (two
unknowns may always cancel out). Each fact in it is then proved by finding a completion: values are tried one of each
kind the text can tell apart, found by halving the range of a number or a date wherever a comparison changes its mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import Unknown, known
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.language.dates import NEVER

#: Runs spent on one household before giving up and calling what is left relevant (asking too much is safe).
BUDGET = 20_000
#: Runs spent on one fact.
BUDGET_OF_FACT = 5_000
_LARGEST_MONEY = 10**10
_AHEAD = timedelta(days=366)
_REMEMBERED = 2_000
_Values = dict[int, Any]


class _TooLongError(Exception):
    pass


class Search:
    """Questions about the unknown facts of one household."""

    def __init__(self, compiled: Compiled, household: Household, budget: int = BUDGET) -> None:
        self.compiled = compiled
        self.household = household
        self.slots = compiled.slots(household)
        self.of_member = {
            number: [slot for slot in self.slots if slot.member == number]
            for number in range(-1, len(household.members))
        }
        self._members: dict[tuple[Any, ...], tuple[tuple[Any, ...], list[Any]]] = {}
        self.total = budget
        self.left = budget

    def run(self, values: _Values, names: Sequence[str], log: list[Any] | None = None) -> tuple[Any, ...]:
        """The named variables under a partial completion."""
        self.left -= 1
        self.total -= 1
        if self.left < 0 or self.total < 0:
            raise _TooLongError
        reading, on = self.compiled.careful_reading, self.household.on
        found = [self._member(number, values) for number in range(len(self.household.members))]
        if log is not None:
            for _, comparisons in found:
                log += comparisons
        columns = tuple(zip(*[taken for taken, _ in found], strict=True))
        unit = reading.of_unit(on, self._filled(-1, values), columns, self.household.head, log)
        return tuple(unit[self.compiled.unit_at[name]] for name in names)

    def _member(self, number: int, values: _Values) -> tuple[tuple[Any, ...], list[Any]]:
        """What aggregates take of a member, and its comparisons; remembered while its own facts stay the same."""
        key = (number, *(values.get(slot.bit) for slot in self.of_member[number]))
        found = self._members.get(key)
        if found is None:
            log: list[Any] = []
            _, taken = self.compiled.careful_reading.of_member(self.household.on, self._filled(number, values), log)
            found = self._members[key] = (taken, log)
        return found

    def _filled(self, member: int, values: _Values) -> tuple[Any, ...]:
        facts = list(self.household.unit if member < 0 else self.household.members[member])
        for slot in self.of_member[member]:
            value = values.get(slot.bit)
            facts[slot.position] = slot.unknown(self.household.on) if value is None else value
        return tuple(facts)

    def relevant(self, names: Sequence[str]) -> tuple[tuple[Any, ...], list[Slot]]:
        """What `names` are whatever the unknown facts (None: they differ), and the facts that make a difference."""
        self.left = BUDGET_OF_FACT
        first = self.run({}, names)
        found = [slot for slot in self._waiting([first]) if self._matters(slot, names)]
        if not found and any(value.__class__ is Unknown for value in first):
            try:
                self.left = BUDGET_OF_FACT
                return self._complete(names), []
            except _TooLongError:
                pass
        return tuple(map(known, first)), found

    def _waiting(self, sides: Iterable[tuple[Any, ...]]) -> list[Slot]:
        bits = 0
        for side in sides:
            for value in side:
                if value.__class__ is Unknown:
                    bits |= value.waits
        return [slot for slot in self.slots if slot.bit & bits]

    def witness(self, pointer: str, names: Sequence[str]) -> list[Household] | None:
        """Completions that differ in the fact at `pointer` alone, and not all in their answers; None if none was found."""
        slot = next(slot for slot in self.slots if slot.pointer == pointer)
        self.left = self.total = BUDGET_OF_FACT
        try:
            sides = self._differs([{slot.bit: value} for value in self.kinds(slot, {})], names)
        except _TooLongError:
            return None
        if sides is None:
            return None
        rest: _Values = {}
        for other in self.slots:
            if other.bit not in sides[0]:
                rest[other.bit] = self.kinds(other, {**sides[0], **rest})[0]
        return [with_values(self.household, self.slots, {**rest, **side}) for side in sides]

    def _matters(self, slot: Slot, names: Sequence[str]) -> bool:
        self.left = BUDGET_OF_FACT
        try:
            return self._differs([{slot.bit: value} for value in self.kinds(slot, {})], names) is not None
        except _TooLongError:
            return True

    def _differs(self, sides: list[_Values], names: Sequence[str]) -> list[_Values] | None:
        """The sides with a completion that gives two of them different answers, or None where there is none."""
        answers = [self.run(side, names) for side in sides]
        if _different(answers):
            return [side for side, answer in zip(sides, answers, strict=True) if not _undecided(answer)]
        waiting = self._waiting(answers)
        if not waiting:
            return None
        slot = min(waiting, key=lambda item: (item.fact.type == "money", item.bit))
        values: dict[Any, None] = {}
        for side in sides:
            values.update(dict.fromkeys(self.kinds(slot, side)))
        tried = [[{**side, slot.bit: value} for side in sides] for value in values]
        # The completions that leave most undecided are the ones that can still differ.
        scored = [(self._promise(group, names), number, group) for number, group in enumerate(tried)]
        for promise, _, group in sorted(scored, key=lambda item: item[:2], reverse=True):
            found = self._differs(group, names) if promise else None
            if found is not None:
                return found
        return None

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
        if fact.type == "money":
            return self._money(slot, values)
        return self._same_person(slot, values)

    def _money(self, slot: Slot, values: _Values) -> list[Any]:
        low, _ = slot.bounds(self.household.on)
        changes = changes_between(self._probe(slot, values, int), max(low, -_LARGEST_MONEY), _LARGEST_MONEY)
        return list(dict.fromkeys(number for number, _ in changes))

    def _same_person(self, slot: Slot, values: _Values) -> list[Any]:
        """Kinds of a date or a whole number. Formulas of a member read nobody else, so these can be remembered."""
        mates = [other for other in self.slots if other.member == slot.member and other.fact.type != "money"]
        person = self.household.unit if slot.member < 0 else self.household.members[slot.member]
        told = tuple((other.fact.name, values.get(other.bit)) for other in mates)
        key = (slot.fact.name, self.household.on, person, slot.member == self.household.head, told)
        found = self.compiled.kinds.get(key)
        if found is None:
            if len(self.compiled.kinds) > _REMEMBERED:
                self.compiled.kinds.clear()
            dated = any(mate.fact.type == "date" and mate is not slot and mate.bit not in values for mate in mates)
            found = self.compiled.kinds[key] = self._ordinals(slot, values, dated)
        return found

    def _ordinals(self, slot: Slot, values: _Values, every: bool) -> list[Any]:
        on, fact = self.household.on, slot.fact
        low, high = slot.bounds(on)
        if fact.type == "int":
            changes = changes_between(self._probe(slot, values, int), low, min(high, _LARGEST_MONEY))
            return _one_each(changes, every)
        last = high if fact.past else on + _AHEAD
        changes = changes_between(self._probe(slot, values, date.fromordinal), low.toordinal(), last.toordinal())
        days = [date.fromordinal(number) for number in _one_each(changes, every)]
        return [*days, NEVER] if fact.never else days

    def _probe(self, slot: Slot, values: _Values, value_of: Callable[[int], Any]) -> Callable[[int], list[Any]]:
        def probe(number: int) -> list[Any]:
            log: list[Any] = []
            self.run({**values, slot.bit: value_of(number)}, (), log)
            return log

        return probe


def changes_between(probe: Callable[[int], list[Any]], low: int, high: int) -> list[tuple[int, tuple[Any, ...]]]:
    """The ends of every stretch of [low, high] over which no comparison changes, each with the answers there.

    Every comparison changes at most once over the range (numbers only grow or only fall in a text), so two ends that
    agree enclose no change; where they do not, the distance between the compared sides says where to look.
    """
    found: dict[int, tuple[Any, ...]] = {}

    def look(number: int) -> list[Any]:
        log = probe(number)
        found[number] = tuple(truth for truth, _ in log)
        return log

    def agree(one: int, other: int) -> bool:
        return found[one] == found[other]

    pending = [(low, look(low), high, look(high), 0)]
    ends = {low, high}
    while pending:
        start, first, end, last, step = pending.pop()
        if agree(start, end):
            continue
        if end - start <= 1:
            ends |= {start, end}
            continue
        middle = _guess(start, first, end, last, step)
        at_middle = look(middle)
        pending += [(start, first, middle, at_middle, step + 1), (middle, at_middle, end, last, step + 1)]
    return [(number, found[number]) for number in sorted(ends)]


def _guess(start: int, first: list[Any], end: int, last: list[Any], step: int) -> int:
    """Where the first comparison that changes is likely to do so; every third time, half way."""
    middle = (start + end) // 2
    if step % 3 == 2:
        return middle
    for (truth, gap), (other_truth, other_gap) in zip(first, last, strict=True):
        if truth != other_truth and gap is not None and other_gap is not None and gap != other_gap:
            middle = start + (end - start) * abs(gap) // (abs(gap) + abs(other_gap) or 1)
            break
    return min(max(middle, start + 1), end - 1)


def _one_each(changes: list[tuple[int, tuple[Any, ...]]], every: bool) -> list[int]:
    """All the ends, or one number of each kind."""
    if every:
        return [number for number, _ in changes]
    kinds: dict[tuple[Any, ...], int] = {}
    for number, answers in changes:
        kinds.setdefault(answers, number)
    return list(kinds.values())


def _undecided(answer: tuple[Any, ...]) -> bool:
    return all(value.__class__ is Unknown for value in answer)


def _different(answers: list[tuple[Any, ...]]) -> bool:
    for values in zip(*answers, strict=True):
        settled = {value for value in values if value.__class__ is not Unknown}
        if len(settled) > 1:
            return True
    return False
