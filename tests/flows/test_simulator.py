"""The public simulator, from *Empezar* to an answer: what it asks, when it stops, what it says and what it keeps."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from rules import services as rules
from simulator.models import Simulation
from simulator.services import purge_simulations
from simulator.wizard import ANSWERS_KEY
from tests.flows.simulations import SimulatorVisitor, mother_and_daughter

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-16")]


@pytest.fixture(autouse=True)
def _autumn() -> Any:
    with time_machine.travel("2026-10-15 10:00", tick=True):
        yield


def finished(people: dict[str, Any]) -> SimulatorVisitor:
    visitor = SimulatorVisitor(people)
    visitor.begin()
    visitor.answer_all()
    return visitor


def test_a_mother_and_her_daughter_learn_what_they_could_get_and_why() -> None:
    visitor = finished(mother_and_daughter())
    page = visitor.page()
    assert "Podrías cobrar 772,57 € al mes" in page
    for line in ("Renta garantizada (art. 13.2) 1.115,07 €", "715,07 €", "57,50 €", "Total al mes 772,57 €"):
        assert line in page
    assert "contaría desde el 1 de noviembre de 2026" in page
    assert "Esto es una estimación: no tramita ni vincula" in page
    assert "Los ingresos son de 400,00 € al mes y el umbral es de 1.162,57 €." in page
    assert "Libro de familia" in page


@pytest.mark.req("S2-15")
def test_the_page_and_the_api_say_the_same() -> None:
    visitor = finished(mother_and_daughter())
    visitor.page()
    case = visitor.client.session[ANSWERS_KEY]
    outcome = rules.simulate_case(case)
    assert outcome["kind"] == "imv_and_child_supplement"
    assert outcome["monthly"]["total"] == 772.57


def test_only_questions_the_rules_still_need_are_asked() -> None:
    together = finished(mother_and_daughter()).asked
    assert "a-independent_since" not in together, "asked only of who lives alone"
    assert "a-absolute_orphan" not in together, "asked only under 23"
    alone_people = mother_and_daughter()
    del alone_people["b"]
    alone = finished(alone_people).asked
    assert "a-independent_since" in alone
    assert not [key for key in alone if key.startswith("b-") or key == "unit-unit_formed_on"]
    for asked in (together, alone):
        assert len(asked) == len(set(asked)), "nothing is asked twice"


def test_it_stops_at_the_first_requirement_that_can_no_longer_be_met_and_says_what_could_change() -> None:
    people = mother_and_daughter()
    people["a"]["legal_residence_since"] = date(2026, 2, 3)
    del people["b"]
    visitor = finished(people)
    assert "unit-monthly_pensions" not in visitor.asked
    page = visitor.page()
    assert page.startswith("Ahora mismo no")
    assert "Residencia legal en España" in page
    assert "Podrías pedirlo desde el 3 de febrero de 2027." in page
    assert "artículo 10.1.a de la ley" in page
    assert "Podrías cobrar" not in page


def test_where_no_single_change_is_enough_everything_in_the_way_is_named() -> None:
    """Too much patrimony, and too much income once that is put right: naming one alone would promise too much."""
    people = mother_and_daughter(net_patrimony="200.000", months_current_year="0")
    visitor = finished(people)
    assert "Tampoco se cumple" not in visitor.page(), "one change is enough here"
    people["unit"]["annual_income_previous_year"] = "60.000"
    visitor.address = "/simulador/pregunta/unit-annual_income_previous_year/"
    visitor.answer()
    visitor.answer_all()
    page = visitor.page()
    assert page.startswith("Ahora mismo no")
    before, _, after = page.partition("Tampoco se cumple esto")
    assert "Ingresos por debajo del umbral" in before
    assert "Patrimonio neto" in after.partition("Requisitos, uno a uno")[0]
    assert "No hemos encontrado un cambio que baste por sí solo." in page
    listed = page.partition("Requisitos, uno a uno")[2]
    assert listed.index("no se cumple") < listed.index(": se cumple"), "what stands in the way comes first"


def test_too_much_patrimony_is_told_with_the_limit() -> None:
    page = finished(mother_and_daughter(net_patrimony="200.000")).page()
    assert page.startswith("Ahora mismo no")
    assert "200.000,00 €" in page
    assert "36.973,44 €" in page


@pytest.mark.req("S2-17")
def test_what_would_have_to_change_is_what_the_rules_computed() -> None:
    people = mother_and_daughter(annual_income_previous_year="40.000", months_current_year="0")
    visitor = finished(people)
    page = visitor.page()
    assert page.startswith("Ahora mismo no")
    assert "No te hemos preguntado todo. Damos por hecho que lo demás no lo impide." in page
    assert "Nadie administra una sociedad mercantil activa: falta saberlo" in page, "nobody asked"
    case = visitor.client.session[ANSWERS_KEY]
    supposed = {"net_patrimony": 0, "non_corporate_assets": 0, "unit_formed_on": "2020-01-01"}
    members = [{"legal_residence_since": one["birth_date"], **one} for one in case["members"]]
    changes = rules.simulate_case({**case, "unit": {**supposed, **case["unit"]}, "members": members})["changes"]
    assert changes
    for change in changes:
        assert change["reason"]["es"].replace("\u00a0", " ") in page
    # The limit gives the child supplement and no more: the page says so before anybody hopes for the whole.
    assert {change["pointer"]: change["reason"]["es"].rpartition(". ")[2] for change in changes} == {
        "/unit/annual_income_previous_year": "Entonces correspondería solo el complemento de ayuda para la infancia."
    }
    assert page.count("Cambiar esta respuesta") == sum(change["pointer"] != "/on" for change in changes)
    # The limit is a limit: with it the answer is yes.
    income = next(one for one in changes if one["pointer"] == "/unit/annual_income_previous_year")
    visitor.address = reverse("simulator:question", kwargs={"key": "unit-annual_income_previous_year"})
    visitor.people["unit"]["annual_income_previous_year"] = f"{income['value']:.2f}".replace(".", ",")
    visitor.answer()
    visitor.answer_all()
    assert visitor.page().startswith("Podrías cobrar")
    assert "Es el complemento de ayuda para la infancia." in visitor.page()


def test_what_was_not_known_is_named_and_can_be_answered_later() -> None:
    visitor = finished(mother_and_daughter(annual_income_previous_year=None))
    page = visitor.page()
    assert "Falta saber algo más" in page
    assert "¿Cuánto ingresasteis el año pasado" in page
    visitor.address = reverse("simulator:question", kwargs={"key": "unit-annual_income_previous_year"})
    visitor.answer({"unit-annual_income_previous_year": "4800"})
    visitor.answer_all()
    assert "Podrías cobrar 772,57 €" in visitor.page()


def test_an_answer_can_be_changed_and_what_it_made_pointless_no_longer_counts() -> None:
    visitor = finished(mother_and_daughter())
    visitor.page()
    visitor.address = reverse("simulator:question", kwargs={"key": "b-relation"})
    visitor.people["b"]["relation"] = "sibling"
    visitor.people["b"]["birth_date"] = date(1990, 1, 1)
    visitor.answer()
    visitor.address = reverse("simulator:question", kwargs={"key": "b-birth_date"})
    visitor.answer()
    visitor.answer_all()
    visitor.page()
    sibling = visitor.client.session[ANSWERS_KEY]["members"][1]
    assert "custody" not in sibling
    assert rules.simulate_case(visitor.client.session[ANSWERS_KEY])["monthly"]["child_supplement"] == 0


def test_a_smaller_household_forgets_who_is_no_longer_in_it() -> None:
    visitor = finished(mother_and_daughter())
    visitor.address = reverse("simulator:question", kwargs={"key": "hogar"})
    visitor._post({"relatives": "0"})
    visitor.answer_all()
    visitor.page()
    assert [one["ref"] for one in visitor.client.session[ANSWERS_KEY]["members"]] == ["a"]
    assert visitor.client.get(reverse("simulator:question", kwargs={"key": "b-birth_date"})).status_code == 404


def test_each_page_says_how_many_are_left_and_what_is_already_clear() -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.begin()
    left = []
    while "/pregunta/" in visitor.address:
        page = visitor.page()
        found = re.search(r"Quedan? (?:entre )?(\d+)(?: [oy] (\d+))? preguntas?\.", page)
        assert found, page
        left.append((int(found[1]), int(found[2] or found[1])))
        visitor.answer()
    assert left[-1] == (1, 1)
    honest = [low <= len(left) - position <= high for position, (low, high) in enumerate(left)]
    assert sum(honest) >= len(left) * 0.6, list(zip(left, honest, strict=True))
    assert "Esto ya está claro" in visitor.page(reverse("simulator:question", kwargs={"key": "b-disability_pct"}))


def test_back_leads_to_the_question_before_with_its_answer_in_place() -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.begin()
    visitor.answer_all(until=lambda key: key == "b-birth_date")
    html = visitor.client.get(visitor.address).content.decode()
    assert re.search(r'class="govuk-back-link" href="/simulador/pregunta/b-relation/"', html)
    before = visitor.client.get("/simulador/pregunta/b-relation/").content.decode()
    assert re.search(r'value="child" (selected|checked)', before)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Responde a"),
        ({"a-birth_date_day": "31", "a-birth_date_month": "2", "a-birth_date_year": "1984"}, "no existe"),
        ({"a-birth_date_day": "1", "a-birth_date_month": "1", "a-birth_date_year": "2030"}, "posterior a hoy"),
        ({"a-birth_date_day": "1", "a-birth_date_month": "1", "a-birth_date_year": "1800"}, "anterior"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_keeps_what_was_typed(data: dict[str, str], said: str) -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.begin()
    response = visitor.client.post("/simulador/pregunta/a-birth_date/", data)
    html = response.content.decode()
    assert response.status_code == 200
    assert said in html
    assert "<title>Error:" in html
    for value in data.values():
        assert f'value="{value}"' in html


@pytest.mark.parametrize("relatives", ["", "-1", "99", "dos"])
def test_a_strange_number_of_people_is_told_kindly(relatives: str) -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.client.post("/simulador/")
    response = visitor.client.post("/simulador/pregunta/hogar/", {"relatives": relatives})
    assert response.status_code == 200
    assert "govuk-error-message" in response.content.decode()


def test_a_page_opened_without_a_simulation_leads_to_its_start() -> None:
    client = SimulatorVisitor({}).client
    for address in ("/simulador/pregunta/hogar/", "/simulador/pregunta/a-birth_date/", "/simulador/resultado/"):
        assert client.get(address)["Location"] == "/simulador/"


def test_the_answers_go_on_to_the_application() -> None:
    visitor = finished(mother_and_daughter())
    assert f'action="{reverse("applications:from_simulation")}"' in visitor.client.get(visitor.address).content.decode()
    carried = visitor.client.session[ANSWERS_KEY]
    assert carried["unit"]["annual_income_previous_year"] == "4800.00"
    assert carried["members"][1]["birth_date"] == "2019-07-30"
    assert visitor.client.post(reverse("applications:from_simulation")).status_code == 302


def test_one_finished_simulation_is_one_row_that_tells_nothing_of_anybody() -> None:
    visitor = finished(mother_and_daughter())
    for _ in range(3):
        visitor.page()
    row = Simulation.objects.get()
    assert (row.kind, row.total_cents, row.created_on) == ("imv_and_child_supplement", 77_257, date(2026, 10, 15))
    assert row.text_hash.startswith("imv@sha256:")
    assert {field.name for field in Simulation._meta.get_fields()} == {
        "id", "public_id", "kind", "total_cents", "text_hash", "created_on",
    }  # fmt: skip
    assert row.public_id.version == 4, "a UUIDv7 would tell the moment"


def test_counts_are_forgotten_after_twelve_months() -> None:
    for day in (date(2025, 10, 14), date(2025, 10, 15), date(2026, 10, 15)):
        Simulation.objects.create(kind="none", text_hash="imv@sha256:x", created_on=day)
    assert purge_simulations(date(2026, 10, 15)) == 1
    assert Simulation.objects.count() == 2


def test_no_address_carries_an_answer() -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.begin()
    while "/pregunta/" in visitor.address:
        assert re.fullmatch(r"/simulador/pregunta/(hogar|(unit|[a-z])-[a-z_0-9]+)/", visitor.address)
        visitor.answer()
    assert visitor.address == "/simulador/resultado/"


def test_the_quick_exit_leaves_nothing_behind() -> None:
    people = mother_and_daughter()
    people["b"]["custody"] = "shared"
    visitor = SimulatorVisitor(people)
    visitor.begin()
    visitor.answer_all(until=lambda key: key == "a-gender_violence_victim")
    assert visitor.key == "a-gender_violence_victim"
    assert "Salir de esta página" in visitor.client.get(visitor.address).content.decode()
    gone = visitor.client.get("/simulador/salir/")
    assert gone["Location"].startswith("https://www.aemet.es/")
    assert visitor.client.get(visitor.address)["Location"] == "/simulador/"
    assert all("birth_date" not in str(session.get_decoded()) for session in Session.objects.all())


def test_what_is_delicate_is_only_asked_where_it_decides() -> None:
    """With exclusive custody the protected situation changes nothing: the mother is not asked for it."""
    assert "a-gender_violence_victim" not in finished(mother_and_daughter()).asked


def test_an_answer_that_could_put_somebody_in_danger_is_not_on_the_page_that_is_printed() -> None:
    people = mother_and_daughter()
    people["a"]["gender_violence_victim"] = True
    people["b"]["custody"] = "shared"
    visitor = finished(people)
    assert "a-gender_violence_victim" in visitor.asked
    page = visitor.page()
    assert "¿Eres víctima de violencia de género? No la mostramos aquí" in page
    assert page.count("violencia") == page.count("¿Eres víctima de violencia de género?")


def test_another_simulation_begins_from_nothing() -> None:
    visitor = finished(mother_and_daughter())
    visitor.page()
    assert visitor.client.post("/simulador/otra/")["Location"] == "/simulador/pregunta/hogar/"
    assert ANSWERS_KEY not in visitor.client.session
    assert "772,57" not in visitor.page("/simulador/pregunta/hogar/")
