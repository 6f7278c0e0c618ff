"""Public pages answer, load nothing from elsewhere, and stay light."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from core import home, mail
from core.actors import staff_actor
from core.errors import AmparoError
from core.models import Office, StaffMember, StaffRole
from core.templatetags.amparo import posts
from tests.unit.furniture import gallery
from tests.unit.furniture.readability import inflesz, main_text, syllables

PUBLIC = ["/", "/ayuda/", "/privacidad/", "/accesibilidad/", "/codigo/"]

# Core's pages alone, so that these tests do not wait for the other rooms.
urlpatterns = [path("", include(gallery.__name__)), path("refused/", lambda request: _refuse())]
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def _refuse() -> None:
    raise AmparoError("record.busy")


def test_core_pages_need_no_other_room(client: Client) -> None:
    for address in PUBLIC:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.content.decode().count("<h1") == 1, address


@pytest.mark.parametrize("address", [*PUBLIC, "/nada/", "/galeria/?mal", "/galeria/oficina/"])
def test_a_page_brings_nothing_from_elsewhere_and_no_inline_code(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    loaded = re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]+)"', html)
    assert loaded
    assert all(source.startswith("/static/") for source in loaded)
    assert not re.findall(r"<style|\sstyle=|<script>|\son[a-z]+=", html)


@pytest.mark.req("S4-11")
@pytest.mark.parametrize("address", ["/", "/galeria/?mal", "/galeria/oficina/"])
def test_a_page_weighs_at_most_150_kb_compressed(client: Client, address: str) -> None:
    html = client.get(address).content
    total = len(gzip.compress(html))
    sources = set(re.findall(r'(?:href|src)="/static/([^"]+)"', html.decode()))
    sources |= {"vendor/govuk-frontend.min.js"}
    if "core/office.js" in sources:
        sources |= {"vendor/moj-frontend.min.js"}
    for source in sources:
        found = finders.find(source)
        assert found, source
        content = Path(found).read_bytes()
        total += len(content) if source.endswith(".woff2") else len(gzip.compress(content))
    assert total <= 150_000


@pytest.mark.req("S2-40")
@pytest.mark.parametrize("address", [*PUBLIC, "/nada/"])
def test_public_texts_are_easy_to_read(client: Client, address: str) -> None:
    text = main_text(client.get(address).content.decode())
    assert inflesz(text) >= 55
    for sentence in re.split(r"[.!?…:]\s|\n", text):
        assert len(sentence.split()) <= 25, sentence


def test_the_readability_measure_tells_plain_from_legal() -> None:
    words = {"casa": 2, "país": 2, "guerra": 2, "ahora": 3, "ciudad": 2, "oír": 2, "y": 1}
    assert {word: syllables(word) for word in words} == words
    assert inflesz("Te llega un correo con un código. Escribe aquí las seis cifras.") > 55
    assert inflesz("La resolución administrativa determinará motivadamente la extinción de las prestaciones.") < 40


def test_vendored_sheets_hold_no_state_sign_and_no_font_that_is_not_ours() -> None:
    for name in ("govuk-frontend.min.css", "moj-frontend.min.css"):
        found = finders.find(f"vendor/{name}")
        sheet = Path(found).read_text()
        assert not re.search(r"GDS Transport|crest|crown|/assets/|url\(.?https?:", sheet)
        for image in re.findall(r"url\(([^)\"']+)\)", sheet):
            assert (Path(found).parent / image).exists(), image


def test_an_error_of_the_catalogue_becomes_a_page_that_says_what_to_do(client: Client) -> None:
    response = client.get("/refused/")
    assert response.status_code == 409
    assert "Otra persona está guardando esto" in response.content.decode()
    assert "record.busy" in response.content.decode()


def test_a_mistake_of_ours_is_told_without_its_details(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/galeria/rota/")
    assert response.status_code == 500
    assert "culpa nuestra" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


def test_an_unknown_address_has_a_way_on(client: Client) -> None:
    response = client.get("/nada/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_the_source_page_offers_the_running_code(client: Client, settings) -> None:
    settings.SOURCE_URL = "https://codigo.example/amparo"
    assert 'href="https://codigo.example/amparo"' in client.get("/codigo/").content.decode()


def test_a_room_puts_a_panel_on_the_home_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "_PANELS", {})
    home.register_panel("core/partials/empty.html", lambda: {"title": "Importes de 2026", "text": "Aquí."})
    assert "Importes de 2026" in client.get("/").content.decode()
    home.register_panel("core/partials/empty.html", lambda: None)
    assert "Importes de 2026" not in client.get("/").content.decode()


def test_the_notice_of_a_demonstration_is_on_every_page_and_only_there(client: Client, settings) -> None:
    settings.DEMONSTRATION = True
    assert "Personas y datos inventados" in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert "Personas y datos inventados" not in client.get("/").content.decode()


def test_the_bar_of_the_office_says_who_where_and_as_what(client: Client, django_user_model) -> None:
    user = django_user_model.objects.create_user("marta")
    office_here = Office.objects.create(code="T-41", name="Dirección Provincial de Sevilla", kind="provincial_office")
    member = StaffMember.objects.create(user=user, full_name="Marta Soler", employee_number="1")
    now = timezone.now()
    held = {"staff": member, "office": office_here}
    StaffRole.objects.create(role="processor", valid_from=date(2020, 1, 1), confirmed_at=now, **held)
    StaffRole.objects.create(
        role="supervisor", valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31), confirmed_at=now, **held
    )
    actor = staff_actor(user.pk)
    assert actor is not None
    assert posts(actor) == ["Tramitador, Dirección Provincial de Sevilla"]


@pytest.fixture
def mailbox(settings, tmp_path: Path) -> Path:
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.EMAIL_FILE_PATH = str(settings.MAILBOX_DIR)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
    return settings.MAILBOX_DIR


def test_the_mailbox_shows_what_was_sent_newest_first(client: Client, settings, mailbox: Path) -> None:
    settings.DEMONSTRATION = True
    for number in (1, 2):
        mail.send("lucia@ejemplo.es", f"Prueba {number}: año", "letter.txt", {"link": "http://localhost/?a=1&b=2"})
    letters = mail.sent()
    assert {letter.subject for letter in letters} == {"Prueba 1: año", "Prueba 2: año"}
    assert letters[0].to == "lucia@ejemplo.es"
    assert "código llegará mañana" in letters[0].text
    assert "http://localhost/?a=1&b=2" in letters[0].text
    html = client.get("/desarrollo/correo/").content.decode()
    assert html.index("Prueba 2: año") < html.index("Prueba 1: año")
    assert 'href="http://localhost/?a=1&amp;b=2"' in html


def test_the_mailbox_exists_only_in_the_demonstration(client: Client, settings, mailbox: Path) -> None:
    settings.DEMONSTRATION = False
    assert client.get("/desarrollo/correo/").status_code == 404
