"""J7 in a real browser: the supervisor of Madrid rebalances, at both widths with axe, and once more without scripts."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from core.demonstration import staff
from tests.answers import date_boxes
from tests.browser.axe import assert_accessible
from tests.browser.conftest import RunningServer
from tests.browser.test_journey import await_text, sign_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.req("S2-69", "S2-70")
REASON = "Reparto por la ausencia de estos días."
ELENA, OSCAR = "Elena Casares Mota", "Óscar Beltrán Vela"
SUBMIT = """
from tests.flows.dossiers import submitted
for key in {keys!r}:
    submitted(key, number_suffix={suffix!r})
"""


@dataclass
class Madrid:
    """The directorate in the browser of its supervisor."""

    visitor: Visitor
    server: RunningServer

    def arrive(self, *keys: str, suffix: str) -> None:
        """Applications come in, as submitting leaves them; the running worker takes them up."""
        self.server.manage("shell", "-c", SUBMIT.format(keys=keys, suffix=suffix))

    def look(self, address: str, picture: str) -> None:
        """A page, with axe at both widths."""
        self.visitor.open(address, picture)
        self.at_both_widths()

    def at_both_widths(self) -> None:
        for width in (390, 1280):
            self.visitor.page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(self.visitor.page)

    def cells(self, person: str) -> list[str]:
        """The board's row of one person."""
        self.visitor.page.goto("/oficina/supervision/")
        row = self.visitor.page.locator("table.amparo-board tr", has_text=person)
        return row.locator("td").all_inner_texts()

    def load(self, person: str) -> int:
        return int(self.cells(person)[0].split()[0])

    def wait_for_loads(self, total: int) -> None:
        """Until the worker has given out everything that came."""
        for _ in range(90):
            if self.load(ELENA) + self.load(OSCAR) >= total:
                return
            self.visitor.page.wait_for_timeout(500)
        raise AssertionError(self.visitor.text()[:1500])

    def link(self, person: str, name: str) -> str:
        self.visitor.page.goto("/oficina/supervision/")
        row = self.visitor.page.locator("table.amparo-board tr", has_text=person)
        address = row.get_by_role("link", name=re.compile(name)).get_attribute("href")
        assert address
        return address

    def set_weight(self, person: str, weight: int, picture: str = "") -> None:
        self.visitor.open(self.link(person, "condiciones de"))
        self.visitor.fill({"weight": str(weight)})
        self.visitor.press("Ver el efecto", picture)
        self.visitor.expect("Los próximos 20, ahora y con estas condiciones")
        if picture:
            self.at_both_widths()
        self.visitor.press("Guardar")
        self.visitor.expect("Valen desde el próximo expediente")

    def set_automatic(self, answer: str) -> None:
        self.visitor.open("/oficina/supervision/reparto/")
        self.visitor.fill({"automatic": answer})
        self.visitor.press("Guardar")


def away(madrid: Madrid) -> None:
    """2 and 3. Elena is away ten days; what she has is shared out, with a preview and a reason."""
    visitor, today = madrid.visitor, timezone.localdate()
    had = madrid.load(ELENA)
    assert had
    madrid.look(madrid.link(ELENA, "Anotar ausencia"), "supervisor-absence")
    visitor.fill(date_boxes("until_on", today + timedelta(days=9)))
    visitor.press("Anotar la ausencia", "supervisor-hand-over")
    madrid.at_both_widths()
    visitor.expect("¿Repartir su", "Así quedaría", OSCAR, "Todavía no se ha movido nada")
    visitor.fill({"reason": "no"})
    visitor.press("Confirmar el reparto")
    visitor.expect("Falta el motivo")
    visitor.fill({"reason": REASON})
    visitor.press("Confirmar el reparto", "supervisor-board-after")
    visitor.expect("de manos. Hemos avisado a las personas afectadas", "Ausente")
    assert madrid.load(ELENA) == 0


def forged(madrid: Madrid) -> None:
    """5. Somebody of Málaga is not offered; sending their id all the same is refused."""
    visitor = madrid.visitor
    visitor.open("/oficina/supervision/expedientes/")
    offered = visitor.page.locator("#to option").all_inner_texts()
    assert any(OSCAR in one for one in offered)
    assert not [one for one in offered if "Carmen" in one or "Javier" in one]
    far = madrid.server.manage(
        "shell",
        "-v0",
        "-c",
        "from core.models import StaffMember; "
        "print(StaffMember.objects.get(user__username='tramitadora.malaga').public_id)",
    ).split()[-1]
    visitor.page.evaluate("id => { document.querySelector('#to option:last-child').value = id }", far)
    visitor.page.locator("input[name=dossier]").first.check()
    visitor.page.locator("#to option").last.evaluate("option => { option.selected = true }")
    with visitor.page.expect_response("**/supervision/repartir/") as answer:
        visitor.page.get_by_role("button", name="Ver cómo quedaría").click()
    assert answer.value.status == 403
    visitor.expect("No puedes hacer esto")


def test_j7_the_supervisor_rebalances(chromium: Browser, server: RunningServer, context):
    madrid = Madrid(Visitor(context.new_page()), server)
    sign_in(madrid.visitor, "supervisora.madrid")
    before = madrid.load(ELENA) + madrid.load(OSCAR)
    madrid.arrive("single_mother", "expired_document", "identity_differs", "undeclared_income", suffix="J7")
    madrid.wait_for_loads(before + 4)
    madrid.look("/oficina/supervision/", "supervisor-board")
    madrid.visitor.expect("Sin asignar: 0", ELENA, OSCAR, "Carga para su reparto", "Antigüedad")
    away(madrid)

    # 4. Elena is back, Óscar takes no more: what comes now goes to her.
    madrid.visitor.follow(madrid.visitor.page.get_by_role("button", name=re.compile("Ha vuelto.*" + ELENA)))
    madrid.set_weight(OSCAR, 0, "supervisor-terms")
    madrid.arrive("refused_by_income", suffix="J7b")
    madrid.wait_for_loads(before + 5)
    assert madrid.load(ELENA) == 1

    forged(madrid)

    # 6. Automatic off: arrivals stop among the unassigned; one is given by hand, and with it on again the rest flows.
    madrid.set_automatic("no")
    madrid.look("/oficina/supervision/reparto/", "supervisor-policy")
    madrid.arrive("single_mother", "expired_document", suffix="J7c")
    assert await_text(madrid.visitor, "/oficina/supervision/", "Sin asignar: 2")
    madrid.visitor.expect("Reparto automático apagado: 2")
    by_hand(madrid)
    madrid.set_automatic("yes")
    madrid.wait_for_loads(before + 7)
    madrid.set_weight(OSCAR, 100)
    madrid.look("/oficina/supervision/historia/", "supervisor-history")
    madrid.visitor.expect("Reparto automático apagado", "Traspaso (expedientes: 1)", "Pilar Arévalo Sanz")
    told(chromium, server)


def by_hand(madrid: Madrid) -> None:
    visitor = madrid.visitor
    madrid.look("/oficina/supervision/expedientes/?persona=sin-asignar", "supervisor-dossiers")
    visitor.press("Ver cómo quedaría", "supervisor-nothing-chosen")
    visitor.expect("No has marcado ningún expediente")
    visitor.page.keyboard.press("j")
    visitor.page.keyboard.press("Space")
    assert visitor.page.locator("input[name=dossier]").first.is_checked()
    options = visitor.page.locator("#to option").all_inner_texts()
    visitor.page.locator("#to").select_option(index=next(at for at, one in enumerate(options) if ELENA in one))
    visitor.press("Ver cómo quedaría", "supervisor-preview")
    visitor.fill({"reason": REASON})
    visitor.press("Confirmar el reparto")
    visitor.expect("1 expediente ha cambiado de manos")


def told(chromium: Browser, server: RunningServer) -> None:
    """Elena finds in her queue what was moved and why, and says she has read it."""
    account = next(one for one in staff() if one.full_name == ELENA)
    context = chromium.new_context(base_url=server.url, locale="es-ES", viewport={"width": 1280, "height": 900})
    elena = Visitor(context.new_page())
    sign_in(elena, account.username)
    elena.arrive("processor-told")
    elena.expect("Pilar Arévalo Sanz ha repartido expedientes", REASON)
    elena.follow(elena.page.get_by_role("button", name=re.compile("Enterado")).first)
    elena.expect("Mi bandeja")
    context.close()


def test_handing_over_needs_no_script(chromium: Browser, server: RunningServer):
    context = chromium.new_context(base_url=server.url, locale="es-ES", java_script_enabled=False)
    page = context.new_page()
    signing = chromium.new_context(base_url=server.url, locale="es-ES")
    sign_in(Visitor(signing.new_page()), "supervisora.madrid")
    context.add_cookies(signing.cookies())
    signing.close()
    server.manage("shell", "-c", SUBMIT.format(keys=("single_mother",), suffix="NOJS"))
    for _ in range(60):
        page.goto("/oficina/supervision/expedientes/?estado=assigned")
        if page.locator("input[name=dossier]").count():
            break
        page.wait_for_timeout(500)
    page.locator("input[name=dossier]").first.check()
    holder = page.locator("table.amparo-queue tbody tr").first.locator("td").nth(3).inner_text()
    options = page.locator("#to option").all_inner_texts()
    other = next(place for place, text in enumerate(options) if " en curso" in text and holder not in text)
    page.locator("#to").select_option(index=other)
    page.get_by_role("button", name="Ver cómo quedaría").click()
    page.locator("textarea[name=reason]").fill(REASON)
    page.get_by_role("button", name="Confirmar el reparto").click()
    assert "1 expediente ha cambiado de manos" in page.locator("main").inner_text()
    context.close()
