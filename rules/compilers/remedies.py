"""What would have to change: the smallest single changes that turn a no into a yes, found by running the text.

Only what the text calls changeable is tried: an amount that would have to be less or more, something that may end, and
waiting where time alone can meet a requirement. Every limit is exact: one cent, month or day short of it is still a no.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal

from rules.compilers.compiled import Compiled, Row, benefit_due
from rules.compilers.hopes import Changing
from rules.compilers.household import Household
from rules.compilers.kinds import LARGEST_MONEY
from rules.language import dates
from rules.language.check import reads
from rules.language.expressions import Attribute
from rules.language.text import Fact, Requirement, RuleText, Variable

Kind = Literal["at_most", "at_least", "ends", "wait_until"]
_KINDS: dict[str, Kind] = {"less": "at_most", "more": "at_least", "ends": "ends"}
_HORIZON = 10
#: Cents by which a limit may miss the amount it comes from: what rounding twelve months to one hides.
_BESIDE = (-7, -6, -1, 1, 5, 6)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that is enough: of a fact of the unit (member -1) or of a member, or of the day (no fact).

    `requirement` is the one that it meets, `gives` what would then be due, as `benefit_due` says it.
    """

    kind: Kind
    requirement: Requirement
    gives: str
    fact: Fact | None
    member: int
    value: Any


class Remedies:
    """The remedies of one household that is refused. `on_day` is the text of a day, compiled; `unit` the answers that
    refuse it.
    """

    def __init__(self, on_day: Callable[[date], Compiled], household: Household, unit: Row) -> None:
        self.on_day = on_day
        self.household = household
        self.unit = unit
        self.compiled = on_day(household.on)
        self.text = self.compiled.text
        self._eligible = self.text.outcome["eligible"]
        self._parts = (self.text.outcome["imv_due"], self.text.outcome["child_supplement_due"])
        self._unmet = [one for one, at in self.compiled.met_at if unit[at] is False]

    def all(self) -> list[Remedy]:
        """In the order of the text: what may change, and then the day."""
        found = [remedy for remedy in self._of_facts() if remedy is not None]
        waited = self._waiting()
        return [*found, waited] if waited else found

    def _answers(self, household: Household) -> tuple[Row, Compiled]:
        compiled = self.compiled if household.on == self.household.on else self.on_day(household.on)
        unit, _ = compiled.swift(household)
        if unit[compiled.unit_at[self._eligible]] is None:
            unit = compiled.ranged(household).unit
        return unit, compiled

    def eligible(self, household: Household) -> bool:
        """Whether something is surely due."""
        unit, compiled = self._answers(household)
        return unit[compiled.unit_at[self._eligible]] is True

    def _mended(self, household: Household) -> tuple[Requirement, str]:
        """The first requirement that the change meets, and what it gives; where it meets none by itself, the first that
        was not met.
        """
        unit, compiled = self._answers(household)
        met = (one for one in self._unmet if unit[compiled.unit_at[f"met.{one.id}"]] is not False)
        requirement = next(met, (self._unmet or self.text.requirements)[0])
        imv, child = (unit[compiled.unit_at[name]] for name in self._parts)
        if imv is None or child is None:
            unit = compiled.ranged(household).unit
            imv, child = (unit[compiled.unit_at[name]] for name in self._parts)
        return requirement, benefit_due(imv, child)

    # --- Facts ------------------------------------------------------------------------------------------------------

    def _of_facts(self) -> Iterator[Remedy | None]:
        for changing in self.compiled.hopes.of(self.unit):
            if changing.entity == "unit":
                yield self.of_fact(changing, -1, self.household.unit[changing.position])
                continue
            for member, facts in enumerate(self.household.members):
                yield self.of_fact(changing, member, facts[changing.position])

    def of_fact(self, changing: Changing, member: int, value: Any) -> Remedy | None:
        """The change of one known fact that is enough, if there is one."""
        fact, position = changing.fact, changing.position
        assert fact.change is not None
        if value is None or (fact.change.how == "ends" and value is False):
            return None

        def changed(other: Any) -> Household:
            return _with(self.household, member, position, other)

        found: Any = False
        if fact.change.how != "ends":
            hints = self._hints if fact.type == "money" else ()
            found = self._furthest(value, _end(fact, value), self._with_another(position, member), hints)
        elif not self.eligible(changed(False)):
            return None
        if found is None:
            return None
        return Remedy(_KINDS[fact.change.how], *self._mended(changed(found)), fact, member, found)

    def _with_another(self, position: int, member: int) -> Callable[[int], bool]:
        """Whether something is due with another value in this place."""

        def wholly(value: int) -> bool:
            return self.eligible(_with(self.household, member, position, value))

        after = self.compiled.cones.after.get(position) if member < 0 else None
        if after is None or self._base is None:
            return wholly
        on, unit, (_, state, applicant) = self.household.on, self.household.unit, self._base
        at = self.compiled.cones.answers[self._eligible]

        def partly(value: int) -> bool:
            try:
                return after(on, value, unit, state, applicant)[at] is True
            except (TypeError, AttributeError):  # what is unknown is read only now
                return wholly(value)

        return partly

    @cached_property
    def _base(self) -> tuple[Row, Row, Row] | None:
        return self.compiled.cones.base(self.household)

    @cached_property
    def _hints(self) -> list[int]:
        """Amounts near which a limit is likely: those the text found, as they are and twelve times."""
        found = {amount for amount in self.compiled.amounts(self.unit) if amount}
        return sorted(found.union([amount * 12 for amount in found]))

    @staticmethod
    def _furthest(no: int, yes: int, enough: Callable[[int], bool], hints: Sequence[int] = ()) -> int | None:
        """The number that is enough and whose neighbour towards `no` is not; None if not even `yes` is.

        First it is looked for among `hints`, then beside the two that enclose it, then half way.
        """
        if no == yes or not enough(yes):
            return None
        near = not hints
        while abs(no - yes) > 1:
            likely = hints[bisect_right(hints, min(no, yes)) : bisect_left(hints, max(no, yes))]
            if not likely and not near:
                near, hints = True, sorted([end + step for end in (no, yes) for step in _BESIDE])
                continue
            middle = likely[len(likely) // 2] if likely else (no + yes) // 2
            if enough(middle):
                yes = middle
            else:
                no = middle
        return yes

    # --- Waiting ----------------------------------------------------------------------------------------------------

    def _waiting(self) -> Remedy | None:
        """The first day from which it is a yes, if nothing else changes."""
        waiting = [one for one in self._unmet if one.wait]
        if not waiting:
            return None
        before = self.household.on
        for day in self._days(waiting):
            if self.eligible(self.household.on_day(day)):
                found = self._furthest(before.toordinal(), day.toordinal(), self._on_ordinal)
                assert found is not None
                first = date.fromordinal(found)
                return Remedy("wait_until", *self._mended(self.household.on_day(first)), None, -1, first)
            before = day
        return None

    def _on_ordinal(self, number: int) -> bool:
        return self.eligible(self.household.on_day(date.fromordinal(number)))

    def _days(self, waiting: list[Requirement]) -> list[date]:
        """Days on which some term of these requirements is over or other amounts or another year begin, in order."""
        on = self.household.on
        last = dates.plus_years(on, _HORIZON)
        found = {date(year, 1, 1) for year in range(on.year + 1, last.year + 1)}
        found |= {value.since for parameter in self.text.parameters.values() for value in parameter.values}
        facts = {(fact.entity, fact.name) for one in waiting for fact in self._read_by(one)}
        terms = {term for one in waiting for term in terms_of(self.text, one)}
        groups = [(self.compiled.unit_facts, self.household.unit)]
        groups += [(self.compiled.member_facts, values) for values in self.household.members]
        for owned, values in groups:
            for fact, value in zip(owned, values, strict=True):
                if isinstance(value, date) and value != dates.NEVER and (fact.entity, fact.name) in facts:
                    found |= {value} | {_later(value, *term) for term in terms}
        return sorted(day for day in found if on < day <= last)

    def _read_by(self, requirement: Requirement) -> Iterator[Fact]:
        for key, fact in self.text.facts.items():
            if fact.type == "date" and requirement.id in self.text.feeds[key]:
                yield fact


@lru_cache(maxsize=1024)
def terms_of(text: RuleText, requirement: Requirement) -> frozenset[tuple[str, int]]:
    """The terms in years and months that a requirement reads, directly or through variables."""
    variables = {f"{item.entity}.{item.name}": item.formula for item in text.order if isinstance(item, Variable)}
    entity: Literal["unit", "member"] = "unit" if requirement.each is None else "member"
    pending = [(clause.condition, entity) for clause in requirement.clauses]
    seen: set[str] = set()
    found: set[tuple[str, int]] = set()
    while pending:
        formula, whose = pending.pop()
        for node in formula.walk():
            if (
                isinstance(node, Attribute)
                and node.owner == "p"
                and text.parameters[node.name].unit in ("years", "months")
            ):
                number = text.parameter(node.name)
                assert isinstance(number, int)
                found.add((text.parameters[node.name].unit, number))
        for key in set(reads(formula, whose)) & set(variables) - seen:
            seen.add(key)
            pending.append((variables[key], "unit" if key.startswith("unit.") else "member"))
    return frozenset(found)


def _later(day: date, unit: str, number: int) -> date:
    """The day on which so many years or months are over; none is ever over beyond the calendar."""
    try:
        return dates.plus_years(day, number) if unit == "years" else dates.plus_months(day, number)
    except (ValueError, OverflowError):
        return dates.NEVER


def _end(fact: Fact, value: int) -> int:
    """As far as a number can go the way that helps."""
    assert fact.change is not None
    factor = 100 if fact.type == "money" else 1
    if fact.change.how == "less":
        return min(value, -LARGEST_MONEY if fact.minimum is None else fact.minimum * factor)
    return max(value, LARGEST_MONEY if fact.maximum is None else fact.maximum * factor)


def _with(household: Household, member: int, position: int, value: Any) -> Household:
    if member < 0:
        return Household(household.on, _put(household.unit, position, value), household.members, household.head)
    members = list(household.members)
    members[member] = _put(members[member], position, value)
    return Household(household.on, household.unit, tuple(members), household.head)


def _put(values: tuple[Any, ...], position: int, value: Any) -> tuple[Any, ...]:
    return (*values[:position], value, *values[position + 1 :])
