"""What goes wrong on the pages in five languages is said in the language that was being read, and nothing is lost."""

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from core.reading import language_of
from core.views import server_error

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-16")]
GONE = {
    "es": "Esta simulación ya no está guardada.",
    "ca": "Aquesta simulació ja no està desada.",
    "gl": "Esta simulación xa non está gardada.",
    "eu": "Simulazio hau ez dago jada gordeta.",
    "en": "This simulation is no longer kept.",
}
TEMPLATES = [
    path
    for room in ("applications", "core", "identity", "interop", "receipts", "rules", "simulator", "workflow")
    for path in (Path(__file__).resolve().parents[2] / room).rglob("*.html")
]


def reader(language: str, **options: bool) -> Client:
    """Somebody who chose a language in the simulator."""
    client = Client(**options)
    client.get(f"/simulador/?idioma={language}")
    return client


@pytest.mark.parametrize("language", GONE)
def test_a_saved_link_that_is_over_says_so_in_the_language_read(language: str) -> None:
    response = reader(language).get("/simulador/guardada/nunca/")
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in html
    assert f">{GONE[language]}</h1>" in html
    assert ("amparo-unread" in html) == (language != "es")
    way_on = {"es": "Ir al simulador", "eu": "Joan simulagailura"}
    assert f'href="/simulador/">{way_on.get(language, "")}' in html


@pytest.mark.parametrize(
    ("language", "said"),
    [("ca", "Aquesta pàgina no existeix"), ("gl", "Esta páxina non existe"), ("eu", "Orri hau ez da existitzen")],
)
def test_an_address_that_does_not_exist(language: str, said: str) -> None:
    client = reader(language)
    for address in ("/simulador/nada/", "/imv/nada/"):
        html = client.get(address).content.decode()
        assert f">{said}</h1>" in html
        assert 'href="/simulador/"' in html
    elsewhere = client.get("/solicitud/nada/").content.decode()
    assert ">Esta página no existe</h1>" in elsewhere, "what is only in Spanish fails in Spanish"
    assert '<html lang="es"' in elsewhere


def test_a_form_left_open_too_long() -> None:
    response = reader("gl", enforce_csrf_checks=True).post("/simulador/")
    assert response.status_code == 403
    assert ">A páxina levaba demasiado tempo aberta</h1>" in response.content.decode()


def test_a_failure_of_ours_touches_neither_session_nor_database(django_assert_num_queries) -> None:
    request = RequestFactory().get("/simulador/")
    request.session = {"language": "eu"}  # type: ignore[assignment]
    language_of(request)
    del request.session
    with django_assert_num_queries(0):
        html = server_error(request).content.decode()
    assert '<html lang="eu"' in html
    assert "Ez du funtzionatu, eta gure errua da" in html
    assert '<html lang="es"' in server_error(RequestFactory().get("/simulador/")).content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("es", "ninguna simulación abierta"), ("en", "There is no simulation open in this browser")]
)
def test_whoever_lost_the_session_on_the_way_is_told_and_not_just_sent_back(language: str, said: str) -> None:
    client = reader(language)
    for address in ("pregunta/a-birth_date/", "resultado/", "resultado/estimacion.pdf", "guardar/"):
        response = client.get(f"/simulador/{address}", follow=True)
        assert response.redirect_chain == [("/simulador/", 302)]
        assert said in response.content.decode()
    answered = client.post("/simulador/pregunta/a-birth_date/", {"a-birth_date_day": "1"}, follow=True)
    assert said in answered.content.decode()
    assert said not in client.get("/simulador/").content.decode(), "said once"


def test_no_label_ends_in_a_backslash() -> None:
    assert len(TEMPLATES) > 100
    assert not [path.name for path in TEMPLATES if re.search(r"%\}\\\"", path.read_text())]
