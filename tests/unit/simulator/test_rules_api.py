"""Facts, parameters, form and income for machines: what the contract names; a wrong call is told how to mend itself."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from simulator.api import limits

pytestmark = pytest.mark.django_db
BASE = "/api/v1/benefits/imv/"


@pytest.fixture(autouse=True)
def _fresh_throttle() -> None:
    cache.clear()
    limits.held.forget()


def get(path: str) -> Any:
    return Client().get(BASE + path)


def post(path: str, body: Any) -> Any:
    return Client().post(BASE + path, data=json.dumps(body), content_type="application/json")


def test_facts_are_told_with_their_words_and_what_they_serve() -> None:
    found = {fact["name"]: fact for fact in get("facts?on=2026-11-01").json()["facts"]}
    birth = found["birth_date"]
    assert (birth["entity"], birth["type"], birth["asked"]) == ("member", "date", True)
    assert "applicant_age" in birth["feeds"]
    assert birth["label"]["es"].startswith("¿")
    assert found["disability_pct"]["closed"] == 0
    assert {option["value"] for option in found["custody"]["options"]} == {"exclusive", "shared", "none"}
    article = {"law": "BOE-A-2021-21007", "art": "21.8"}
    assert found["months_registered"]["answered_by"] == [{"who": "TGSS", "article": article, "doubtful": None}]
    (registry,) = found["company_director"]["answered_by"]
    assert registry["article"] is None
    assert registry["doubtful"]  # the law file names no article for it, and says so
    # The kind of home is the unit's, and decides who counts: it serves whatever counts people.
    assert "residence" in found["home_kind"]["feeds"]


@pytest.mark.parametrize(
    ("on", "amount", "status"), [("2026-05-01", 733.60, "published"), ("2022-05-01", 491.63, "published")]
)
def test_parameters_are_those_in_force_that_day_with_their_source(on: str, amount: float, status: str) -> None:
    found = {one["name"]: one for one in get(f"parameters?on={on}").json()["parameters"]}
    table = found["guaranteed_income"]
    assert table["cells"][0] == {"key": "1", "value": amount, "status": status}
    assert table["source"]
    assert table["since"][:4] == on[:4]


def test_a_doubtful_figure_says_why() -> None:
    found = {one["name"]: one for one in get("parameters?on=2021-05-01").json()["parameters"]}
    assert "solo en parte" in found["unit_months"]["doubtful"]


def test_the_form_says_what_to_ask_next_and_stops_when_nothing_can_be_due() -> None:
    person = {"ref": "a", "relation": "applicant"}
    body = {"on": "2026-10-15", "members": [person]}
    found = post("form", body).json()
    assert "/members/0/birth_date" in found["needed"]
    assert found["stopped_by"] is None
    assert found["remaining"]["at_least"] >= 5
    young = {**body, "members": [{**person, "birth_date": "2012-01-01", "emancipated": False}]}
    stopped = post("form", young).json()
    assert stopped["stopped_by"] == "applicant_age"
    assert stopped["needed"] == []


INCOME = [
    {"member": "a", "kind": "work", "gross": "9000.00", "withholding": 180, "contributions": "583.20", "year": 2025},
    {"member": "a", "kind": "activity", "gross": 5000, "expenses": 3000, "year": 2025},
    {"member": "b", "kind": "housing_aid", "gross": 2400, "year": 2025},
    {"member": "b", "kind": "child_support_paid", "gross": 1200, "year": 2025},
]


@pytest.mark.req("S2-72")
def test_income_counts_as_article_20_says_line_by_line() -> None:
    found = post("income", {"on": "2026-10-15", "lines": INCOME}).json()
    # 9.000 − 180 − 583,20 + (5.000 − 3.000) + 0 − 1.200
    assert found["computable"] == 9036.80
    assert [line["counted"] for line in found["lines"]] == [8236.80, 2000.0, 0.0, -1200.0]
    assert found["lines"][2]["article"] == {"law": "BOE-A-2021-21007", "art": "20.1.f.2"}
    assert all(line["reason"]["es"].endswith(".") for line in found["lines"])
    assert found["by_year"] == {"2025": 9036.80}


@pytest.mark.parametrize(("on", "counted"), [("2024-11-21", 3000.0), ("2024-11-22", 0.0)])
def test_an_exhausted_subsidy_stops_counting_the_day_the_law_says(on: str, counted: float) -> None:
    lines = [{"member": "a", "kind": "exhausted_subsidy", "gross": 3000, "year": 2023}]
    assert post("income", {"on": on, "lines": lines}).json()["lines"][0]["counted"] == counted


def test_a_bare_list_of_lines_counts_for_today_and_nothing_is_less_than_nothing() -> None:
    found = post("income", [{"member": "a", "kind": "compensatory_pension_paid", "gross": 100, "year": 2025}]).json()
    assert (found["computable"], found["lines"][0]["counted"]) == (0.0, -100.0)


def test_a_doubtful_kind_says_so() -> None:
    lines = [{"member": "a", "kind": "minimum_income", "gross": 7000, "year": 2025}]
    assert post("income", {"on": "2026-10-15", "lines": lines}).json()["doubtful"] == ["minimum_income"]


@pytest.mark.parametrize(
    ("lines", "code", "pointer"),
    [
        ({"kind": "work"}, "wrong_type", "/lines"),
        (["x"], "wrong_type", "/lines/0"),
        ([{"kind": "lottery", "gross": 1, "year": 2025}], "wrong_type", "/lines/0/kind"),
        ([{"kind": ["work"], "gross": 1, "year": 2025}], "wrong_type", "/lines/0/kind"),
        ([{"kind": "work", "gross": 1, "year": 2025, "salary": 3}], "unknown_fact", "/lines/0/salary"),
        ([{"kind": "work", "year": 2025}], "wrong_type", "/lines/0/gross"),
        ([{"kind": "work", "gross": -1, "year": 2025}], "wrong_type", "/lines/0/gross"),
        ([{"kind": "work", "gross": "1.005", "year": 2025}], "money_precision", "/lines/0/gross"),
        ([{"kind": "work", "gross": 1, "year": 2027}], "wrong_type", "/lines/0/year"),
        ([{"kind": "work", "gross": 1, "year": "2025"}], "wrong_type", "/lines/0/year"),
        ([{"kind": "work", "gross": 1, "year": 2025, "member": 3}], "wrong_type", "/lines/0/member"),
        ([{"kind": "work", "gross": 1, "year": 2025}] * 501, "wrong_type", "/lines"),
    ],
)
def test_a_wrong_line_says_what_where_and_how(lines: Any, code: str, pointer: str) -> None:
    response = post("income", {"on": "2026-10-15", "lines": lines})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert (response.json()["code"], response.json()["pointer"]) == (code, pointer)


@pytest.mark.parametrize("path", ["facts", "parameters"])
@pytest.mark.parametrize(("query", "code"), [("?on=ayer", "wrong_type"), ("?on=2020-05-31", "law_not_loaded")])
def test_a_wrong_day_is_told(path: str, query: str, code: str) -> None:
    response = get(path + query)
    assert (response.status_code, response.json()["code"]) == (400, code)


def test_another_benefit_is_not_known_and_another_method_not_allowed() -> None:
    response = Client().get("/api/v1/benefits/lottery/facts")
    assert (response.status_code, response.json()["code"]) == (400, "unknown_benefit")
    response = get("income")
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")


LANGUAGES = {"es", "ca", "gl", "eu", "en"}


@pytest.mark.req("S2-58")
def test_every_question_is_told_in_every_language_and_which_are_unread() -> None:
    found = get("facts?on=2026-11-01").json()
    assert set(found["unreviewed"]) == LANGUAGES - {"es"}
    for fact in found["facts"]:
        if not fact["asked"]:
            continue
        for words in (fact["label"], fact["help"], fact["why"], *(option["label"] for option in fact["options"])):
            assert set(words) == LANGUAGES, fact["name"]
            assert all(words.values()) or not any(words.values()), fact["name"]
    birth = next(fact for fact in found["facts"] if fact["name"] == "birth_date")
    assert birth["label"]["eu"] == "Noiz jaio zinen?"


PARTIAL = {"benefit": "imv", "on": "2026-10-15", "members": [{"ref": "a", "relation": "applicant"}]}


@pytest.mark.parametrize(
    ("asked", "told"),
    [("", {"es"}), ("?lang=eu", {"es", "eu"}), ("?lang=es,ca,ca", {"es", "ca"}), ("?lang=ca,%20gl,eu,en", LANGUAGES)],
)
def test_the_form_and_the_reasons_come_in_the_languages_asked_for(asked: str, told: set[str]) -> None:
    form = post(f"form{asked}", PARTIAL).json()
    assert all(set(field["label"]) == told for field in form["fields"])
    assert all(set(row["reason"]) == told for row in form["settled"])
    assert all(set(document["why"]) == told for document in form["documents"])
    outcome = (
        Client().post(f"/api/v1/simulations{asked}", data=json.dumps(PARTIAL), content_type="application/json").json()
    )
    assert all(set(row["reason"]) == told for row in outcome["requirements"])


def test_who_asks_after_somebody_else_hears_no_language_of_theirs() -> None:
    def said(asked: str) -> Any:
        found = Client().post(f"/api/v1/simulations{asked}", data=json.dumps(PARTIAL), content_type="application/json")
        return found.json()["requirements"]

    before = said("")
    assert said("?lang=eu,gl") != before
    assert said("") == before


def test_a_language_that_is_not_known_is_told() -> None:
    for found in (
        post("form?lang=fr", PARTIAL),
        Client().post("/api/v1/simulations?lang=fr", data=json.dumps(PARTIAL), content_type="application/json"),
    ):
        assert found.status_code == 400
        assert found.json()["code"] == "unknown_language"
        assert "es, ca, gl, eu, en" in found.json()["detail"]
