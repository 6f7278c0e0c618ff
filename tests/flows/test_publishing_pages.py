"""Pages of the versions: what each reader is offered, and what the rules say to everybody."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from core.actors import Actor
from rules import texts_store
from rules.publishing import drafts, schedule, signing, trying
from tests.flows import publishing
from tests.flows.dossiers import actor, staff
from tests.flows.publishing import FIRST_DAY, WHY
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-71", "S2-72")]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(trying, "POPULATION", 30)
    monkeypatch.setattr(trying.examples, "examples_of", lambda _: publishing.SOME_EXAMPLES)
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def people() -> dict[str, object]:
    return {name: staff(name, "administrator") for name in ("beatriz", "rafael")}


def text_of(response: object) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())  # type: ignore[attr-defined]


def at(name: str, *arguments: object) -> str:
    return reverse(f"rules:{name}", args=arguments)


def test_each_one_is_offered_what_they_may_do(people: dict[str, object]) -> None:
    beatriz, rafael = (actor(people[name]) for name in ("beatriz", "rafael"))  # type: ignore[arg-type]
    hers, his = (signed_in(people[name]) for name in ("beatriz", "rafael"))
    version = publishing.proposed(beatriz)
    page = at("version", version.public_id)
    assert "quien escribe una versión no la firma" in text_of(hers.get(page))
    assert at("version_review", version.public_id) in his.get(page).content.decode()
    assert at("version_review", version.public_id) not in hers.get(page).content.decode()
    assert hers.get(at("version_review", version.public_id)).status_code == 403
    assert "RD 1/2027, anexo I" in text_of(his.get(at("version_review", version.public_id)))
    signing.publish(version.public_id, version.revision, WHY, rafael, seen_warnings=True)
    for browser in (hers, his):
        closed = browser.get(at("version_amount", version.public_id, "guaranteed_income"))
        assert closed.status_code == 409
        assert "Publicada: crea una nueva" in text_of(closed)
    post = {"revision": str(version.revision), "text": "Otra cosa distinta."}
    key = "requirements.yaml/requirements/residence/label"
    answer = hers.post(at("version_sentence", version.public_id, key), post)
    assert "Publicada: crea una nueva." in text_of(answer)


def test_what_the_checker_refuses_stands_beside_its_row(people: dict[str, object]) -> None:
    beatriz: Actor = actor(people["beatriz"])  # type: ignore[arg-type]
    version = publishing.draft(beatriz)
    cells = {"cell_1": "733,60", "cell_2": "953,68", "cell_3": "953,67", "cell_4": "1.393,84", "cell_5": "1.613,92"}
    address = at("version_amount", version.public_id, "guaranteed_income")
    page = html.fromstring(
        signed_in(people["beatriz"]).post(address, {"revision": "1", "source": "BOE", **cells}).content
    )
    told = page.get_element_by_id("id_cell_3_error").text_content()
    assert "La fila 3 (953,67 €) es menor que la fila 2 (953,68 €)." in told
    assert "parameters.yaml, línea" in told
    assert page.get_element_by_id("id_cell_3").get("aria-invalid") == "true"
    answer = signed_in(people["beatriz"]).post(address, {"revision": "1", **cells, "cell_2": "mucho", "source": ""})
    summary = html.fromstring(answer.content).find_class("govuk-error-summary__list")[0].text_content().split("\n")
    told = [line.strip() for line in summary if line.strip()]
    assert told[0].startswith("2 personas: Escribe la cantidad"), "which row, in the order of the page"
    assert told[-1] == "Rellena «Fuente»."
    assert publishing.again(version).revision == 1


@pytest.mark.parametrize(
    ("day", "status"), [("2026-12-31", 200), ("2027-01-01", 200), ("ayer", 400), ("2019-01-01", 400), ("", 200)]
)
def test_anybody_reads_the_rules_of_a_day(day: str, status: int) -> None:
    page = Client().get(at("reference", "imv"), {"dia": day} if day else {})
    assert page.status_code == status
    tree = html.fromstring(page.content)
    anchors = {one.get("id") for one in tree.iter() if one.get("id")}
    links = {one.get("href")[1:] for one in tree.iter("a") if (one.get("href") or "").startswith("#")}
    assert links <= anchors
    text = texts_store.current("imv").text  # type: ignore[union-attr]
    assert {f"requisito-{one.id}" for one in text.requirements} <= anchors
    assert {f"cuantia-{name}" for name in text.parameters} <= anchors
    assert {f"pregunta-{name}" for (_, name), fact in text.facts.items() if fact.question} <= anchors
    assert "RDL 20/2020, anexo I" in text_of(page)
    assert "Puede darlo: TGSS, artículo 21.8." in text_of(page)
    assert Client().get(at("reference", "loteria")).status_code == 404


def test_the_public_page_shows_a_published_version_on_its_day(people: dict[str, object]) -> None:
    beatriz, rafael = (actor(people[name]) for name in ("beatriz", "rafael"))  # type: ignore[arg-type]
    publishing.published(beatriz, rafael)
    old, new = (text_of(Client().get(at("reference", "imv"), {"dia": day})) for day in ("2026-12-31", "2027-01-01"))
    assert "RD 1/2027, anexo I" in new
    assert "RD 1/2027" not in old


def test_the_rules_are_written_to_a_file_that_stands_alone(tmp_path: Path) -> None:
    out = StringIO()
    call_command("rules_doc", "imv", "--on", "2025-06-01", "--out", str(tmp_path), stdout=out)
    written = (tmp_path / "imv-2025-06-01.html").read_text("utf-8")
    tree = html.fromstring(written)
    assert tree.get("lang") == "es"
    assert not tree.xpath("//script|//link|//img")
    assert "solicitud del 1 de junio de 2025" in written
    assert "en duda" in written.lower()
    for wrong in (["loteria"], ["imv", "--on", "2019-01-01"], ["imv", "--on", "ayer"]):
        with pytest.raises(CommandError):
            call_command("rules_doc", *wrong, "--out", str(tmp_path))


def test_the_list_says_which_text_counts_when(people: dict[str, object]) -> None:
    beatriz, rafael = (actor(people[name]) for name in ("beatriz", "rafael"))  # type: ignore[arg-type]
    publishing.published(beatriz, rafael)
    drafts.create("imv", "Correcciones", FIRST_DAY, WHY, rafael, copy_year=False)
    browser = signed_in(people["rafael"])
    listed = text_of(browser.get(at("versions")))
    assert "Cuantías 2027" in listed
    assert "hasta 31/12/2026" in listed
    assert listed.count("Cuenta hoy") == 1
    with time_machine.travel(dt.datetime(2027, 1, 2, 9, tzinfo=dt.UTC)):
        schedule.forget()
        row = html.fromstring(signed_in(people["rafael"]).get(at("versions")).content).xpath("//tbody/tr")
        counting = [" ".join(one.text_content().split()) for one in row if "Cuenta hoy" in one.text_content()]
    assert len(counting) == 1
    assert counting[0].startswith("Cuantías 2027")
