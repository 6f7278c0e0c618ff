"""Assessing a case: what is due, and every answer behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.functional import cached_property

from rules import requirement_results as results
from rules.compilers.compiled import MONTHLY, Compiled, benefit_due
from rules.compilers.household import Household, Slot
from rules.compilers.interpret import Values
from rules.compilers.search import Search
from rules.compilers.source import Found
from rules.language.house_words import IGNORED, NOT_COVERED, NOT_PUBLISHED, NOT_USED
from rules.language.text import Line, RuleText
from rules.texts_store import compiled_for
from rules.types import AmountLine, Case, CaseWarning, Change, RequirementResult


class Assessment:
    """The answer to a case. Nothing is computed before it is asked for, but the decision itself."""

    def __init__(self, text: RuleText, case: Case) -> None:
        self.text = text
        self.case = case
        self._compiled: Compiled = compiled_for(text)
        #: The values of the unit and of its members, as narrowly as they are known.
        self.unit, self.rows = self._compiled.plain(case.household) or self._narrowed()

    @property
    def _household(self) -> Household:
        return self.case.household

    def variable(self, name: str) -> Any:
        """A variable of the unit; None while it is unknown."""
        return self.unit[self._compiled.unit_at[name]]

    def _at(self, name: str) -> Any:
        return self.unit[self._compiled.unit_at[name]]

    # --- What is decided --------------------------------------------------------------------------------------------

    @cached_property
    def _ranged(self) -> Found:
        return self._compiled.ranged(self._household)

    @cached_property
    def _search(self) -> Search:
        return Search(self._compiled, self._household, start=self._ranged)

    @cached_property
    def _eligible(self) -> tuple[bool | None, tuple[Slot, ...]]:
        name = self.text.outcome["eligible"]
        if self._at(name) is not None:
            return self._at(name), ()
        (value,), slots = self._search.relevant([name])
        return value, tuple(slots)

    @cached_property
    def _amounts(self) -> tuple[Mapping[str, int | None], tuple[Slot, ...]]:
        found: Sequence[int | None] = self._compiled.monthly(self.unit)
        slots: Sequence[Slot] = ()
        if None in found:
            found, slots = self._search.relevant([self.text.outcome[name] for name in MONTHLY])
        return dict(zip(MONTHLY, found, strict=True)), tuple(slots)

    @cached_property
    def covered(self) -> bool:
        """Whether every fact supplied is one this text reads."""
        return not any(warning.code == "fact_not_covered" for warning in self.warnings)

    @property
    def eligible(self) -> bool | None:
        """Whether something is due; None while an unknown fact could still change it."""
        return self._eligible[0] if self.covered else None

    @property
    def kind(self) -> str:
        """What is due, in the contract's words."""
        eligible = self.eligible
        if eligible is None:
            return "undetermined"
        if not eligible:
            return "none"
        names = self.text.outcome
        return benefit_due(self.variable(names["imv_due"]), self.variable(names["child_supplement_due"]))

    @property
    def monthly(self) -> Mapping[str, int | None]:
        """Cents a month; amounts not determined yet are None."""
        amounts = self._amounts[0]
        return amounts if self.covered else {**amounts, **dict.fromkeys(("imv", "child_supplement", "total"))}

    @property
    def missing(self) -> tuple[str, ...]:
        """Pointers of the unknown facts that could change `eligible`."""
        return tuple(slot.pointer for slot in self._eligible[1]) if self.covered else ()

    @property
    def missing_for_amount(self) -> tuple[str, ...]:
        """Pointers of the unknown facts that could change `monthly`."""
        return tuple(slot.pointer for slot in self._amounts[1]) if self.covered else ()

    # --- Why --------------------------------------------------------------------------------------------------------

    def _narrowed(self) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
        return self._ranged.unit, self._ranged.rows

    def _aside(self, name: str, *more: Any) -> Any:
        household, found = self._household, self._compiled.asides[name]
        return found(household.on, household.unit, self.unit, household.members, self.rows, household.head, *more)

    @cached_property
    def values(self) -> Values:
        """Every fact, variable and requirement by name."""
        return values_of(self._compiled, self._household, self.unit, self.rows)

    @cached_property
    def requirements(self) -> tuple[RequirementResult, ...]:
        """Every requirement, in the order of the text."""
        # Not a function of this assessment: it would keep it alive in a circle, for the collector to find.
        values = partial(values_of, self._compiled, self._household, self.unit, self.rows)
        speaker = results.CaseSpeaker(self.case, self._compiled.relation_at, values)
        return results.results_of(self._aside("trace", self.text.requirements, speaker))

    def requirement(self, id: str) -> RequirementResult:
        """One requirement."""
        return self.requirements[self._compiled.requirement_at[id]]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The smallest single changes that would make a no a yes, each with its exact limit."""
        from rules.changing import changes_of

        return changes_of(self)

    @cached_property
    def lines(self) -> tuple[AmountLine, ...]:
        """The calculation, line by line."""
        return tuple(self._line(self.text.lines[at], cents) for at, cents in self._aside("lines"))

    def _line(self, line: Line, cents: int | None) -> AmountLine:
        amount = self.monthly[line.id] if line.id in ("imv", "child_supplement", "total") else cents
        return AmountLine(line.id, line.label, line.article, amount, results.filled(line.where_from, self._shown))

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        return {name: "?" if value is None else str(value) for name, value in self.values.unit.items()}

    @cached_property
    def doubtful(self) -> tuple[str, ...]:
        """Rules the law file marks doubtful that touched this answer."""
        return tuple([self.text.doubts[at].id for at in self._aside("doubts")])

    @cached_property
    def warnings(self) -> tuple[CaseWarning, ...]:
        """What the reader of the outcome should know."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[CaseWarning]:
        if self.case.on > self.text.last_published:
            yield CaseWarning("amounts_not_published", "/on", self.text.tongue.say(NOT_PUBLISHED))
        watched, raw = self._compiled.watched, self.case.raw
        if not all(watched.isdisjoint(given) for given in (raw.get("unit", ()), *raw["members"])):
            yield from self._coverage()
        position = self._compiled.member_at.get("counts", -1)
        for number, row in enumerate(self.rows):
            if position >= 0 and row[position] is False:
                yield CaseWarning("member_ignored", f"/members/{number}", self.text.tongue.say(IGNORED))

    def _coverage(self) -> Iterator[CaseWarning]:
        household = self._household
        groups = [("/unit", self._compiled.unit_facts, household.unit)]
        groups += [
            (f"/members/{number}", self._compiled.member_facts, values)
            for number, values in enumerate(household.members)
        ]
        for place, facts, values in groups:
            for fact, value in zip(facts, values, strict=True):
                pointer = f"{place}/{fact.name}"
                if pointer not in self.case.answered or value is None or value == fact.closed:
                    continue
                if fact.coverage == "not_covered" or self._odd(fact.not_covered_if):
                    yield CaseWarning("fact_not_covered", pointer, self.text.tongue.say(NOT_COVERED))
                elif fact.coverage == "other_regime":
                    yield CaseWarning("fact_not_used", pointer, self.text.tongue.say(NOT_USED))

    def _odd(self, condition: Any) -> bool:
        return condition is not None and self.values.of(condition) is True

    def outcome(self) -> dict[str, Any]:
        """The contract's outcome."""
        from rules.outcome import outcome_of

        return outcome_of(self)


def values_of(compiled: Compiled, household: Household, unit: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Values:
    """The answer of a run, by name."""
    named = {fact.name: value for fact, value in zip(compiled.unit_facts, household.unit, strict=True)}
    met: dict[str, bool | None] = {}
    for name, at in compiled.unit_at.items():
        if name.startswith("met."):
            met[name[4:]] = unit[at]
        else:
            named[name] = unit[at]
    members = []
    for values, row in zip(household.members, rows, strict=True):
        member = {fact.name: value for fact, value in zip(compiled.member_facts, values, strict=True)}
        member |= {name: row[at] for name, at in compiled.member_at.items()}
        members.append(member)
    return Values(compiled.text, household.on, named, members, met, household.head)
