"""Values that a text tells apart: for each unknown fact, one of each kind.

A number or a date is cut wherever some comparison of the careful reading changes its mind as it moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from rules.compilers.changes import changes_between, one_each
from rules.compilers.compiled import Compiled
from rules.compilers.domain import Unknown
from rules.compilers.household import HEAD, HEAD_FACT, Household, Slot
from rules.compilers.outlines import blank_of
from rules.language.dates import NEVER

LARGEST_MONEY = 10**10
_AHEAD = timedelta(days=366)
_REMEMBERED = 2_000
_USUAL_AGES = (40, 10)


def words(slot: Slot) -> list[Any]:
    """Every value of a truth, a word or a list of words."""
    fact = slot.fact
    if fact.type == "bool":
        return [False, True]
    if fact.type == "enum":
        return [option for option in fact.options if (fact.name, option) != (HEAD_FACT, HEAD)]
    return [words for size in range(len(fact.options) + 1) for words in combinations(fact.options, size)]


def extremes(slot: Slot, on: date) -> list[Any]:
    """Few values that are likely to part: the ends of what is possible, and for a date some usual ones."""
    fact = slot.fact
    low, high = slot.bounds(on)
    if fact.type == "money":
        return [max(low, -LARGEST_MONEY), LARGEST_MONEY]
    if fact.type == "int":
        return [low, min(high, LARGEST_MONEY)]
    if fact.type == "date":
        usual = [date(on.year - age, 1, 1) for age in _USUAL_AGES]
        return [*usual, on, low, *([NEVER] if fact.never else [])]
    return words(slot)


class Kinds:
    """Values for the facts of one household. `spend` is told of every run, and may stop it by raising."""

    def __init__(self, compiled: Compiled, spend: Callable[[], None]) -> None:
        self.compiled = compiled
        self.spend = spend
        self._members: dict[tuple[Any, ...], tuple[tuple[Any, ...], list[Any]]] = {}

    def of(self, slot: Slot, household: Household) -> list[Any]:
        """One value of each kind, given what else is known of the household."""
        fact = slot.fact
        if fact.type in ("bool", "enum", "list"):
            return words(slot)
        if fact.type == "money":
            low, _ = slot.bounds(household.on)
            probe = self._probe(slot, household, int)
            changes = changes_between(probe, max(low, -LARGEST_MONEY), LARGEST_MONEY)
            return list(dict.fromkeys(number for number, _ in changes))
        return self._dated(slot, household)

    def _dated(self, slot: Slot, household: Household) -> list[Any]:
        """Kinds of a date or a whole number: those it has by itself, and just around the dates it is compared with."""
        found = dict.fromkeys(self._by_itself(slot, household))
        mates = self.compiled.compared.get((slot.entity, slot.fact.name), frozenset())
        values = household.unit if slot.member < 0 else household.members[slot.member]
        for fact, day in zip(self.compiled.facts(slot.entity), values, strict=True):
            if fact.name in mates and isinstance(day, date) and day != NEVER:
                around = (date.fromordinal(day.toordinal() + step) for step in (-1, 0, 1))
                found.update(dict.fromkeys(near for near in around if not slot.fact.past or near <= household.on))
        return list(found)

    def _by_itself(self, slot: Slot, household: Household) -> list[Any]:
        """Kinds of a fact while nothing else is known of anybody; they depend on the day alone, so they are kept."""
        key = (slot.entity, slot.fact.name, household.on, slot.member == household.head)
        found = self.compiled.kinds.get(key)
        if found is None:
            if len(self.compiled.kinds) > _REMEMBERED:
                self.compiled.kinds.clear()
            found = self.compiled.kinds[key] = self._ordinals(slot, blank_of(self.compiled, household))
        return found

    def _ordinals(self, slot: Slot, household: Household) -> list[Any]:
        on, fact = household.on, slot.fact
        low, high = slot.bounds(on)
        if fact.type == "int":
            probe = self._probe(slot, household, int)
            return one_each(changes_between(probe, low, min(high, LARGEST_MONEY)))
        last = high if fact.past else on + _AHEAD
        changes = changes_between(self._probe(slot, household, date.fromordinal), low.toordinal(), last.toordinal())
        days = [date.fromordinal(number) for number in one_each(changes)]
        return [*days, NEVER] if fact.never else days

    # --- Comparisons ------------------------------------------------------------------------------------------------

    def _probe(self, slot: Slot, household: Household, value_of: Callable[[int], Any]) -> Callable[[int], list[Any]]:
        """What every comparison says as one fact moves."""
        slots: dict[int, list[Slot]] = {}
        for own in self.compiled.slots(household):
            slots.setdefault(own.member, []).append(own)
        on, reading = household.on, self.compiled.careful_reading

        def probe(number: int) -> list[Any]:
            self.spend()
            moved = {(slot.member, slot.position): value_of(number)}
            unit = _filled(household.unit, slots.get(-1, []), on, moved)
            log: list[Any] = []
            found = []
            for position, facts in enumerate(household.members):
                taken, comparisons = self._member(_filled(facts, slots.get(position, []), on, moved), unit, on)
                found.append(taken)
                log += comparisons
            reading.of_unit(on, unit, tuple(zip(*found, strict=True)), household.head, log)
            return log

        return probe

    def _member(self, facts: tuple[Any, ...], unit: tuple[Any, ...], on: date) -> tuple[tuple[Any, ...], list[Any]]:
        """What aggregates take of a member, and its comparisons; remembered while what it reads stays the same."""
        reading = self.compiled.careful_reading
        key = (*map(_plain, facts), *(_plain(unit[position]) for position in reading.shared))
        found = self._members.get(key)
        if found is None:
            log: list[Any] = []
            _, taken = reading.of_member(on, facts, unit, log)
            found = self._members[key] = (taken, log)
        return found


def _filled(
    facts: tuple[Any, ...], slots: list[Slot], on: date, moved: Mapping[tuple[int, int], Any]
) -> tuple[Any, ...]:
    """The facts with each unknown one as unknown as it can be, but the one that moves."""
    values = list(facts)
    for slot in slots:
        values[slot.position] = slot.unknown(on)
    for (member, position), value in moved.items():
        if slots and slots[0].member == member:
            values[position] = value
    return tuple(values)


def _plain(value: Any) -> Any:
    """A fact for a key: an unknown one by the bit it waits for."""
    return ("?", value.waits) if value.__class__ is Unknown else value
