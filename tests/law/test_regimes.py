"""Every paragraph of the law has, in every regime, a household that meets it, one that does not and one of which
something is not known; every limit has one that stands on it. The regime of 2020 and 2021 is known in part and not
offered: it has them for all that is known of it, and each says the doubts with which it comes out.
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
#: What the law of 2020 and 2021 did not have: the outcome says that it does not apply.
NOT_THEN = {
    *("assets_test", "child_supplement_income", "child_supplement_patrimony"),
    *("tax_returns", "annual_certificate", "suspension_term", "titular_alive"),
}
#: Of this year's income (art. 11.5) nothing is known of that law: it never opens the right.
NEVER_MET_THEN = {"current_year_vulnerability"}
ALL = {True, False, None}


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


@cache
def known_in_part() -> date:
    """The first day of the regime of RDL 20/2020, the first of the benefit."""
    edition = texts_store.current("imv")
    assert edition is not None
    return edition.law_begins


def _regime(day: date) -> date:
    return max(first for first in (known_in_part(), *regimes()) if first <= day)


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
        text, values = _known(example)
        for requirement, clause, answer in _answers(text, values):
            seen[regime, requirement, clause].add(answer)
    first_2026 = regimes()[-1]
    lacking = {
        where: wanted - answers
        for where, answers in seen.items()
        if not (where[0] < first_2026 and where[1:] in NOT_YET) and (wanted := _askable(*where[:2])) - answers
    }
    assert lacking == {}
    assert len({regime for regime, _, _ in seen}) == len(regimes()) + 1 == 6


def _askable(regime: date, requirement: str) -> set[bool | None]:
    """The answers that a requirement can have in a regime."""
    if regime != known_in_part():
        return ALL
    return set() if requirement in NOT_THEN else ALL - ({True} if requirement in NEVER_MET_THEN else set())


def test_every_requirement_is_told_met_not_met_and_unknown_in_every_regime() -> None:
    """Not only so in fact: an example says it, so that whoever changes the rule has to change the example."""
    said: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for example in _worked():
        for key in ("met", "not_met", "unknown"):
            for requirement in example.gives.get(key, ()):
                said[_regime(date.fromisoformat(example.case["on"]))][requirement].add(key)
    words = {True: "met", False: "not_met", None: "unknown"}
    ids = [requirement.id for requirement in _text(date(2026, 10, 15)).requirements]
    for regime in (known_in_part(), *regimes()):
        lacking = {id: {words[one] for one in _askable(regime, id)} - said[regime][id] for id in ids}
        assert {id: answers for id, answers in lacking.items() if answers} == {}, regime


def _of_2020_and_2021() -> list[Example]:
    return [one for one in _worked() if _regime(date.fromisoformat(one.case["on"])) == known_in_part()]


def test_an_example_of_the_regime_known_in_part_says_the_doubts_with_which_it_comes_out() -> None:
    silent = [one.name for one in _of_2020_and_2021() if "regime_2020_2021" not in one.gives.get("doubtful", ())]
    assert silent == []
    # What is told is what comes out: test_examples holds every example to what it gives.
    told = {doubt for one in _of_2020_and_2021() for doubt in one.gives["doubtful"]}
    assert {"regime_2020_2021", "partnership_before_2024", "absence_before_granting"} <= told
    assert len(_of_2020_and_2021()) > 200


def test_what_the_law_of_2020_and_2021_did_not_have_never_decides_there() -> None:
    for example in _of_2020_and_2021():
        results = {one["id"]: one for one in services.simulate_case(example.case)["requirements"]}
        assert {results[id]["met"] for id in NOT_THEN} == {True}, example.name
        first = results["economic_vulnerability"]["met"]
        assert first is True or results["current_year_vulnerability"]["met"] is not True, example.name


def test_every_row_of_the_tables_of_2020_and_2021_is_a_household_told_to_the_cent() -> None:
    told: dict[int, set[str]] = defaultdict(set)
    for example in _of_2020_and_2021():
        told[int(example.case["on"][:4])].add(str(example.gives.get("monthly.guaranteed_income")))
    for first in (known_in_part(), date(2021, 1, 1)):
        for name in ("guaranteed_income", "guaranteed_income_single_parent"):
            cells = _text(first).parameter(name)
            assert isinstance(cells, Mapping)
            assert {f"{cell / 100:.2f}" for cell in cells.values()} <= told[first.year], (name, first)


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
