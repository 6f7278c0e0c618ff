"""The whole way, as one story in a real browser: from *could I be entitled?* to a sealed decision anyone can check.

Against the server that ``make run`` starts, with the people of the demonstration: Adrián, his partner and their child,
in Málaga. Every page is checked with axe on arrival.
"""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from core.demonstration import DemoHousehold, DemoPerson, households, staff
from tests.answers import date_boxes
from tests.browser.conftest import RunningServer
from tests.browser.visitor import Visitor, code_for

pytestmark = [
    pytest.mark.req("S2-16", "S2-19", "S2-22", "S2-26", "S2-27", "S2-28", "S2-29", "S2-55", "S2-57"),
    pytest.mark.req("S2-60", "S2-61", "S2-62", "S2-63", "S2-64", "S2-66", "S2-68", "S2-73", "S2-40", "S4-9"),
]
WAIT_SECONDS = 60
TOTP_PERIOD = 30


def household(key: str) -> DemoHousehold:
    return next(one for one in households() if one.key == key)


@dataclass
class Story:
    """What the story leaves behind for its next chapter."""

    home: DemoHousehold
    registry_number: str = ""
    silence_date: str = ""
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, dict]:
        case = self.home.case(timezone.localdate())
        return {member["ref"]: member for member in case["members"]} | {"unit": case["unit"]}


def simulate(visitor: Visitor, story: Story) -> None:
    visitor.open("/", "home")
    visitor.open("/simulador/", "simulator-start")
    visitor.submit()
    for _ in range(60):
        if "/resultado/" in visitor.page.url:
            break
        if "relatives" in visitor.controls():
            visitor.fill({"relatives": str(len(story.home.members) - 1)})
        else:
            visitor.answer(story.people)
        visitor.submit()
    visitor.arrive("simulator-result")
    visitor.expect("al mes", "Pedirla ahora")


def begin_directly(visitor: Visitor, story: Story, server: RunningServer) -> None:
    """*Nueva solicitud*, with no simulation before it."""
    visitor.open("/solicitud/", "apply-home")
    visitor.press("Nueva solicitud")
    prove_address(visitor, story, server)


def begin(visitor: Visitor, story: Story, server: RunningServer) -> None:
    """*Pedirla ahora* carries the answers on."""
    visitor.press("Pedirla ahora")
    prove_address(visitor, story, server)
    visitor.arrive("task-list-new")
    visitor.expect("Hay respuestas que vienen de tu simulación")


def prove_address(visitor: Visitor, story: Story, server: RunningServer) -> None:
    """Province, e-mail and its code; a wrong code is told, and nothing is lost."""
    visitor.fill({"province_code": story.home.province_code})
    visitor.submit()
    visitor.fill({"email": story.home.applicant.email})
    visitor.submit()
    visitor.fill({"code": "000000"})
    visitor.submit()
    visitor.expect("código")
    visitor.fill({"code": code_for(visitor.page, server.url)})
    visitor.submit()
    visitor.expect("Apartados")


def identity_fields(person: DemoPerson) -> dict[str, str]:
    return {
        "first_name": person.first_name,
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        "document_kind": person.document_kind,
        "document_number": person.document_number,
        **date_boxes("document_expires_on", person.document_expires_on),
    }


def fill_people(visitor: Visitor, story: Story) -> None:
    visitor.open("/solicitud/borrador/datos/", "personal")
    visitor.fill(identity_fields(story.home.applicant) | {"document_number": "12345678A"})
    visitor.answer(story.people)
    visitor.submit("personal-wrong-letter")
    visitor.expect("La letra no corresponde a ese número")
    visitor.fill({"document_number": story.home.applicant.document_number})
    visitor.submit()
    for position, person in enumerate(story.home.members[1:], 1):
        ref = chr(ord("a") + position)
        visitor.open("/solicitud/borrador/convivencia/")
        # The simulator told us of the others already; only who they are is missing.
        carried = visitor.page.locator(f'main a[href$="/convivencia/{ref}/"]')
        visitor.open(f"/solicitud/borrador/convivencia/{ref if carried.count() else 'nueva'}/", f"member-{ref}")
        visitor.fill(identity_fields(person))
        visitor.answer(story.people)
        visitor.submit()
    visitor.open("/solicitud/borrador/convivencia/", "household")
    visitor.expect("Comprobado")
    visitor.follow(visitor.page.locator("main form[method=post] button").last)


def fill_the_rest(visitor: Visitor, story: Story) -> None:
    """Go on wherever the task list says something is missing."""
    applicant = story.home.applicant
    for _ in range(60):
        visitor.open("/solicitud/borrador/")
        missing = visitor.page.locator("li.govuk-task-list__item", has_text="Te falta").locator("a")
        addresses = [link.get_attribute("href") or "" for link in missing.all()]
        addresses = [address for address in addresses if "identidad" not in address and "firma" not in address]
        if not addresses:
            return
        visitor.open(addresses[0])
        if "domicilio" in addresses[0]:
            visitor.fill({"street": applicant.address, "postal_code": applicant.postal_code})
            visitor.fill({"municipality": applicant.municipality, "province_code": applicant.province_code})
        elif "cuenta" in addresses[0]:
            visitor.fill({"iban": applicant.iban})
        elif "documentos" in addresses[0]:
            promise_documents(visitor)
            continue
        else:
            visitor.answer(story.people)
        visitor.submit()
    raise AssertionError(f"the task list never ends: {addresses}")


def promise_documents(visitor: Visitor) -> None:
    """Everything asked for is promised: *lo aportaré después*."""
    visitor.arrive("documents")
    paper = visitor.page.locator("li.govuk-task-list__item", has_text="Te falta").locator("a")
    while paper.count():
        visitor.follow(paper.first, "document")
        visitor.follow(visitor.page.locator('button[name="promise"]').first)


def specimens(visitor: Visitor, server: RunningServer, person: DemoPerson, folder: Path) -> dict[str, Path]:
    """Download the specimen photos from the page a newcomer is sent to."""
    visitor.open("/desarrollo/documentos/", "specimens")
    files = {}
    for side in ("front", "back", "selfie"):
        link = visitor.page.locator(f'main a[href*="{person.key}"][href*="{side}"]').first
        answer = visitor.page.context.request.get(f"{server.url}{link.get_attribute('href')}")
        assert answer.status == 200
        files[side] = folder / f"{person.key}-{side}.jpg"
        files[side].write_bytes(answer.body())
    return files


def prove_identity(visitor: Visitor, story: Story) -> None:
    visitor.open("/solicitud/borrador/identidad/", "identity")
    visitor.submit()
    nothing = story.files["front"].with_name("text.jpg")
    nothing.write_bytes(b"this is not a photo")
    visitor.fill({"picture": str(nothing)})
    visitor.press("Enviar la foto", "picture-refused")
    assert visitor.page.locator(".govuk-error-summary").count() == 1
    for side in ("front", "back", "selfie"):
        if "consent" in visitor.controls():
            visitor.fill({"consent": "yes"})
            visitor.submit()
        visitor.arrive(f"picture-{side}")
        visitor.fill({"picture": str(story.files[side])})
        visitor.press("Enviar la foto")
    visitor.arrive("identity-result")
    visitor.expect("Lo mirará una persona")  # a still picture of the face: nobody turned their head


def sign(visitor: Visitor, story: Story, server: RunningServer) -> None:
    visitor.open("/solicitud/borrador/", "task-list")
    visitor.press("Revisar y firmar", "review")
    visitor.expect(story.home.applicant.first_name, "Cambiar")
    visitor.open("/solicitud/borrador/firma/", "sign")
    visitor.fill({"agree": "on"})
    visitor.press("Mandarme el código para firmar", "sign-code")
    visitor.fill({"code": code_for(visitor.page, server.url)})
    visitor.press("Firmar y presentar", "submitted")
    visitor.expect("Hemos recibido tu solicitud", "Te contestaremos antes del")
    found = re.search(r"Número (\d{4}-\d{6})", visitor.text())
    assert found
    story.registry_number = found.group(1)


def download(visitor: Visitor, server: RunningServer, title: str, path: Path) -> Path:
    link = visitor.page.get_by_role("link", name=re.compile(title)).first
    answer = visitor.page.context.request.get(f"{server.url}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    path.write_bytes(answer.body())
    assert path.read_bytes().startswith(b"%PDF")
    return path


def sign_in(visitor: Visitor, username: str) -> None:
    """Sign a member of staff in. A code works once: who signs in twice within 30 s waits for the next, as people do."""
    account = next(one for one in staff() if one.username == username)
    code = code_of(visitor, username)
    visitor.open("/oficina/acceso/", "sign-in")
    visitor.fill({"login": account.username, "password": account.password})
    visitor.submit("sign-in-code")
    enter_code(visitor, code)
    if "/oficina/acceso" in visitor.page.url:
        visitor.page.wait_for_timeout(1_000 * (TOTP_PERIOD - time.time() % TOTP_PERIOD + 1))
        refused_at = visitor.page.url
        code = code_of(visitor, username)
        visitor.open(refused_at)
        enter_code(visitor, code)
    assert "/oficina/acceso" not in visitor.page.url, visitor.text()


def code_of(visitor: Visitor, username: str) -> str:
    visitor.open("/desarrollo/accesos/", "accounts")
    return re.sub(r"\D", "", visitor.page.locator("tr", has_text=username).locator("td").first.inner_text())


def enter_code(visitor: Visitor, code: str) -> None:
    visitor.fill({"code": code})
    visitor.follow(visitor.page.locator("main form[method=post] button").first)


def to_the_dossier(chromium: Browser, server: RunningServer, story: Story) -> Visitor:
    """Sign in as the processors of the province, until one finds the dossier assigned to them."""
    for account in staff():
        if account.role != "processor" or account.province_code != story.home.province_code:
            continue
        context = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 1280, "height": 900})
        visitor = Visitor(context.new_page())
        sign_in(visitor, account.username)
        if await_text(visitor, "/oficina/", story.home.applicant.first_surname, seconds=20):
            visitor.arrive("queue")
            visitor.follow(visitor.page.get_by_role("link", name=re.compile(story.home.applicant.first_surname)).first)
            return visitor
        context.close()
    raise AssertionError("no processor of the province has the dossier")


def await_text(visitor: Visitor, address: str, text: str, seconds: int = WAIT_SECONDS) -> bool:
    """Look at a page again until it says `text`."""
    for _ in range(seconds):
        visitor.page.goto(address)
        if text.casefold() in visitor.text().casefold():
            return True
        visitor.page.wait_for_timeout(1000)
    return False


def ask_for_a_document(officer: Visitor) -> None:
    dossier = officer.page.url
    officer.open(f"{dossier}pedir-documento/")
    officer.page.locator('select[name="requirement"]').select_option("other")
    officer.fill({"label": "Libro de familia", "text": "Necesitamos ver el parentesco con la menor."})
    officer.press("Ver la carta", "document-request")
    officer.press("Enviar la carta y detener el plazo", "clock-stopped")
    officer.expect("Esperamos un documento", "detenido")
    officer.page.goto(dossier)


def follow_up(context: BrowserContext, server: RunningServer, story: Story) -> Visitor:
    """Come back, on another device, by number, document number and code."""
    citizen = Visitor(context.new_page())
    citizen.open("/solicitud/seguimiento/", "follow-up")
    number = story.home.applicant.document_number
    citizen.fill({"registry_number": story.registry_number, "document_number": number})
    citizen.press("Mandarme el código")
    citizen.fill({"code": code_for(citizen.page, server.url)})
    citizen.submit()
    citizen.expect(story.registry_number)
    return citizen


def give_document(citizen: Visitor, folder: Path) -> None:
    citizen.arrive("your-turn")
    citizen.press("Aportar este documento")
    wrong = folder / "libro.pdf"
    wrong.write_bytes(b"MZ this is a program, not a PDF")
    citizen.fill({"file": str(wrong)})
    citizen.press("Entregar", "not-what-it-says")
    assert citizen.page.locator(".govuk-error-summary").count() == 1
    wrong.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    citizen.fill({"file": str(wrong)})
    citizen.press("Entregar", "document-given")


def decide(officer: Visitor) -> None:
    dossier = officer.page.url
    assert await_text(officer, dossier, "Proponer"), officer.text()
    officer.arrive("dossier")
    officer.open(f"{dossier}comprobaciones/", "checks")
    officer.expect("Declarado", "Obtenido")
    settle_checks(officer, dossier)
    officer.open(f"{dossier}calculo/", "calculation")
    officer.expect("13.2", "Renta garantizada")
    officer.open(f"{dossier}documentos/", "officer-documents")
    officer.open(f"{dossier}historia/", "history")
    officer.open(f"{dossier}proponer/", "propose")
    officer.press("Proponer")
    officer.open(f"{dossier}resolver/", "resolve")
    officer.press("Resolver y notificar")
    assert await_text(officer, dossier, "CEA:"), officer.text()
    officer.arrive("resolved")


def settle_checks(officer: Visitor, dossier: str) -> None:
    """Look at the pictures where the machine was not sure, and settle what else stands open, with a reason."""
    officer.page.goto(f"{dossier}identidad/")
    if officer.page.locator('[name="accepted"]').count():
        officer.arrive("identity-review")
        officer.fill({"accepted": "yes", "reason": "Es la misma persona; el documento es legible."})
        officer.submit()
    for _ in range(10):
        officer.page.goto(f"{dossier}comprobaciones/")
        open_checks = officer.page.locator('a[href*="dar-por-valida"]')
        if not open_checks.count():
            return
        officer.follow(open_checks.first, "accept-check")
        officer.fill({"reason": "Visto el documento aportado."})
        officer.submit()


def verify(context: BrowserContext, pdf: Path, cea: str) -> None:
    anyone = Visitor(context.new_page())
    anyone.open("/verificar/", "verify")
    anyone.fill({"cea": cea})
    anyone.press("Comprobar el código", "verify-authentic")
    assert "Auténtico" in anyone.heading()
    anyone.open("/verificar/")
    anyone.fill({"file": str(pdf)})
    anyone.press("Comprobar el archivo")
    assert "Auténtico" in anyone.heading()
    data = bytearray(pdf.read_bytes())
    data[len(data) // 2] ^= 1
    altered = pdf.with_name("altered.pdf")
    altered.write_bytes(bytes(data))
    anyone.open("/verificar/")
    anyone.fill({"file": str(altered)})
    anyone.press("Comprobar el archivo", "verify-altered")
    assert "Alterado" in anyone.heading()


def take_papers(citizen: Visitor, server: RunningServer, folder: Path) -> None:
    """What goes with the decision, and a certificate to show to somebody."""
    citizen.open("/solicitud/seguimiento/mia/")
    for title in ("Detalle del cálculo", "La decisión, en lectura fácil"):
        download(citizen, server, title, folder / "paper.pdf")
    citizen.press("Pedir un certificado", "certificate")
    citizen.expect("Tu certificado está listo", "Certificado de prestación reconocida")
    download(citizen, server, "Certificado de prestación reconocida", folder / "certificate.pdf")


def export(officer: Visitor, server: RunningServer, package: Path) -> None:
    """The whole dossier in one file, found whole by the command."""
    officer.open(f"{officer.page.url.split('#')[0]}documentos/", "officer-export")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("button", name="Exportar el expediente (ZIP)").click()
    waiting.value.save_as(package)
    assert "ÍNTEGRO" in server.manage("check_electronic_file", str(package))


def test_from_the_first_question_to_a_sealed_decision(chromium, server, context, tmp_path):
    story = Story(household("partners_with_child"))
    visitor = Visitor(context.new_page())
    simulate(visitor, story)
    begin(visitor, story, server)
    fill_people(visitor, story)
    fill_the_rest(visitor, story)
    story.files = specimens(visitor, server, story.home.applicant, tmp_path)
    prove_identity(visitor, story)
    sign(visitor, story, server)
    receipt = download(visitor, server, "Descargar el justificante", tmp_path / "receipt.pdf")
    assert receipt.stat().st_size < 200_000

    officer = to_the_dossier(chromium, server, story)
    ask_for_a_document(officer)
    device = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 390, "height": 844})
    citizen = follow_up(device, server, story)
    give_document(citizen, tmp_path)
    decide(officer)
    cea = re.search(r"CEA: ([\w -]+?)(?= [A-ZÁÉÍÓÚ][a-z]|$)", officer.page.locator(".amparo-code").first.inner_text())
    assert cea
    citizen.open("/solicitud/seguimiento/mia/", "my-application")
    citizen.expect("Ya está resuelta")
    decision = download(citizen, server, "Resolución", tmp_path / "resolution.pdf")
    verify(device, decision, officer.page.locator(".amparo-code").first.inner_text().removeprefix("CEA:").strip())
    take_papers(citizen, server, tmp_path)
    device.close()
    export(officer, server, tmp_path / "dossier.zip")
    assert "chain sound" in server.manage("verify_events")
