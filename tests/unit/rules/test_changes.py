"""What would have to change: enough, exactly, and never something that nobody should be told to change."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import services
from rules.compilers import hopes
from rules.compilers.changes import changes_between
from rules.compilers.compiled import with_values
from rules.compilers.household import Household
from rules.compilers.kinds import LARGEST_MONEY
from rules.compilers.remedies import Remedies
from rules.language.errors import RuleTextError
from rules.language.house_words import GIVES
from rules.language.load import load
from rules.texts_store import compiled_for, edition_of
from rules.types import Change
from tests.unit.rules.households import cases, euros, pointers, put
from tests.unit.rules.test_cases import CASE, changed

ON = date(2026, 10, 15)
TEXT = services.text("imv", ON)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def assessment_of(case: dict[str, Any]) -> Any:
    read = services.read_case(case)
    return services.assess(services.text("imv", read.on), read)


def with_change(case: dict[str, Any], change: Change, step: int = 0) -> dict[str, Any]:
    """The case with a change made; `step` short of it in its smallest unit."""
    if change.kind == "wait_until":
        assert isinstance(change.value, date)
        return {**case, "on": (change.value - timedelta(days=step)).isoformat()}
    if change.kind == "ends":
        return put(case, change.pointer, bool(step))
    assert isinstance(change.value, int)
    number = change.value + (step if change.kind == "at_most" else -step)
    return put(case, change.pointer, euros(number) if change.type == "money" else number)


@pytest.mark.req("S2-72")
@QUIET
@given(cases(most=3))
def test_each_change_is_enough_and_a_cent_a_month_or_a_day_less_is_not(case: dict[str, Any]) -> None:
    found = assessment_of(case)
    assert found.eligible is False or found.changes == ()
    for change in found.changes:
        assert assessment_of(with_change(case, change)).eligible is True, change
        assert assessment_of(with_change(case, change, 1)).eligible is False, change
        met = assessment_of(with_change(case, change)).requirement(change.requirement)
        assert met.met is True or met.id in {one.id for one in found.requirements if one.met is False}


@pytest.mark.req("S2-72")
@QUIET
@given(cases(most=3), st.data())
def test_each_change_gives_exactly_what_it_promises(case: dict[str, Any], data: st.DataObject) -> None:
    """With something unknown too: what is not known then is not promised."""
    hidden = data.draw(st.lists(st.sampled_from(pointers(case)), max_size=2))
    for pointer in hidden:
        case = put(case, pointer, None)
    for change in assessment_of(case).changes:
        assert assessment_of(with_change(case, change)).kind == change.gives, change
        assert GIVES[change.gives] in change.sentence


@QUIET
@given(cases(most=3))
def test_no_smaller_change_of_an_amount_is_enough(case: dict[str, Any]) -> None:
    """Against every stretch of the amount over which no comparison of the text changes its mind."""
    found = assessment_of(case)
    if found.eligible is not False:
        return
    household, compiled = services.read_case(case).household, compiled_for(found.text)
    limits = {change.pointer: change.value for change in found.changes}
    at = compiled.unit_at["eligible"]
    for position, fact in enumerate(compiled.unit_facts):
        given_value = household.unit[position]
        if fact.change is None or fact.change.how != "less" or given_value is None:
            continue

        def put_in(number: int, position: int = position) -> Household:
            unit = (*household.unit[:position], number, *household.unit[position + 1 :])
            return Household(household.on, unit, household.members, household.head)

        def probe(number: int, put_in: Any = put_in) -> list[Any]:
            log: list[Any] = []
            moved = with_values(put_in(number), compiled.slots(put_in(number)), {})
            reading = compiled.careful_reading
            rows = [reading.of_member(moved.on, facts, moved.unit, log) for facts in moved.members]
            columns = tuple(zip(*[taken for _, taken in rows], strict=True))
            reading.of_unit(moved.on, moved.unit, columns, moved.head, log)
            return log

        low = -LARGEST_MONEY if fact.minimum is None else fact.minimum * 100
        if low >= given_value:
            continue
        ends = [number for number, _ in changes_between(probe, low, given_value)]
        enough = [number for number in ends if compiled.swift(put_in(number))[0][at] is True]
        assert limits.get(f"/unit/{fact.name}") == (max(enough) if enough else None), fact.name


@pytest.mark.req("S2-72")
@QUIET
@given(cases(most=3))
def test_a_fact_that_is_not_tried_would_not_have_helped(case: dict[str, Any]) -> None:
    """`Hopes` passes over facts by the requirements' answers alone; here each of those is tried after all."""
    found = assessment_of(case)
    if found.eligible is not False:
        return
    edition = edition_of(found.text)
    remedies = Remedies(lambda day: compiled_for(edition.on(day)), found.case.household, found.unit)
    tried = remedies.compiled.hopes.of(found.unit)
    for passed_over in (one for one in hopes.changing(found.text) if one not in tried):
        household, position = found.case.household, passed_over.position
        values = (
            [(-1, household.unit[position])]
            if passed_over.entity == "unit"
            else [(number, facts[position]) for number, facts in enumerate(household.members)]
        )
        assert [remedies.of_fact(passed_over, *one) for one in values] == [None] * len(values)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most=3), st.booleans())
def test_the_day_to_wait_for_is_the_first(case: dict[str, Any], poor: bool) -> None:
    """Against every day of the next six years, one by one."""
    if poor:
        case = {**case, "unit": {**case["unit"], "annual_income_previous_year": "0.00", "net_patrimony": "0.00"}}
        case["unit"] |= {"non_corporate_assets": "0.00", "monthly_pensions": "0.00"}
    found = assessment_of(case)
    waits = [change.value for change in found.changes if change.kind == "wait_until"]
    waiting = [one for one in found.requirements if one.met is False and one.requirement.wait]
    if found.eligible is not False or not waiting:
        assert waits == []
        return
    household, edition = found.case.household, edition_of(found.text)
    days = [household.on + timedelta(days=number) for number in range(1, 6 * 366)]
    first = None
    for day in days:
        compiled = compiled_for(edition.on(day))
        if compiled.swift(household.on_day(day))[0][compiled.unit_at["eligible"]] is True:
            first = day
            break
    assert [day for day in waits if day <= days[-1]] == ([first] if first else [])


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"unit__annual_income_previous_year": "20000.00"}, ("/unit/annual_income_previous_year", "8683.25")),
        ({"unit__net_patrimony": "90000.00"}, ("/unit/net_patrimony", "26409.59")),
        ({"unit__non_corporate_assets": "90000.00"}, ("/unit/non_corporate_assets", "52819.20")),
        ({"member__legal_residence_since": "2026-02-28"}, ("/on", "2027-02-28")),
        ({"member__birth_date": "2004-02-29"}, ("/on", "2027-03-01")),
        ({"member__company_director": True}, ("/members/0/company_director", False)),
    ],
)
def test_a_refusal_says_what_would_be_enough(answers: dict[str, Any], wanted: tuple[str, Any]) -> None:
    case = changed(**{"member__months_registered": 24, **answers})
    outcome = services.simulate_case(case)
    assert outcome["eligible"] is False
    (change,) = outcome["changes"]
    value = f"{change['value']:.2f}" if isinstance(change["value"], float) else change["value"]
    assert (change["pointer"], value) == wanted
    assert "artículo" in change["reason"]["es"]


CHILD = {"ref": "b", "relation": "child", "birth_date": "2019-07-30", "legal_residence_since": "2019-07-30"}


@pytest.mark.req("S2-17")
@pytest.mark.parametrize(
    ("minors", "answers", "gives", "limit", "words"),
    [
        ([], {"unit__annual_income_previous_year": "60000.00"}, "imv", 8683.25, "el ingreso mínimo vital."),
        (
            [CHILD],
            {"unit__annual_income_previous_year": "60000.00"},
            "child_supplement_only",
            34332.47,
            "solo el complemento de ayuda para la infancia.",
        ),
        (
            [CHILD],
            {"unit__net_patrimony": "90000.00"},
            "child_supplement_only",
            55460.15,
            "solo el complemento de ayuda para la infancia.",
        ),
        (
            [CHILD],
            {"unit__non_corporate_assets": "90000.00"},
            "imv_and_child_supplement",
            73946.88,
            "el ingreso mínimo vital y el complemento de ayuda para la infancia.",
        ),
        (
            [CHILD],
            {"unit__non_corporate_assets": "90000.00", "unit__monthly_pensions": None},
            "undetermined",
            73946.88,
            "para saber qué parte, falta algún dato.",
        ),
    ],
)
def test_a_change_says_which_part_would_become_due(
    minors: list[dict[str, Any]], answers: dict[str, Any], gives: str, limit: float, words: str
) -> None:
    case = changed(unit__unit_formed_on="2020-01-01", **answers)
    (change,) = assessment_of({**case, "members": [*case["members"], *minors]}).changes
    assert (change.gives, change.value) == (gives, round(limit * 100))
    assert change.sentence.endswith(words)


def test_which_part_would_become_due_is_said_in_every_language() -> None:
    case = changed(unit__unit_formed_on="2020-01-01", unit__annual_income_previous_year="60000.00")
    outcome = services.simulate_case({**case, "members": [*case["members"], CHILD]}, ("ca", "gl", "eu", "en"))
    (change,) = outcome["changes"]
    assert change["gives"] == "child_supplement_only"
    assert change["reason"]["en"].endswith("Then only the child supplement would be due.")
    assert len({said.rpartition(". ")[2] for said in change["reason"].values()}) == 5


def test_two_things_at_once_are_no_single_change() -> None:
    case = changed(unit__annual_income_previous_year="20000.00", member__company_director=True)
    assert services.simulate_case(case)["changes"] == []


def test_a_yes_and_a_perhaps_carry_no_changes() -> None:
    assert "changes" not in services.simulate_case(CASE)
    assert "changes" not in services.simulate_case(changed(unit__annual_income_previous_year=None))


def test_nobody_is_told_to_change_who_they_are_or_what_was_done_to_them() -> None:
    """Only amounts, months of work, and directing a company: never a birth, a sex, a family tie or a violence."""
    assert {name for (_, name), fact in TEXT.facts.items() if fact.change} == {
        *("annual_income_previous_year", "annual_income_current_year", "monthly_pensions", "net_patrimony"),
        *("non_corporate_assets", "months_registered", "company_director"),
    }


def test_a_text_that_would_suggest_something_sensitive_is_refused() -> None:
    files = dict(edition_of(TEXT).files)
    change = "    change: {how: ends, text: Deja de serlo.}\n"
    marked = "  gender_violence_victim:\n    type: bool\n    closed: false\n"
    assert marked in files["facts.yaml"]
    files["facts.yaml"] = files["facts.yaml"].replace(marked, marked + change)
    with pytest.raises(RuleTextError, match="sensitive"):
        load(copy.copy(files))
