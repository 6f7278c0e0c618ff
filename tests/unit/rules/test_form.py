"""The form asks what still matters, in a good order, and nothing else; what it leaves out cannot change the answer."""

import copy
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import cases as cases_of
from rules import services
from rules.compilers.compiled import GOALS, Compiled
from rules.compilers.household import Household
from rules.compilers.search import Search
from rules.forms import answer_of, answers_of, question_form
from rules.texts_store import compiled_for
from rules.types import Field
from tests.unit.rules.households import cases, put
from tests.unit.rules.plain_reading import heard, places_in, value_at
from tests.unit.rules.witnesses import witness

ON = date(2026, 10, 15)
TEXT = services.text("imv", ON)
ALONE: dict[str, Any] = {
    "benefit": "imv",
    "on": ON.isoformat(),
    "unit": {},
    "members": [{"ref": "a", "relation": "applicant"}],
}


def walk(case: dict[str, Any], answer: Any, limit: int = 200) -> tuple[dict[str, Any], list[str]]:
    """Answer what is needed, one question at a time, until nothing is."""
    case = copy.deepcopy(case)
    asked: list[str] = []
    text = services.text("imv", date.fromisoformat(case["on"]))
    while True:
        state = services.form(text, case)
        if not state.needed:
            return case, asked
        field = state.needed[0]
        asked.append(field.pointer)
        assert len(asked) < limit
        owner = case["unit"]
        if field.member_ref is not None:
            owner = next(member for member in case["members"] if member["ref"] == field.member_ref)
        assert field.name not in owner
        owner[field.name] = answer(field)


def usual(field: Field) -> Any:
    given = {
        "birth_date": "1984-05-02",
        "legal_residence_since": "2010-01-01",
        "independent_since": "2010-01-01",
        "annual_income_previous_year": "0.00",
        "net_patrimony": "0.00",
        "non_corporate_assets": "0.00",
    }
    return given.get(field.name, "0.00" if field.type == "money" else field.closed_default)


def test_a_person_alone_with_nothing_is_asked_few_questions() -> None:
    case, asked = walk(ALONE, usual)
    assert asked == [
        "/members/0/birth_date",
        "/unit/annual_income_previous_year",
        "/unit/net_patrimony",
        "/unit/non_corporate_assets",
        "/members/0/company_director",
        "/unit/lives_with_relatives",
        "/members/0/marital_status",
        "/members/0/independent_since",
        "/members/0/legal_residence_since",
        "/unit/monthly_pensions",
        "/members/0/disability_pct",
    ]
    assert services.simulate_case(case)["kind"] == "imv"


@pytest.mark.parametrize(
    ("answers", "stop", "spared"),
    [
        ({"annual_income_previous_year": "20000.00"}, "economic_vulnerability", "/unit/net_patrimony"),
        ({"birth_date": "2007-01-01"}, "applicant_age", "/unit/net_patrimony"),
        ({"marital_status": "married"}, "not_coupled", "/members/0/legal_residence_since"),
        ({"independent_since": "never"}, "independence", "/members/0/legal_residence_since"),
        ({"legal_residence_since": "2026-09-01"}, "residence", "/unit/monthly_pensions"),
    ],
)
def test_a_no_is_found_early(answers: dict[str, Any], stop: str, spared: str) -> None:
    case, asked = walk(ALONE, lambda field: answers.get(field.name, usual(field)))
    state = services.form(TEXT, case)
    assert state.stopped_by == stop
    assert state.remaining == (0, 0)
    assert state.reasons[stop]
    assert spared not in asked


def told(case: dict[str, Any]) -> dict[str, Any]:
    """The case as the form can hear it: what it never asks of somebody has its closed value."""
    case = copy.deepcopy(case)
    text = services.text("imv", date.fromisoformat(case["on"]))
    for _ in range(3):
        shown = {field.pointer for field in services.form(text, case).fields}
        for number, owner in enumerate([case["unit"], *case["members"]], start=-1):
            for name in [name for name in owner if name not in ("ref", "relation")]:
                fact = text.facts[("unit" if number < 0 else "member", name)]
                pointer = f"/unit/{name}" if number < 0 else f"/members/{number}/{name}"
                if fact.question is None and fact.closed is None:
                    del owner[name]
                elif fact.closed is not None and pointer not in shown:
                    owner[name] = f"{fact.closed}.00" if fact.type == "money" else fact.closed
    return case


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most=3))
def test_what_was_not_asked_does_not_change_the_answer(case: dict[str, Any]) -> None:
    """Walk the form with the answers of a whole household: the outcome is the one of the whole household."""
    case = told(case)
    members = {member["ref"]: member for member in case["members"]}
    bare = [{name: member[name] for name in ("ref", "relation")} for member in case["members"]]

    def answer(field: Field) -> Any:
        owner = case["unit"] if field.member_ref is None else members[field.member_ref]
        return owner.get(field.name, field.closed_default)

    walked, asked = walk({**case, "unit": {}, "members": bare}, answer)
    assert len(asked) == len(set(asked))
    short, whole = services.simulate_case(walked), services.simulate_case(case)
    assert short["eligible"] == whole["eligible"]
    if short["eligible"]:
        assert short["monthly"]["total"] == whole["monthly"]["total"]


def goals_in(compiled: Compiled, household: Household) -> tuple[Any, ...]:
    """Whether something is due, and how much; worked out from what the form hears, without the form."""
    unit, _ = compiled.swift(household)
    return tuple(unit[at] for at in compiled.goals)


@pytest.mark.req("S2-59")
def test_what_cannot_be_proved_in_time_is_asked_last() -> None:
    """Of people as odd as these (a spouse and a parent who are children), more is open than can be searched through."""
    members = [("applicant", "2003-03-25"), ("spouse", "2020-01-02"), ("parent", "2017-03-26")]
    case = {
        "benefit": "imv",
        "on": "2026-03-26",
        "unit": {"annual_income_previous_year": "18970.60", "lives_with_relatives": False},
        "members": [{"ref": kind, "relation": kind, "birth_date": birth} for kind, birth in members],
    }
    text = services.text("imv", date(2026, 3, 26))
    search = Search(compiled_for(text), cases_of.read(text, case, text.on, closed=False).household, asked=True)
    needed = services.form(text, case).needed
    proved = [
        any(witness(search, field.pointer, text.outcome[name]) for name in GOALS) for field in (needed[0], needed[-1])
    ]
    assert proved == [True, False]


@pytest.mark.req("S2-59")
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_only_what_still_matters_is_asked(data: st.DataObject) -> None:
    """Each question asked can change outcome or amount; once nothing is asked, no completion changes either of them."""
    case = data.draw(cases(most=3))
    on, people = date.fromisoformat(case["on"]), len(case["members"])
    text = services.text("imv", on)
    compiled = compiled_for(text)
    names = [text.outcome[name] for name in GOALS]

    def read(whole: dict[str, Any]) -> Household:
        return cases_of.read(text, whole, on, closed=False).household

    walked = {**case, "unit": {}, "members": [{"ref": m["ref"], "relation": m["relation"]} for m in case["members"]]}
    while True:
        needed = services.form(text, walked).needed
        if not needed:
            break
        field, household = needed[0], read(walked)
        search = Search(compiled, household, asked=True)
        proofs = (witness(search, field.pointer, name) for name in names)
        sides = next(proof for proof in proofs if proof is not None)
        differing = [slot for slot in search.slots if slot.pointer == field.pointer]
        assert _changed(compiled, *sides) == [(slot.member, slot.position) for slot in differing]
        assert len({goals_in(compiled, heard(compiled, household, side)) for side in sides}) == 2, field.pointer
        owner = "/unit" if field.member_ref is None else f"/members/{_number(case, field.member_ref)}"
        answer = _fact_of(case, f"{owner}/{field.name}", field.closed_default)
        walked = put(walked, field.pointer, answer)
    household, outcomes = read(walked), set()
    others = [read(case), *(read(data.draw(cases(day=on, people=people))) for _ in range(5))]
    for supposed in others:
        outcomes.add(goals_in(compiled, heard(compiled, household, supposed)))
    assert len(outcomes) == 1
    assert None not in next(iter(outcomes))


def _number(case: dict[str, Any], ref: str) -> int:
    return next(number for number, member in enumerate(case["members"]) if member["ref"] == ref)


def _fact_of(case: dict[str, Any], pointer: str, default: Any) -> Any:
    parts = pointer.split("/")
    return (case["unit"] if parts[1] == "unit" else case["members"][int(parts[2])]).get(parts[-1], default)


def _changed(compiled: Compiled, one: Household, other: Household) -> list[tuple[int, int]]:
    """Where two households differ."""
    return [
        (member, position)
        for member, position, _ in places_in(compiled, one)
        if value_at(one, member, position) != value_at(other, member, position)
    ]


def test_every_question_has_plain_words() -> None:
    for (_, name), fact in TEXT.facts.items():
        question = fact.question
        if question is None:
            assert fact.coverage != "read" or fact.answered_by, name
            continue
        assert question.label.startswith("¿"), name
        assert question.label.endswith("?"), name
        assert question.why.endswith("."), name
        assert len(question.label.split()) <= 25, name


@pytest.mark.req("S2-58")
def test_who_can_answer_instead_has_an_article_or_a_doubt() -> None:
    answerers = {(name, one.who): one for (_, name), fact in TEXT.facts.items() for one in fact.answered_by}
    assert {"padrón municipal", "Agencia Tributaria", "INSS", "TGSS"} <= {who for _, who in answerers}
    for (name, who), one in answerers.items():
        assert one.article or one.doubtful, (name, who)
    tax = answerers["annual_income_previous_year", "Agencia Tributaria"].article
    assert tax is not None
    assert (tax.law, tax.art) == (TEXT.law, "21.7")


def test_questions_drawn_are_read_back_as_the_contract_writes_them() -> None:
    case = copy.deepcopy(ALONE)
    case["members"].append({"ref": "b", "relation": "child"})
    case.setdefault("unit", {})["lives_with_relatives"] = False
    fields = [
        field
        for field in services.form(TEXT, case).fields
        if field.name in ("birth_date", "legal_residence_since", "annual_income_previous_year", "net_patrimony")
    ]
    data = {
        "unit-annual_income_previous_year": "1.234,50",
        "unit-net_patrimony": "-20",
        "a-birth_date_day": "2",
        "a-birth_date_month": "5",
        "a-birth_date_year": "1984",
        "b-birth_date_day": "30",
        "b-birth_date_month": "7",
        "b-birth_date_year": "2019",
        "a-legal_residence_since_never": "on",
        "b-legal_residence_since_day": "30",
        "b-legal_residence_since_month": "7",
        "b-legal_residence_since_year": "2019",
    }
    form = question_form(fields, data, initial=case)
    assert form.is_valid(), form.errors
    answers = answers_of(form)
    assert answers["unit"] == {"annual_income_previous_year": "1234.50", "net_patrimony": "-20.00"}
    assert {"ref": "b", "birth_date": "2019-07-30", "legal_residence_since": "2019-07-30"} in answers["members"]
    applicant = next(member for member in answers["members"] if member["ref"] == "a")
    assert applicant == {"ref": "a", "birth_date": "1984-05-02", "legal_residence_since": "never"}
    assert answer_of(form, next(field for field in fields if field.name == "net_patrimony")) == "-20.00"
    merged = {
        **case,
        "unit": answers["unit"],
        "members": [{**m, **a} for m, a in zip(case["members"], answers["members"], strict=True)],
    }
    again = question_form(fields, None, initial=merged)
    assert again.initial["a-legal_residence_since"] == "never"
    assert again.initial["b-birth_date"] == date(2019, 7, 30)


def test_documents_follow_the_answers() -> None:
    case = copy.deepcopy(ALONE)
    case["members"][0]["birth_date"] = "1984-05-02"
    first = services.form(TEXT, case).documents
    assert [(document.id, document.member_ref) for document in first] == [("identity", "a")]
    case["members"][0]["disability_pct"] = 70
    case["members"].append({"ref": "b", "relation": "child", "birth_date": "2019-07-30", "custody": "exclusive"})
    found = {(document.id, document.member_ref) for document in services.form(TEXT, case).documents}
    assert found == {
        ("identity", "a"),
        ("identity", "b"),
        ("family_ties", None),
        ("custody", None),
        ("disability", "a"),
    }
