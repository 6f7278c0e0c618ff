"""J4 in a real browser: a person at a CAISS, the capturer's hands on the keyboard, paper signed and scanned in."""

import base64
import re

import pytest
from django.utils import timezone
from PIL import Image

from core.demonstration import DemoHousehold
from tests.answers import date_boxes
from tests.browser.axe import assert_accessible, look
from tests.browser.test_journey import household, identity_fields, sign_in
from tests.browser.visitor import Visitor, code_for

pytestmark = pytest.mark.req("S2-65", "S2-59", "S2-40")

_RANGES = "from core.models import Office; Office.objects.filter(code='CAISS2801').update(address_ranges={ranges})"
_OURS = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10"]
NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


class Keyboard:
    """A capturer who never lets go of the keyboard: Tab, arrows, space, Enter and access keys."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def focused(self) -> dict[str, str]:
        """Name, type and value of what has the focus."""
        return self.page.evaluate(
            "(() => { const e = document.activeElement;"
            " return {name: e.name || '', type: e.type || '', value: e.value || ''} })()"
        )

    def starts_at(self, name: str) -> None:
        """The page put the focus where typing begins, with no click and no Tab."""
        self.page.wait_for_function("name => document.activeElement.name === name", arg=name)

    def reach(self, name: str) -> None:
        """Tab as far as the field, beginning where the focus is."""
        for _ in range(40):
            if self.focused()["name"] == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches {name}")

    def type(self, data: dict[str, str]) -> None:
        """Fill in the fields in their order."""
        for name, value in data.items():
            self.reach(name)
            kind = self.focused()["type"]
            if kind == "radio":
                self._choose(value)
            elif kind == "select-one":
                self._choose_in_list(value)
            elif kind == "checkbox":
                self.page.keyboard.press("Space")
            else:
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(value)

    def _choose(self, value: str) -> None:
        for _ in range(8):
            if self.focused()["value"] == value:
                if not self.page.evaluate("document.activeElement.checked"):
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no answer {value}")

    def _choose_in_list(self, value: str) -> None:
        self.page.keyboard.press("Home")
        for _ in range(60):
            if self.focused()["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: {value} is not in the list")

    def enter(self, picture: str = "") -> None:
        """Enter saves and goes on."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.visitor.arrive(picture)

    def alt(self, key: str) -> None:
        """Alt and an access key, straight to where it leads.

        Sent as Chromium itself receives it from a keyboard: Playwright leaves out the letter that Alt goes with.
        """
        event = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        session = self.page.context.new_cdp_session(self.page)
        with self.page.expect_navigation():
            session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
            session.send("Input.dispatchKeyEvent", {"type": "char", "text": key, "unmodifiedText": key, **event})
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
        session.detach()
        self.visitor.arrive()


def both_widths(visitor: Visitor, name: str) -> None:
    """Look at the page as axe does at both widths, and keep its pictures."""
    for size in (NARROW, WIDE):
        visitor.page.set_viewport_size(size)
        assert_accessible(visitor.page)
    look(visitor.page, name)


def outside_its_networks(visitor: Visitor, server) -> None:
    server.manage("shell", "-c", _RANGES.format(ranges=["203.0.113.0/24"]))
    response = visitor.page.goto("/oficina/captura/")
    assert response is not None
    assert response.status == 403
    visitor.expect("Desde aquí no puedes capturar", "Usa un ordenador de tu oficina")
    both_widths(visitor, "capture-outside")
    server.manage("shell", "-c", _RANGES.format(ranges=_OURS))


def begin(keyboard: Keyboard, home: DemoHousehold, server) -> None:
    visitor, person = keyboard.visitor, home.applicant
    visitor.open("/oficina/captura/")
    visitor.expect("Todavía no has capturado ninguna")
    both_widths(visitor, "capture-home-empty")
    keyboard.alt("n")
    both_widths(visitor, "capture-start")
    visitor.page.reload()
    keyboard.starts_at("document_kind")
    document = identity_fields(person)
    wanted = {name: document[name] for name in ("document_kind", "document_number")}
    wanted |= date_boxes("document_expires_on", person.document_expires_on)
    keyboard.type({**wanted, "document_number": "12345678A"})
    keyboard.enter("capture-start-wrong")
    visitor.expect("La letra no corresponde", "Si la persona no está presente")
    keyboard.starts_at("document_number")
    keyboard.type({"document_number": person.document_number, "present": "on", "notices": "email"})
    keyboard.type({"email": person.email})
    keyboard.enter("capture-code")
    keyboard.starts_at("code")
    keyboard.type({"code": code_for(visitor.page, server.url)})
    keyboard.enter()


def people(keyboard: Keyboard, home: DemoHousehold) -> None:
    visitor = keyboard.visitor
    keyboard.starts_at("first_name")
    both_widths(visitor, "capture-person")
    visitor.page.reload()
    keyboard.starts_at("first_name")
    person = home.applicant
    keyboard.type({"first_name": person.first_name, "first_surname": person.first_surname})
    keyboard.type({"second_surname": person.second_surname, **date_boxes("a-birth_date", person.birth_date)})
    keyboard.enter()
    keyboard.starts_at("street")
    visitor.expect("comprobada con la Policía")
    keyboard.type({"street": person.address, "postal_code": person.postal_code, "municipality": person.municipality})
    keyboard.enter()
    for position, other in enumerate(home.members[1:], 1):
        ref = chr(ord("a") + position)
        keyboard.alt("p")
        keyboard.starts_at("first_name")
        fields = identity_fields(other)
        keyboard.type(fields)
        keyboard.type({f"{ref}-relation": other.relation, **date_boxes(f"{ref}-birth_date", other.birth_date)})
        keyboard.enter()
    both_widths(visitor, "capture-household")
    visitor.follow(visitor.page.get_by_role("button", name=re.compile("continuar")))


def questions(keyboard: Keyboard, home: DemoHousehold) -> None:
    """Whatever the rules ask, each page leading to the next, by keyboard alone."""
    visitor, case = keyboard.visitor, home.case(timezone.localdate())
    facts = {member["ref"]: member for member in case["members"]} | {"unit": case["unit"]}
    pictured = False
    for _ in range(60):
        if "/preguntas/" not in visitor.page.url:
            return
        controls = visitor.controls()
        names: dict[str, str] = {}
        for name in controls:
            stem = re.sub(r"_(day|month|year|never)$", "", name)
            base = stem if f"{stem}_day" in controls else name
            who, _, fact = base.partition("-")
            if fact and not any(one == base or one.startswith(f"{base}_") for one in names):
                names |= Visitor._typed(base, facts[who].get(fact), controls)
        keyboard.type(names)
        if not pictured and len(names) > 2:
            both_widths(visitor, "capture-questions")
            keyboard.reach(next(iter(names)))
            pictured = True
        keyboard.enter()
    raise AssertionError("the questions never end")


def documents(visitor: Visitor, folder) -> None:
    both_widths(visitor, "capture-documents")
    papers = visitor.page.locator("main li.govuk-task-list__item", has_text="Falta").locator("a")
    visitor.follow(papers.first)
    both_widths(visitor, "capture-document")
    pages = []
    for number in (1, 2):
        page = folder / f"libro-{number}.jpg"
        Image.new("RGB", (620, 877), (245, 245, 240)).save(page)
        pages.append(str(page))
    visitor.page.locator('input[type="file"]').set_input_files(pages)
    visitor.press("Subir")
    visitor.expect("Hemos guardado")
    while papers.count():
        visitor.follow(papers.first)
        visitor.press("Lo aportará después")


def sign_on_paper(visitor: Visitor, folder) -> None:
    both_widths(visitor, "capture-sign")
    visitor.press("Imprimir la hoja")
    visitor.expect("Declaro que lo que digo", "Código de la hoja", "Lo que se declara")
    both_widths(visitor, "capture-sheet")
    visitor.page.emulate_media(media="print")
    look(visitor.page, "capture-sheet-print")
    visitor.page.emulate_media(media="screen")
    code = re.search(r"Código de la hoja: ([0-9A-F]{4}-[0-9A-F]{4})", visitor.text())
    assert code
    visitor.page.go_back()
    sheet = folder / "hoja.jpg"
    Image.new("RGB", (620, 877), (250, 250, 250)).save(sheet)
    visitor.fill({"sheet_code": "0000-0000", "file": str(sheet), "seen_signing": "on"})
    visitor.press("Presentar la solicitud", "capture-other-sheet")
    visitor.expect("Esa hoja no es la de estos datos")
    visitor.fill({"sheet_code": code.group(1), "file": str(sheet), "seen_signing": "on"})
    visitor.press("Presentar la solicitud")


def test_in_person_from_the_document_to_the_receipt(server, context, tmp_path):
    home = household("single_mother")
    visitor = Visitor(context.new_page())
    sign_in(visitor, "capturador.madrid")
    visitor.expect("Mis capturas de hoy")
    outside_its_networks(visitor, server)
    keyboard = Keyboard(visitor)
    begin(keyboard, home, server)
    people(keyboard, home)
    questions(keyboard, home)
    documents(visitor, tmp_path)
    visitor.press("Volver a la captura")
    both_widths(visitor, "capture-tasks")
    visitor.follow(visitor.page.locator("main a.govuk-task-list__link", has_text="Cuenta para cobrar"))
    keyboard.starts_at("iban")
    keyboard.type({"iban": home.applicant.iban})
    keyboard.enter()
    visitor.press("Revisar y firmar", "capture-review")
    visitor.press("Está bien: ir a firmar")
    sign_on_paper(visitor, tmp_path)

    visitor.expect("Solicitud presentada", "Qué decir a la persona", "Imprimir el justificante")
    both_widths(visitor, "capture-sent")
    number = re.search(r"Número (\d{4}-\d{6})", visitor.text())
    assert number
    link = visitor.page.get_by_role("link", name=re.compile("Imprimir el justificante")).get_attribute("href")
    receipt = visitor.page.context.request.get(f"{server.url}{link}")
    assert receipt.body().startswith(b"%PDF")
    assert receipt.headers["content-disposition"].startswith("inline")

    visitor.press("Terminar")
    visitor.expect(number.group(1), "Capturas: 1")
    both_widths(visitor, "capture-home")
    visitor.fill({"query": "2026-999999"})
    visitor.press("Buscar")
    visitor.expect("No hay ninguna entre tus capturas de hoy")
    both_widths(visitor, "capture-home-nothing-found")
    for address in ("/oficina/buscar/", "/oficina/expedientes/0197f6c8-0000-7000-8000-000000000000/"):
        response = visitor.page.goto(address)
        assert response is not None
        assert response.status in (403, 404), address
    response = visitor.page.goto("/oficina/captura/0197f6c8-0000-7000-8000-000000000000/")
    assert response is not None
    assert response.status == 404
    assert "chain sound" in server.manage("verify_events")


def test_the_pad_for_signing_on_a_screen(chromium, server):
    """Drawn with finger, pen or mouse it becomes a picture in the form; erased, or never drawn, it is none."""
    from pathlib import Path

    page = chromium.new_context(viewport=WIDE).new_page()
    script = (Path(__file__).parents[2] / "applications/static/applications/signature.js").read_text()
    page.set_content(
        '<form data-signature hidden><input type="hidden" name="drawing"><canvas width="900" height="300"></canvas>'
        '<p data-state></p><button type="button" data-clear>Borrar</button><button>Firmar</button></form>'
    )
    page.add_script_tag(content=script, type="module")
    page.wait_for_selector("canvas")
    page.evaluate("document.querySelector('form').addEventListener('submit', event => event.preventDefault())")
    page.get_by_role("button", name="Firmar").click()
    assert page.locator('[name="drawing"]').input_value() == ""
    box = page.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 150)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 100 + step * 20, box["y"] + 150 + (40 if step % 2 else -40))
    page.mouse.up()
    page.get_by_role("button", name="Firmar").click()
    drawn = page.locator('[name="drawing"]').input_value()
    from applications.scans import drawing

    assert drawing(drawn) == base64.b64decode(drawn.partition(",")[2])
    page.get_by_role("button", name="Borrar").click()
    page.get_by_role("button", name="Firmar").click()
    assert page.locator('[name="drawing"]').input_value() == ""
    page.context.close()
