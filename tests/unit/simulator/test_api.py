"""POST /api/v1/simulations: the contract's case answered as it says, and every wrong case told how to mend itself."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from simulator.api import limits
from simulator.models import Simulation
from tests.unit.simulator.cases import worked_case

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/simulations"


@pytest.fixture(autouse=True)
def _fresh_throttle() -> None:
    cache.clear()
    limits.held.forget()


def post(body: Any) -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client().post(ADDRESS, data=data, content_type="application/json")


def test_the_contracts_case_gets_the_contracts_outcome() -> None:
    response = post(worked_case())
    assert response.status_code == 200
    outcome = response.json()
    assert outcome["eligible"] is True
    assert outcome["kind"] == "imv_and_child_supplement"
    assert outcome["effects_from"] == "2026-11-01"
    assert outcome["monthly"] == {
        "guaranteed_income": 1115.07,
        "computable_income": 400.00,
        "imv": 715.07,
        "child_supplement": 57.50,
        "total": 772.57,
    }
    assert outcome["annual"] == {"guaranteed_income": 13380.84}
    assert outcome["limits"] == {"net_patrimony": 36973.44, "non_corporate_assets": 73946.88}
    assert outcome["missing"] == []
    vulnerability = next(one for one in outcome["requirements"] if one["id"] == "economic_vulnerability")
    assert vulnerability["met"] is True
    assert vulnerability["values"] == {"monthly_income": 400.00, "threshold": 1162.57}
    assert vulnerability["article"] == {"law": "BOE-A-2021-21007", "art": "11.2"}


def test_amounts_may_come_as_words_and_mean_the_same() -> None:
    as_words = worked_case(annual_income_previous_year="4800.00", net_patrimony="1200", non_corporate_assets="1500.0")
    assert post(as_words).json() == post(worked_case()).json()


def _member(position: int, **facts: Any) -> dict[str, Any]:
    case = worked_case()
    case["members"][position].update(facts)
    return case


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        (worked_case(shoe_size=42), "unknown_fact", "/unit/shoe_size"),
        (worked_case(net_patrimony="mucho"), "wrong_type", "/unit/net_patrimony"),
        (worked_case(unit_formed_on="2026-02-30"), "impossible_date", "/unit/unit_formed_on"),
        (worked_case(net_patrimony=1200.005), "money_precision", "/unit/net_patrimony"),
        (worked_case(net_patrimony="1200.005"), "money_precision", "/unit/net_patrimony"),
        (_member(0, relation="spouse"), "no_applicant", "/members"),
        (_member(1, relation="applicant"), "several_applicants", None),
        (_member(1, ref="a"), "duplicate_ref", "/members/1/ref"),
        ({**worked_case(), "benefit": "lottery"}, "unknown_benefit", "/benefit"),
        ({**worked_case(), "on": "2019-01-01"}, "law_not_loaded", "/on"),
        ({**worked_case(), "on": "2020-05-31"}, "law_not_loaded", "/on"),
    ],
)
def test_a_wrong_case_is_told_where_and_how_to_mend_it(body: Any, code: str, pointer: str | None) -> None:
    response = post(body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == code
    assert pointer is None or problem["pointer"] == pointer
    assert problem["status"] == 400
    assert problem["detail"].endswith(".")


@pytest.mark.parametrize("body", ["", "{", b"\xff\xfe", "[1,", "hola"])
def test_what_is_not_json_says_so(body: Any) -> None:
    response = post(body)
    assert (response.status_code, response.json()["code"]) == (400, "not_json")


@pytest.mark.parametrize("body", ["[]", "null", "3", '"x"', '{"members": 3}', '{"unit": [], "members": {}}'])
def test_json_that_is_no_case_is_a_wrong_case_and_never_a_crash(body: str) -> None:
    response = post(body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_a_fact_the_text_does_not_read_leaves_the_answer_open() -> None:
    outcome = post({**worked_case(units_in_home=3), "on": "2021-06-01"}).json()
    assert outcome["eligible"] is None
    assert any("fact_not_covered" in str(warning) for warning in outcome["warnings"])


def test_an_enormous_body_is_refused_before_it_is_read() -> None:
    response = post(" " * (300 * 1024))
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_other_methods_are_refused_in_the_same_form() -> None:
    response = Client().get(ADDRESS)
    assert response.status_code == 405
    assert "POST" in response["Allow"]
    assert response.json()["code"] == "method_not_allowed"


def test_too_many_calls_from_one_address_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_CALLS_PER_MINUTE", 2)
    codes = [post(worked_case()).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = post(worked_case())
    assert refused.json()["code"] == "too_many_requests"
    assert int(refused["Retry-After"]) > 0


def test_nothing_is_kept_of_a_call() -> None:
    response = post(worked_case())
    assert Simulation.objects.count() == 0
    assert response.cookies == {}


def test_the_schema_names_the_call() -> None:
    response = Client().get("/api/v1/schema", {"format": "json"})
    assert response.status_code == 200
    assert "/api/v1/simulations" in response.json()["paths"]


def test_an_address_where_nothing_is_answers_a_machine_as_a_machine() -> None:
    response = Client().post("/api/v1/nada")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "not_found"


def test_an_answer_that_is_no_page_keeps_the_browsers_guards() -> None:
    response = post(worked_case())
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert int(response["Content-Length"]) == len(response.content)


def test_a_name_the_site_does_not_answer_to_is_refused_to_machines_too() -> None:
    assert Client(headers={"host": "otro.example"}).post(ADDRESS, "{}", "application/json").status_code == 400


def test_every_process_takes_from_the_same_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_CALLS_PER_MINUTE", 120)
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_000.0)
    codes = []
    for _ in range(70):
        codes.append(post(worked_case()).status_code)
        limits.held.forget()  # as another process, which holds nothing yet
    assert codes == [200] * 60 + [429] * 10


def test_an_address_of_ipv6_counts_with_its_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "API_CALLS_PER_MINUTE", 1)

    def call(address: str) -> int:
        return Client(REMOTE_ADDR=address).post(ADDRESS, worked_case(), content_type="application/json").status_code

    assert [call("2001:db8:1:2::3"), call("2001:db8:1:2::4"), call("2001:db8:1:3::3")] == [200, 429, 200]
