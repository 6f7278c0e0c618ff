"""Which unknown facts still matter: those for which some completion of the others gives two answers.

A careful run already names the facts an answer waits for; that set is never too small, but can be too large (two
unknowns may always cancel out). Each fact in it is then proved by finding a completion of the others under which it
alone decides. Values are tried one of each kind the text can tell apart, found by cutting the range of a number or a
date wherever a comparison changes its mind; a branch is left as soon as the answer no longer waits for the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from rules.compilers.changes import changes_between, one_each
from rules.compilers.compiled import Compiled, with_values
from rules.compilers.domain import Unknown, known, waits_of
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.language.dates import NEVER

#: Runs spent on one household before giving up and calling what is left relevant (asking too much is safe).
BUDGET = 8_000
#: Runs spent on one fact, and on looking again for what a first search did not find.
BUDGET_OF_FACT = 2_500
BUDGET_OF_DOUBT = 800
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
        shared = compiled.careful_reading.shared
        self._shared = [slot for slot in self.of_member[-1] if slot.position in shared]
        self._members: dict[tuple[Any, ...], tuple[tuple[Any, ...], list[Any]]] = {}
        self._seen: set[tuple[Any, ...]] | None = None
        self.total = budget
        self.left = budget

    def run(self, values: _Values, log: list[Any] | None = None) -> tuple[Any, ...]:
        """Everything of the unit, in the program's order, under a partial completion."""
        self.left -= 1
        self.total -= 1
        if self.left < 0 or self.total < 0:
            raise _TooLongError
        reading, on = self.compiled.careful_reading, self.household.on
        unit = self._filled(-1, values)
        found = [self._member(number, values, unit) for number in range(len(self.household.members))]
        if log is not None:
            for _, comparisons in found:
                log += comparisons
        columns = tuple(zip(*[taken for taken, _ in found], strict=True))
        return reading.of_unit(on, unit, columns, self.household.head, log)

    def value(self, values: _Values, name: str) -> Any:
        """One variable of the unit under a partial completion."""
        return self.run(values)[self.compiled.unit_at[name]]

    def _member(self, number: int, values: _Values, unit: tuple[Any, ...]) -> tuple[tuple[Any, ...], list[Any]]:
        """What aggregates take of a member, and its comparisons; remembered while the facts it reads stay the same."""
        key = (number, *(values.get(slot.bit) for slot in (*self._shared, *self.of_member[number])))
        found = self._members.get(key)
        if found is None:
            log: list[Any] = []
            of_member = self.compiled.careful_reading.of_member
            _, taken = of_member(self.household.on, self._filled(number, values), unit, log)
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
        self.left = self.total = max(self.total, 1)
        unit = self.run({})
        first = {name: unit[self.compiled.unit_at[name]] for name in names}
        waiting = self._waiting(waits_of(*first.values()))
        found = [
            slot
            for slot in waiting
            if self._matters(slot, [name for name in names if waits_of(first[name]) & slot.bit])
        ]
        if waiting and not found:
            with suppress(_TooLongError):
                self.left = BUDGET_OF_FACT
                return self._complete(names), []
        return tuple(map(known, first.values())), found

    def witness(self, pointer: str, name: str) -> list[Household] | None:
        """Completions that differ in the fact at `pointer` alone and not all in `name`; None if none was found."""
        slot = next(slot for slot in self.slots if slot.pointer == pointer)
        self.left = self.total = BUDGET_OF_FACT
        try:
            sides = self._proof(slot, name)
        except _TooLongError:
            return None
        if sides is None:
            return None
        rest: _Values = {}
        for other in self.slots:
            if other.bit not in sides[0]:
                rest[other.bit] = self.kinds(other, {**sides[0], **rest})[0]
        return [with_values(self.household, self.slots, {**rest, **side}) for side in sides]

    def _waiting(self, bits: int) -> list[Slot]:
        return [slot for slot in self.slots if slot.bit & bits]

    def _matters(self, slot: Slot, names: Sequence[str]) -> bool:
        """Whether the fact changes some of the names: one at a time, because each waits for fewer facts than all."""
        try:
            for name in names:
                self.left = BUDGET_OF_FACT
                if self._proof(slot, name) is not None:
                    return True
        except _TooLongError:
            return True
        return False

    def _proof(self, slot: Slot, name: str) -> list[_Values] | None:
        """Two completions that differ in `slot` alone, and in `name`; None where there are none.

        First with states that look alike from the unit taken for one, which nearly always settles it; where nothing
        was found, again without that, as far as the budget goes.
        """
        sides = self.kinds(slot, {})
        self._seen = set()
        found = self._differs(slot, sides, {}, name)
        self._seen = None
        if found is None:
            self.left = min(self.left, BUDGET_OF_DOUBT)
            with suppress(_TooLongError):
                found = self._differs(slot, sides, {}, name)
        return found

    def _differs(self, slot: Slot, sides: list[Any], values: _Values, name: str) -> list[_Values] | None:
        """The same under a partial completion; `sides` are the values of `slot` that may still part."""
        unit, at = self.run(values), self.compiled.unit_at[name]
        if not waits_of(unit[at]) & slot.bit or self._seen_before(unit):
            return None
        answers = [(side, self.value({**values, slot.bit: side}, name)) for side in sides]
        decided = [(side, answer) for side, answer in answers if answer.__class__ is not Unknown]
        parted = next((side for side, answer in decided if answer != decided[0][1]), None)
        if parted is not None:
            return [{**values, slot.bit: side} for side in (decided[0][0], parted)]
        open_sides = [side for side, answer in answers if answer.__class__ is Unknown]
        if not open_sides:
            return self._parted(slot, values, name)
        others = waits_of(*(answer for _, answer in answers))
        sides = [*open_sides, *(side for side, _ in decided[:1])]
        return self._branch(slot, sides, values, name, self._following(slot, unit, others))

    def _seen_before(self, unit: tuple[Any, ...]) -> bool:
        """Whether a state that looks like this one was already searched in vain."""
        if self._seen is None:
            return False
        state = tuple((value.waits, value.low, value.high) if value.__class__ is Unknown else value for value in unit)
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
            completions.sort(key=lambda completion: waits_of(self.value(completion, name)).bit_count())
            for completion in completions:
                found = self._differs(slot, sides, completion, name)
                if found is not None:
                    return found
        return None

    def _following(self, slot: Slot, unit: tuple[Any, ...], others: int) -> Slot:
        """The fact to try next: one beside `slot` in the narrowest formula, so that a dead end shows soon."""
        beside = [waits_of(value) & others for value in unit if waits_of(value) & slot.bit]
        narrow = min((bits for bits in beside if bits), key=int.bit_count, default=others)
        return min(self._waiting(narrow), key=lambda other: (other.fact.type == "money", other.bit))

    def _choices(self, following: Slot, slot: Slot, sides: list[Any], values: _Values) -> Iterator[list[Any]]:
        """Values to try for the next fact: cheap ones first, then one of each kind, seen from each side."""
        if following.fact.type == "money":
            low, _ = following.bounds(self.household.on)
            yield [max(low, -_LARGEST_MONEY), _LARGEST_MONEY]
        elif following.member != slot.member:
            yield self.kinds(following, values)
            return
        for side in sides:
            yield self.kinds(following, {**values, slot.bit: side})

    def _parted(self, slot: Slot, values: _Values, name: str) -> list[_Values] | None:
        """With all else settled, look once more, now that the limits the fact is compared with are known."""
        completions = [{**values, slot.bit: side} for side in self.kinds(slot, values)]
        answers = [self.value(completion, name) for completion in completions]
        for completion, answer in zip(completions, answers, strict=True):
            if Unknown not in (answer.__class__, answers[0].__class__) and answer != answers[0]:
                return [completions[0], completion]
        return None

    def _complete(self, names: Sequence[str]) -> tuple[Any, ...]:
        values: _Values = {}
        for slot in self.slots:
            values[slot.bit] = self.kinds(slot, values)[0]
        unit = self.run(values)
        return tuple(unit[self.compiled.unit_at[name]] for name in names)

    def kinds(self, slot: Slot, values: _Values) -> list[Any]:
        """One value of each kind the text tells apart, given a partial completion."""
        fact = slot.fact
        if fact.type == "bool":
            return [False, True]
        if fact.type == "enum":
            return [option for option in fact.options if (fact.name, option) != (HEAD_FACT, HEAD)]
        if fact.type == "list":
            return [words for size in range(len(fact.options) + 1) for words in combinations(fact.options, size)]
        if fact.type == "money":
            return self._money(slot, values)
        return self._dated(slot, values)

    def _money(self, slot: Slot, values: _Values) -> list[Any]:
        low, _ = slot.bounds(self.household.on)
        changes = changes_between(self._probe(slot, values, int), max(low, -_LARGEST_MONEY), _LARGEST_MONEY)
        return list(dict.fromkeys(number for number, _ in changes))

    def _dated(self, slot: Slot, values: _Values) -> list[Any]:
        """Kinds of a date or a whole number: those it has by itself, and just around the dates it is compared with."""
        found = dict.fromkeys(self._by_itself(slot))
        mates = self.compiled.compared.get((slot.entity, slot.fact.name), frozenset())
        for position, fact in enumerate(self.compiled.facts(slot.entity)):
            if fact.name not in mates:
                continue
            day = self._filled(slot.member, values)[position]
            if isinstance(day, date) and day != NEVER:
                around = (date.fromordinal(day.toordinal() + step) for step in (-1, 0, 1))
                found.update(dict.fromkeys(near for near in around if not slot.fact.past or near <= self.household.on))
        return list(found)

    def _by_itself(self, slot: Slot) -> list[Any]:
        """Kinds of a fact while nothing else is known of anybody; they depend on the day alone, so they are kept."""
        key = (slot.entity, slot.fact.name, self.household.on, slot.member == self.household.head)
        found = self.compiled.kinds.get(key)
        if found is None:
            if len(self.compiled.kinds) > _REMEMBERED:
                self.compiled.kinds.clear()
            found = self.compiled.kinds[key] = self._blank()._ordinals(slot)
        return found

    def _blank(self) -> Search:
        """The same people, of whom nothing is known but who applies."""
        facts = self.compiled.member_facts
        members = tuple(
            tuple(HEAD if fact.name == HEAD_FACT and number == self.household.head else None for fact in facts)
            for number in range(len(self.household.members))
        )
        unit = (None,) * len(self.compiled.unit_facts)
        return Search(self.compiled, Household(self.household.on, unit, members, self.household.head))

    def _ordinals(self, slot: Slot) -> list[Any]:
        on, fact = self.household.on, slot.fact
        slot = next(own for own in self.slots if (own.member, own.fact) == (slot.member, fact))
        low, high = slot.bounds(on)
        if fact.type == "int":
            return one_each(changes_between(self._probe(slot, {}, int), low, min(high, _LARGEST_MONEY)))
        last = high if fact.past else on + _AHEAD
        changes = changes_between(self._probe(slot, {}, date.fromordinal), low.toordinal(), last.toordinal())
        days = [date.fromordinal(number) for number in one_each(changes)]
        return [*days, NEVER] if fact.never else days

    def _probe(self, slot: Slot, values: _Values, value_of: Callable[[int], Any]) -> Callable[[int], list[Any]]:
        def probe(number: int) -> list[Any]:
            log: list[Any] = []
            self.run({**values, slot.bit: value_of(number)}, log)
            return log

        return probe
