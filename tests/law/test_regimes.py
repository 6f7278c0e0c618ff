"""Every paragraph of the law has, in every regime that is offered, a household that meets it, one that does not and one
of which something is not known; every limit has one that stands on it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from rules import services, texts_store
from rules.assessing import values_of
from rules.compilers.interpret import Values
from rules.examples import Example, examples_of
from rules.types import RuleText

pytestmark = pytest.mark.req("S2-21")
#: What a regime cannot answer: the paragraph was not law yet (Ley 1/2026), and nothing has to be known to say so.
NOT_YET = {("unit_duration", "member_left"), ("unit_duration", "new_member")}


@cache
def _worked() -> list[Example]:
    return list(examples_of("imv"))


def _text(day: date) -> RuleText:
    return services.text("imv", day)


@cache
def regimes() -> list[date]:
    """The first day of each regime that is offered: each day that the text itself names as one on which law began."""
    text = _text(date(2026, 10, 15))
    dates = {value.value for one in text.parameters.values() if one.unit == "date" for value in one.values}
    begins = text.parameter("current_law_since")
    assert isinstance(begins, date)
    return sorted(day for day in dates if isinstance(day, date) and day >= begins)


def _regime(day: date) -> date | None:
    return max((first for first in regimes() if first <= day), default=None)


def _known(example: Example) -> tuple[RuleText, Values]:
    """Everything about an example, by name; None is unknown."""
    case = services.read_case(example.case)
    compiled = texts_store.compiled_for(_text(case.on))
    unit, rows = compiled.three_valued(case.household)
    return compiled.text, values_of(compiled, case.household, unit, rows)


def _answers(text: RuleText, values: Values) -> Iterator[tuple[str, str, Any]]:
    for requirement in text.requirements:
        places: list[int | None] = [None]
        if requirement.each is not None:
            places = [at for at in range(len(values.members)) if values.of(requirement.each, at)]
        for clause in requirement.clauses:
            yield from ((requirement.id, clause.id, values.of(clause.condition, place)) for place in places)


def test_every_paragraph_is_met_not_met_and_unknown_in_every_regime() -> None:
    seen: dict[tuple[date, str, str], set[object]] = defaultdict(set)
    for example in _worked():
        regime = _regime(date.fromisoformat(example.case["on"]))
        if regime is not None:
            text, values = _known(example)
            for requirement, clause, answer in _answers(text, values):
                seen[regime, requirement, clause].add(answer)
    first_2026 = regimes()[-1]
    lacking = {
        where: {True, False, None} - answers
        for where, answers in seen.items()
        if answers != {True, False, None} and not (where[0] < first_2026 and where[1:] in NOT_YET)
    }
    assert lacking == {}
    assert len({regime for regime, _, _ in seen}) == len(regimes()) == 5


def test_every_requirement_is_told_met_not_met_and_unknown_in_every_regime() -> None:
    """Not only so in fact: an example says it, so that whoever changes the rule has to change the example."""
    said: dict[date | None, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for example in _worked():
        for key in ("met", "not_met", "unknown"):
            for requirement in example.gives.get(key, ()):
                said[_regime(date.fromisoformat(example.case["on"]))][requirement].add(key)
    wanted = {requirement.id: {"met", "not_met", "unknown"} for requirement in _text(date(2026, 10, 15)).requirements}
    for regime in regimes():
        assert {id: said[regime][id] for id in wanted} == wanted, regime


def _limits(on: date) -> Iterator[tuple[str, str, Mapping[object, int]]]:
    """Tables that a requirement holds an amount against: requirement, table, cells."""
    of = {
        "net_patrimony": "patrimony_limit",
        "assets_test": "assets_limit",
        "child_supplement_income": "child_supplement_income_limit",
        "child_supplement_patrimony": "child_supplement_patrimony_limit",
    }
    for requirement, table in of.items():
        cells = _text(on).parameter(table)
        assert isinstance(cells, Mapping)
        yield requirement, table, cells


def _years() -> Iterator[date]:
    edition = texts_store.current("imv")
    assert edition is not None
    changes = [value.since for value in edition.text.parameters["patrimony_limit"].values]
    yield from changes
    assert all(later.year == earlier.year + 1 for earlier, later in pairwise(changes))


def test_every_limit_of_every_year_has_a_household_on_it_and_one_beside_it() -> None:
    """On it and a cent away come out differently, so no cell can change without an example that says so."""
    found: dict[tuple[int, str], set[tuple[int, bool]]] = defaultdict(set)
    amounts = {"net_patrimony": "net_patrimony", "assets_test": "non_corporate_assets"}
    amounts |= {"child_supplement_income": "annual_income_previous_year", "child_supplement_patrimony": "net_patrimony"}
    for example in _worked():
        on = date.fromisoformat(example.case["on"])
        for key, met in (("met", True), ("not_met", False)):
            for requirement in amounts.keys() & set(example.gives.get(key, ())):
                written = str(example.case["unit"].get(amounts[requirement]))
                euros, _, cents = written.partition(".")
                if euros.lstrip("-").isdecimal():
                    found[on.year, requirement].add((int(euros) * 100 + int((cents + "00")[:2]), met))
    lacking = []
    for since in _years():
        for requirement, table, cells in _limits(since):
            for row, cell in cells.items():
                # The 300 % and 150 % for a person alone concern no child.
                if not cell or (requirement.startswith("child") and row == 1):
                    continue
                sides = {(cell, True), (cell + 1, False)} if requirement == "assets_test" else {(cell, False)}
                sides |= set() if requirement == "assets_test" else {(cell - 1, True)}
                if not sides <= found[since.year, requirement]:
                    lacking.append((since.year, table, row))
    assert lacking == []
