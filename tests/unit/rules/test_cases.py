"""A wrong case gets the contract's code, a JSON pointer and a sentence that says how to mend it."""

import copy
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import services
from rules.types import CaseProblem

CASE: dict[str, Any] = {
    "benefit": "imv",
    "on": "2026-10-15",
    "unit": {"annual_income_previous_year": 0, "net_patrimony": 0, "non_corporate_assets": 0},
    "members": [
        {
            "ref": "a",
            "relation": "applicant",
            "birth_date": "1984-05-02",
            "legal_residence_since": "2010-01-01",
            "independent_since": "2010-01-01",
        }
    ],
}


def changed(**changes: Any) -> dict[str, Any]:
    case = copy.deepcopy(CASE)
    for path, value in changes.items():
        owner, _, name = path.partition("__")
        if not name:
            case[owner] = value
        elif owner == "unit":
            case["unit"][name] = value
        else:
            case["members"][0][name] = value
    return case


@pytest.mark.parametrize(
    ("case", "code", "pointer"),
    [
        ([], "wrong_type", ""),
        (changed(extra=1), "unknown_fact", "/extra"),
        (changed(unit__nett_patrimony=1), "unknown_fact", "/unit/nett_patrimony"),
        (changed(member__age=30), "unknown_fact", "/members/0/age"),
        (changed(unit=[]), "wrong_type", "/unit"),
        (changed(members={}), "wrong_type", "/members"),
        (changed(members=["a"]), "wrong_type", "/members/0"),
        (changed(members=[]), "no_applicant", "/members"),
        (changed(member__relation="child"), "no_applicant", "/members"),
        (changed(member__ref=""), "wrong_type", "/members/0/ref"),
        (changed(member__relation="boss"), "wrong_type", "/members/0/relation"),
        (changed(member__company_director="yes"), "wrong_type", "/members/0/company_director"),
        (changed(member__company_director=1), "wrong_type", "/members/0/company_director"),
        (changed(member__disability_pct=101), "wrong_type", "/members/0/disability_pct"),
        (changed(member__disability_pct=65.0), "wrong_type", "/members/0/disability_pct"),
        (changed(member__disability_pct=True), "wrong_type", "/members/0/disability_pct"),
        (changed(unit__net_patrimony="mil"), "wrong_type", "/unit/net_patrimony"),
        (changed(unit__net_patrimony="1.000,00"), "wrong_type", "/unit/net_patrimony"),
        (changed(unit__net_patrimony=float("nan")), "wrong_type", "/unit/net_patrimony"),
        (changed(unit__net_patrimony=float("inf")), "wrong_type", "/unit/net_patrimony"),
        (changed(unit__net_patrimony=10**30), "wrong_type", "/unit/net_patrimony"),
        (changed(unit__net_patrimony=0.001), "money_precision", "/unit/net_patrimony"),
        (changed(unit__net_patrimony=0.1 + 0.2), "money_precision", "/unit/net_patrimony"),
        (changed(unit__net_patrimony="10.005"), "money_precision", "/unit/net_patrimony"),
        (changed(unit__annual_income_previous_year=-1), "wrong_type", "/unit/annual_income_previous_year"),
        (changed(member__birth_date="2026-02-30"), "impossible_date", "/members/0/birth_date"),
        (changed(member__birth_date="2026-10-16"), "impossible_date", "/members/0/birth_date"),
        (changed(member__birth_date="1850-01-01"), "impossible_date", "/members/0/birth_date"),
        (changed(member__birth_date="15/10/1984"), "wrong_type", "/members/0/birth_date"),
        (changed(member__birth_date="never"), "wrong_type", "/members/0/birth_date"),
        (changed(member__birth_date=19840502), "wrong_type", "/members/0/birth_date"),
        (changed(on="2026-13-01"), "impossible_date", "/on"),
        (changed(on=None), "wrong_type", "/on"),
        (changed(on="2020-05-31"), "law_not_loaded", "/on"),
        (changed(benefit="pension"), "unknown_benefit", "/benefit"),
        (changed(benefit="../imv"), "unknown_benefit", "/benefit"),
        (changed(benefit=None), "unknown_benefit", "/benefit"),
    ],
)
def test_a_wrong_case_says_what_where_and_how(case: Any, code: str, pointer: str) -> None:
    with pytest.raises(CaseProblem) as caught:
        services.simulate_case(case)
    problem = caught.value
    assert (problem.code, problem.pointer) == (code, pointer)
    assert problem.sentence.endswith(".")
    assert problem.what
    assert problem.next_step == problem.sentence


def test_references_and_applicants_are_told_apart() -> None:
    twice = changed()
    twice["members"].append(dict(twice["members"][0]))
    with pytest.raises(CaseProblem) as caught:
        services.simulate_case(twice)
    assert (caught.value.code, caught.value.pointer) == ("duplicate_ref", "/members/1/ref")
    twice["members"][1]["ref"] = "b"
    with pytest.raises(CaseProblem) as caught:
        services.simulate_case(twice)
    assert (caught.value.code, caught.value.pointer) == ("several_applicants", "/members/1/relation")


def test_what_the_person_wrote_never_comes_back_in_the_sentence() -> None:
    for case in (
        changed(unit__net_patrimony="secreto"),
        changed(member__birth_date="secreto"),
        changed(benefit="secreto"),
    ):
        with pytest.raises(CaseProblem) as caught:
            services.simulate_case(case)
        assert "secreto" not in f"{caught.value.sentence} {caught.value.what} {caught.value}"


@pytest.mark.parametrize("amount", [1234.5, "1234.5", "1234.50", 1234])
def test_money_may_be_a_number_or_text(amount: Any) -> None:
    case = changed(unit__net_patrimony=amount)
    values = next(r for r in services.simulate_case(case)["requirements"] if r["id"] == "net_patrimony")["values"]
    assert values["net_patrimony"] == float(amount)


def test_closed_facts_take_their_value_only_in_a_closed_world() -> None:
    assert services.simulate_case(CASE)["eligible"] is True
    assert services.simulate_case(changed(member__company_director=None))["eligible"] is None
    form = services.form(services.text("imv", services.read_case(CASE).on), CASE)
    assert "/members/0/company_director" in [field.pointer for field in form.needed]
    assert "company_director" not in form.settled


def test_every_fact_of_the_contract_is_in_the_text() -> None:
    from datetime import date
    from pathlib import Path

    contract = Path(__file__).parents[4] / "shared" / "contracts" / "simulation.md"
    if not contract.exists():
        pytest.skip("no contract in ../shared/contracts")
    tables = contract.read_text("utf-8").partition("## Case")[2].partition("## Outcome")[0]
    named = set()
    for line in tables.splitlines():
        if line.startswith("| `"):
            named |= {name.strip(" `") for name in line.split("|")[1].split(",")}
    text = services.text("imv", date(2026, 1, 1))
    # Facts of reviews that the text reads beyond those of the contract, which may be added to.
    added = {"tax_returns_missed", "annual_certificate_missing", "months_suspended", "titular_died"}
    assert named - {"ref"} | added == {name for _, name in text.facts}


@given(
    st.one_of(
        st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True),
        st.from_regex(r"[0-9]{4}-(W?[0-9]|[0-9]-)[0-9]-?[0-9]{1,2}", fullmatch=True),
        st.text("0123456789-W", min_size=8, max_size=11),
        st.dates().map(str),
    )
)
def test_a_day_has_one_way_of_being_written(written: str) -> None:
    try:
        exists = date.fromisoformat(written).isoformat() == written
    except ValueError:
        exists = False
    if exists:
        assert services.day(written) == date.fromisoformat(written)
        return
    with pytest.raises(CaseProblem) as problem:
        services.day(written)
    looks_like_one = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written)
    assert problem.value.code == ("impossible_date" if looks_like_one else "wrong_type")
