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
