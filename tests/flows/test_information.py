"""The public pages on the benefit: open to anybody, figures from the parameters, nothing doubtful said as certain."""

import re
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

from core.money import euros
from rules import services as rules
from tests.unit.furniture.readability import inflesz, main_text

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-21")]
NAMES = ("home", "what", "who", "how_much", "documents", "questions")
TEMPLATES = Path(get_template("simulator/information/home.html").origin.name).parent


def words(name: str) -> str:
    """The words of a page's main part."""
    html = Client().get(reverse(f"information:{name}")).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_without_session_or_script(name: str) -> None:
    client = Client()
    response = client.get(reverse(f"information:{name}"))
    assert response.status_code == 200
    assert not client.cookies
    assert response.content.decode().count("<h1") == 1
    assert client.post(reverse(f"information:{name}")).status_code == 405


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_easy_to_read(name: str) -> None:
    assert inflesz(main_text(Client().get(reverse(f"information:{name}")).content.decode())) >= 55


def test_the_entrance_has_the_four_ways_on_and_leads_to_every_page() -> None:
    html = Client().get("/imv/").content.decode()
    for entry in (
        "Nueva solicitud",
        "Continuar un borrador",
        "Gestionar una solicitud presentada",
        "Preguntas frecuentes",
    ):
        assert f">{entry}</a>" in html
    for name in NAMES[1:]:
        assert f'href="{reverse(f"information:{name}")}"' in html
    assert 'href="/imv/"' in Client().get("/").content.decode()


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_the_table_is_that_of_the_year_cell_by_cell(year: int) -> None:
    with time_machine.travel(f"{year}-11-02 10:00"):
        page = words("how_much")
        found = {one["name"]: one for one in rules.parameters("imv", date(year, 11, 2))["parameters"]}
    assert page.startswith(f"Cuánto es en {year}")
    shown = (
        "guaranteed_income",
        "guaranteed_income_single_parent",
        "child_supplement",
        "patrimony_limit",
        "assets_limit",
    )
    for name in shown:
        for cell in found[name]["cells"]:
            amount = euros(round(cell["value"] * 100)).replace("\u00a0", " ")
            assert amount + ("*" if cell["status"] == "derived" else "") in page.replace(" *", "*"), (name, cell)
        assert found[name]["source"] in page.replace("&quot;", '"').replace("&#x27;", "'")


def test_no_amount_is_written_by_hand() -> None:
    for path in TEMPLATES.glob("*.html"):
        content = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)
        assert not re.findall(r"\d+[.,]\d{2}\s*€|\d+\s*€|\d{4,}", content), path.name


def test_ages_and_times_are_the_parameters() -> None:
    with time_machine.travel("2026-11-02 10:00"):
        page = words("who")
    assert "Tener 23 años o más." in page
    assert "desde hace 12 meses" in page
    assert "hasta 90 días al año" in page
    assert "26.409,60 €" in page


def test_the_documents_are_those_of_the_rule_text() -> None:
    page = words("documents")
    with time_machine.travel("2026-11-02 10:00"):
        for document in rules.text("imv", date(2026, 11, 2)).documents:
            assert document.label in page
            assert document.why in page


@pytest.mark.parametrize("language", ["ca", "gl", "eu", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_speaks_every_language_and_its_links_keep_the_page_and_the_language(name: str, language: str) -> None:
    client, here = Client(), reverse(f"information:{name}")
    spanish = client.get(here).content.decode()
    html = client.get(here, {"idioma": language}).content.decode()
    assert not client.cookies, "a language in the address needs no session"
    assert f'<html lang="{language}"' in html
    assert 'class="amparo-unread"' in html
    assert 'class="amparo-unread"' not in spanish
    for page in (spanish, html):
        for code in ("es", "ca", "gl", "eu", "en"):
            assert re.search(rf'<link rel="alternate" hreflang="{code}" href="http[^"]+{here}\?idioma={code}">', page)
            assert f'href="{here}?idioma={code}" lang="{code}" hreflang="{code}"' in page
    assert f'href="/simulador/?idioma={language}"' in html
    assert set(re.findall(r'href="(/imv/[^"]*)"', html)) <= {
        *(f"{reverse(f'information:{one}')}?idioma={language}" for one in NAMES),
        *(f"{here}?idioma={code}" for code in ("es", "ca", "gl", "eu", "en")),
    }


@pytest.mark.parametrize("language", ["ca", "gl", "eu", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_a_language_leaves_nothing_in_spanish_but_the_sources(name: str, language: str) -> None:
    def sentences(code: str) -> set[str]:
        html = Client().get(reverse(f"information:{name}"), {"idioma": code}).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        words = re.sub(r'<span lang="es">.*?</span>', "", main, flags=re.S)
        pieces = {" ".join(piece.split()) for piece in re.split(r"<[^>]+>", words)}
        return {piece for piece in pieces if len(re.findall(r"[^\W\d_]+", piece)) > 3}

    left = sentences("es") & sentences(language)
    assert not left if language != "gl" else len(left) <= 1, left


def test_the_language_chosen_in_the_simulator_is_that_of_the_pages() -> None:
    client = Client()
    client.get("/simulador/?idioma=eu")
    html = client.get("/imv/quien/").content.decode()
    assert '<html lang="eu"' in html
    assert 'href="/imv/cuanto/"' in html
    assert '<html lang="en"' in client.get("/imv/quien/?idioma=en").content.decode()
    assert '<html lang="eu"' in client.get("/imv/quien/?idioma=klingon").content.decode()
    assert '<html lang="eu"' in client.get("/simulador/").content.decode()


def test_the_figures_are_the_same_in_every_language() -> None:
    def figures(code: str) -> list[str]:
        return re.findall(r"[\d.]+,\d{2}", Client().get("/imv/cuanto/", {"idioma": code}).content.decode())

    assert len(figures("es")) >= 25
    assert figures("ca") == figures("gl") == figures("eu") == figures("en") == figures("es")
