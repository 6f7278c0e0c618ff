"""What a visitor takes along from the simulator: the PDF, the link, the language."""

import re
import subprocess
from datetime import date
from io import BytesIO
from typing import Any

import pdfua
import pikepdf
import polib
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from rules import services as rules
from rules import texts_store
from simulator.models import SavedSimulation
from simulator.wizard import ANSWERS_KEY
from tests.flows.simulations import SimulatorVisitor, mother_and_daughter

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-16")]
LANGUAGES = ("ca", "gl", "eu", "en")
AMOUNT = "772,57"


@pytest.fixture(autouse=True)
def _autumn() -> Any:
    with time_machine.travel("2026-10-15 10:00", tick=True):
        yield


def finished(people: dict[str, Any], language: str = "es") -> SimulatorVisitor:
    visitor = SimulatorVisitor(people)
    choose(visitor, language)
    visitor.begin()
    visitor.answer_all()
    visitor.page()
    return visitor


def choose(visitor: SimulatorVisitor, language: str, back: str = "/simulador/") -> str:
    return visitor.client.post("/simulador/idioma/", {"language": language, "back": back})["Location"]


def saved_link(visitor: SimulatorVisitor) -> str:
    assert visitor.client.post("/simulador/guardar/")["Location"] == "/simulador/guardar/"
    html = visitor.client.get("/simulador/guardar/").content.decode()
    return re.search(r'href="[^"]*(/simulador/guardada/[^"/]+/)"', html)[1]  # type: ignore[index]


# --- The PDF --------------------------------------------------------------------------------------------------------


def words_of(pdf: bytes, tmp_path: Any) -> str:
    path = tmp_path / "estimate.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["es", *LANGUAGES])
def test_the_result_is_a_tagged_pdf_in_the_visitors_language_that_says_it_proves_nothing(
    language: str, tmp_path: Any
) -> None:
    response = finished(mother_and_daughter(), language).client.get("/simulador/resultado/estimacion.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    path = tmp_path / "estimate.pdf"
    path.write_bytes(response.content)
    assert [finding.message for finding in pdfua.validate(str(path)).findings] == []
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert str(pdf.Root.Lang).partition("-")[0] == language
        assert pdf.Root.MarkInfo.Marked
        assert "/AcroForm" not in pdf.Root, "nobody sealed it"
        pages = len(pdf.pages)
    words = words_of(response.content, tmp_path)
    assert AMOUNT in words
    assert "CEA" not in words
    said = {
        "es": "Estimación sin sello: no tramita, no vincula y no acredita nada ante nadie.",
        "ca": "Estimació sense segell",
        "gl": "Estimación sen selo",
        "eu": "Zigilurik gabeko zenbatespena",
        "en": "Unsealed estimate",
    }[language]
    assert words.count(said) == pages, "on every page"
    assert ("sin revisar" in words or "sense revisar" in words or "sen revisar" in words or "berrikusi gabea" in words
            or "not reviewed" in words) is (language != "es")  # fmt: skip


def test_what_could_put_somebody_in_danger_is_not_on_the_pdf(tmp_path: Any) -> None:
    people = mother_and_daughter()
    people["a"]["gender_violence_victim"] = True
    people["b"]["custody"] = "shared"
    words = words_of(finished(people).client.get("/simulador/resultado/estimacion.pdf").content, tmp_path)
    assert "No la mostramos aquí" in words
    assert words.count("violencia") == 1, "the question alone"
    assert "protección" not in words


def test_there_is_no_pdf_and_nothing_to_save_before_there_is_a_result() -> None:
    for address in ("/simulador/resultado/estimacion.pdf", "/simulador/guardar/"):
        assert Client().get(address)["Location"] == "/simulador/"
    assert Client().post("/simulador/guardar/")["Location"] == "/simulador/"
    assert not SavedSimulation.objects.exists()


# --- The link -------------------------------------------------------------------------------------------------------


def test_the_link_brings_the_same_result_to_another_browser() -> None:
    visitor = finished(mother_and_daughter())
    link = saved_link(visitor)
    other = SimulatorVisitor(mother_and_daughter())
    assert "Se guarda hasta el 14 de noviembre de 2026." in other.page(link)
    assert "sessionid" not in other.client.cookies, "to look changes nothing"
    other.address = other.client.post(link)["Location"]
    other.answer_all()
    assert other.asked == [], "nothing that still matters is left to ask"
    assert "Podrías cobrar 772,57 € al mes" in other.page()
    assert other.client.session[ANSWERS_KEY] == visitor.client.session[ANSWERS_KEY]


def test_what_is_delicate_is_asked_again_where_it_matters() -> None:
    people = mother_and_daughter()
    people["a"] |= {"gender_violence_victim": True, "legal_residence_since": date(2026, 5, 1)}
    visitor = finished(people)
    assert "a-gender_violence_victim" in visitor.asked or "a-residence_exception" in visitor.asked
    other = SimulatorVisitor(people)
    other.address = other.client.post(saved_link(visitor))["Location"]
    other.answer_all()
    assert {"a-gender_violence_victim", "a-residence_exception"} & set(other.asked)
    same, before = (one.page("/simulador/resultado/").partition("Lo que has contestado") for one in (other, visitor))
    assert same[0] == before[0]


def test_what_is_delicate_is_not_kept() -> None:
    people = mother_and_daughter()
    people["a"]["gender_violence_victim"] = True
    people["b"]["custody"] = "shared"
    link = saved_link(finished(people))
    other = SimulatorVisitor(people)
    other.client.post(link)
    kept = str(dict(other.client.session))
    assert "violence" not in kept
    assert "1984-05-02" in kept


def test_opened_later_it_goes_by_the_law_and_ages_of_that_day() -> None:
    link = saved_link(finished(mother_and_daughter()))
    with time_machine.travel("2026-11-10 10:00", tick=True):
        other = SimulatorVisitor(mother_and_daughter())
        other.address = other.client.post(link)["Location"]
        other.answer_all()
        other.page()
        assert other.client.session[ANSWERS_KEY]["on"] == "2026-11-10"


def test_a_link_whose_days_are_over_or_that_never_was_says_what_to_do() -> None:
    link = saved_link(finished(mother_and_daughter()))
    with time_machine.travel("2026-11-15 10:00", tick=True):
        for address in (link, "/simulador/guardada/nunca/"):
            response = Client().get(address)
            assert response.status_code == 404
            assert "Esta simulación ya no está guardada." in response.content.decode()
            assert Client().post(address).status_code == 404


def test_it_can_be_deleted_with_the_link_and_then_is_gone() -> None:
    link = saved_link(finished(mother_and_daughter()))
    assert "Simulación borrada" in Client().post(link, {"delete": "1"}).content.decode()
    assert not SavedSimulation.objects.exists()
    assert Client().get(link).status_code == 404


def test_saving_again_replaces_and_another_answer_needs_another_link() -> None:
    visitor = finished(mother_and_daughter())
    first, second = saved_link(visitor), saved_link(visitor)
    assert first != second
    assert SavedSimulation.objects.count() == 1
    visitor.address = "/simulador/pregunta/unit-net_patrimony/"
    visitor.answer({"unit-net_patrimony": "2.000"})
    assert "/simulador/guardada/" not in visitor.client.get("/simulador/guardar/").content.decode()
    assert visitor.client.get(second).status_code == 200, "what was kept stays what it was"


def test_the_link_carries_no_answer() -> None:
    link = saved_link(finished(mother_and_daughter()))
    assert re.fullmatch(r"/simulador/guardada/[A-Za-z0-9_-]{24}/", link)


def test_the_quick_exit_leaves_no_trace_of_the_link_in_the_session() -> None:
    visitor = finished(mother_and_daughter())
    token = saved_link(visitor).split("/")[-2]
    visitor.client.get("/simulador/salir/")
    assert all(token not in str(session.get_decoded()) for session in Session.objects.all())


# --- The language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "lands"),
    [
        ("/simulador/resultado/", "/simulador/resultado/"),
        ("", "/simulador/"),
        ("https://elsewhere.example/simulador/", "/simulador/"),
        ("//elsewhere.example/", "/simulador/"),
        ("/oficina/", "/simulador/"),
    ],
)
def test_choosing_a_language_leads_back_and_never_elsewhere(back: str, lands: str) -> None:
    visitor = SimulatorVisitor({})
    assert choose(visitor, "eu", back) == lands
    assert visitor.client.session["language"] == "eu"


def test_a_language_that_is_not_offered_is_not_remembered() -> None:
    visitor = SimulatorVisitor({})
    choose(visitor, "xx")
    html = visitor.client.get("/simulador/").content.decode()
    assert '<html lang="es"' in html
    assert "sin revisar" not in html


def spanish_only(language: str) -> set[str]:
    """Sentences of rules and screens that are written otherwise in the language."""
    paths = [
        texts_store.TEXTS / "imv" / "languages" / f"{language}.po",
        f"core/locale/{language}/LC_MESSAGES/django.po",
    ]
    entries = [entry for path in paths for entry in polib.pofile(str(path))]
    said = " ".join(entry.msgstr for entry in entries)
    return {one.msgid for one in entries if len(one.msgid) > 12 and "{" not in one.msgid and one.msgid not in said}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_simulation_is_in_the_language_chosen_and_says_nobody_has_read_it(language: str) -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    choose(visitor, language)
    left = spanish_only(language)
    assert len(left) > 250
    visitor.begin()
    while True:
        html = visitor.client.get(visitor.address).content.decode()
        assert f'<html lang="{language}"' in html
        assert "amparo-unread" in html
        page = visitor.page()
        assert not [sentence for sentence in left if sentence in page], visitor.address
        if "/pregunta/" not in visitor.address:
            break
        visitor.answer()
    assert AMOUNT in page
    other_pages = visitor.client.get("/").content.decode()
    assert '<html lang="es"' in other_pages, "the rest of the site is in Spanish"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_an_answer_is_told_in_the_language(language: str) -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    choose(visitor, language)
    visitor.begin()
    left = spanish_only(language)
    for data in ({}, {"a-birth_date_day": "31", "a-birth_date_month": "2", "a-birth_date_year": "1984"}):
        html = visitor.client.post("/simulador/pregunta/a-birth_date/", data).content.decode()
        assert "govuk-error-message" in html
        assert not [sentence for sentence in left if sentence in html]
        assert "no existe" not in html.replace("non existe", "").replace("no existeix", "")


def test_months_may_be_typed_in_any_of_the_languages() -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    choose(visitor, "eu")
    visitor.begin()
    data = {"a-birth_date_day": "2", "a-birth_date_month": "maiatza", "a-birth_date_year": "1984"}
    assert visitor.client.post("/simulador/pregunta/a-birth_date/", data).status_code == 302
    assert visitor.client.session["simulation"]["members"][0]["birth_date"] == "1984-05-02"


def test_the_language_changes_no_answer_and_can_change_on_the_way() -> None:
    visitor = finished(mother_and_daughter())
    before = visitor.client.session[ANSWERS_KEY]
    for language in (*LANGUAGES, "es"):
        choose(visitor, language, "/simulador/resultado/")
        assert AMOUNT in visitor.page("/simulador/resultado/")
    assert visitor.client.session[ANSWERS_KEY] == before
    assert rules.simulate_case(before)["monthly"]["total"] == 772.57


def test_no_day_of_a_doubtful_regime_can_be_asked_for() -> None:
    visitor = SimulatorVisitor(mother_and_daughter())
    visitor.address = visitor.client.post("/simulador/", {"on": "2021-03-01"})["Location"]
    visitor._post({"relatives": "0", "on": "2021-03-01"})
    assert visitor.client.session["simulation"]["on"] == date(2026, 10, 15).isoformat()
    text = rules.text("imv", date(2026, 10, 15))
    asked = {fact.name for fact in text.facts.values() if fact.question}
    assert not asked & {"other_pensions_applied", "units_in_home"}, "asked by the law of 2020 and 2021 only"
