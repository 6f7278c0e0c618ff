"""Households to hold readings against each other on: whole ones and ones with something unknown, of one regime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from rules import services, texts_store
from rules.compilers.compiled import Compiled
from rules.compilers.household import Household
from rules.examples import redated
from rules.language.dates import plus_months
from rules.language.text import Entity, Fact
from rules.second_opinion.households import household
from rules.types import Case, CaseProblem
from tests.unit.rules.households import pointers, put
from tests.unit.rules.planting.formulas import formulas_of

#: How many facts a household hides, one after another.
_HIDDEN = (1, 1, 2, 3, 5, 9, 14, 30, 60)


@dataclass(frozen=True, eq=False)
class Probe:
    """A household. `free` are the bits of facts whose answer is only supposed (see `Compiled.form`)."""

    case: Case
    whole: bool
    free: int = 0

    @cached_property
    def compiled(self) -> Compiled:
        """The readings of the text of its day."""
        return texts_store.compiled_for(services.text("imv", self.case.on))

    @property
    def household(self) -> Household:
        """Its values by position."""
        return self.case.household


def whole_probes(period: date, number: int, day: date | None = None) -> list[Probe]:
    """Households with nothing unknown, of the days with one set of parameters, or all of one `day`.

    Every other one is aimed at one formula after another.
    """
    edition = texts_store.current("imv")
    assert edition is not None
    text, random = edition.on(period), Random(f"{period} {day}")
    days, formulas = [day] if day else list(_days(period)), formulas_of(text)
    found = []
    for at in range(number):
        spot = formulas.spots[at // 2 % len(formulas.spots)]
        turning = [text.parameter(name) for name in spot.days if at % 2]
        on = random.choice([one for one in turning if one in days] or days)
        case = household(edition, random, day=on)
        case = formulas.decided(case, random, spot) if at % 2 else case
        found.append(Probe(services.read_case(_turned(case, random)), True))
    return found


def _turned(case: dict[str, Any], random: Random) -> dict[str, Any]:
    """The same household, in some with who applies not named first."""
    first = random.choice([0, 0, *range(len(case["members"]))])
    return {**case, "members": [*case["members"][first:], *case["members"][:first]]}


def _days(period: date) -> Iterator[date]:
    """The first and last days of a period, days on which a date of the text falls and those beside them."""
    edition = texts_store.current("imv")
    assert edition is not None
    text = edition.on(period)
    last = next((day for day in edition.dates() if day > period), text.last_published + timedelta(days=200))
    turning = {period, last - timedelta(days=1), period + (last - period) / 2}
    # The law counts quarters and years from 1 January.
    turning |= {date(period.year, 4, 1) + timedelta(days=step) for step in (-1, 0, 1)}
    for parameter in text.parameters.values():
        for value in parameter.values:
            if isinstance(value.value, date):
                turning |= {value.value + timedelta(days=step) for step in (-1, 0, 1)}
    yield from sorted(day for day in turning if period <= day < last)


def example_probes(day: date) -> list[Probe]:
    """The worked examples of the law, asked on one day: first with nothing unknown, then as they are."""
    complete, unknown = [], []
    for example in redated("imv", day):
        try:
            read = services.read_case(example.case)
            if any(value is None for owner in _owners(example.case) for value in owner.values()):
                unknown.append(Probe(read, False))
            else:
                complete.append(Probe(services.read_case(_filled(example.case)), True))
                unknown.append(Probe(read, False))
        except CaseProblem:
            continue  # a day of it is still to come on that day
    return [*complete, *unknown]


def worked_probes(period: date) -> list[Probe]:
    """The worked examples on an ordinary day of a period; and some of them on each day on which something turns."""
    days = list(_days(period))
    turning = [probe for at, day in enumerate(days) for probe in example_probes(day)[at :: len(days)]]
    return [*example_probes(period.replace(month=max(period.month, 6), day=15)), *turning]


def _owners(case: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [case["unit"], *case["members"]]


def _filled(case: Mapping[str, Any]) -> dict[str, Any]:
    """The case with everything said: what the law takes as said where it is left out, and a plain answer to the rest.

    The second opinion's oracle, which is no reading of the text, takes nothing as said.
    """
    text = services.text("imv", date.fromisoformat(case["on"]))
    long_ago = plus_months(date.fromisoformat(case["on"]), -240).isoformat()
    plain: dict[str, Any] = {"bool": False, "int": 0, "money": 0, "date": long_ago, "list": []}

    def answer(fact: Fact) -> Any:
        if fact.closed is None or fact.closed_with:
            return plain.get(fact.type, (*fact.options, None)[0])
        return fact.closed

    def said(entity: Entity, owner: dict[str, Any]) -> dict[str, Any]:
        asked = [fact for fact in text.facts_of(entity) if fact.coverage in ("read", "descriptive")]
        return {**owner, **{fact.name: answer(fact) for fact in asked if fact.name not in owner}}

    members = [said("member", member) for member in case["members"]]
    return {**case, "unit": said("unit", case["unit"]), "members": members}


def partial_probes(whole: list[Probe], number: int, seed: int = 1) -> list[Probe]:
    """The same with facts hidden, and of some of them others only supposed: half of them what one formula reads."""
    random = Random(seed)
    found = []
    for at in range(number):
        probe = whole[at % len(whole)] if at % 2 else random.choice(whole)
        case: dict[str, Any] = dict(probe.case.raw)
        formulas = formulas_of(probe.compiled.text)
        if at % 2:
            case, free = _anything_hidden(probe, case, random)
        else:
            case, free = formulas.hidden(case, random, formulas.spots[at // 2 % len(formulas.spots)])
        found.append(replace(probe, case=services.read_case(case), whole=False, free=free))
    return found


def _anything_hidden(probe: Probe, case: dict[str, Any], random: Random) -> tuple[dict[str, Any], int]:
    places = pointers(case)
    for pointer in random.sample(places, min(len(places), random.choice(_HIDDEN))):
        case = put(case, pointer, None)
    free = 0
    if random.random() < 0.3:
        size = len(probe.compiled.unit_facts) + len(case["members"]) * len(probe.compiled.member_facts)
        free = random.getrandbits(size) & random.getrandbits(size)
    return case, free
