"""Central administration in a real browser: a grant with two administrators, J9 (relocation), the flow drawn.

Every page with axe at both widths. Rules begin and end within the test, so that the demonstration is left as it was.
"""

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.answers import date_boxes
from tests.browser.axe import assert_accessible
from tests.browser.conftest import RunningServer
from tests.browser.test_journey import sign_in
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.req("S2-71")
REASON = "Málaga tiene mucha más carga que Soria este mes."
PASSWORD = "cuatro caballos verdes cantan"
ARRIVE = """
from tests.flows.dossiers import submitted
for number in range(10):
    application = submitted("single_mother", number_suffix=f"J9{number}")
    application.province_code = "29"
    application.save()
"""
WHERE = """
import json
from collections import Counter
from workflow.models import Dossier
rows = Dossier.objects.filter(competent_office__province_code="29").exclude(assignee=None, office__province_code="29")
print(json.dumps(Counter(rows.values_list("office__province_code", flat=True))))
"""
PROCESSOR_IN_SORIA = """
from django.utils import timezone
from django.contrib.auth.models import User
from core.models import Office, StaffMember, StaffRole
user = User.objects.create(username="tramitadora.soria")
member = StaffMember.objects.create(user=user, full_name="Nieves Lafuente Rubio", employee_number="SO-1")
office = Office.objects.get(kind="provincial_office", province_code="42")
day = timezone.localdate()
StaffRole.objects.create(staff=member, role="processor", office=office, valid_from=day, confirmed_at=timezone.now())
"""


@pytest.fixture
def administrators(chromium: Browser, server: RunningServer) -> Iterator[tuple[Visitor, Visitor]]:
    """The two of the demonstration, each in a browser of their own."""
    contexts = [chromium.new_context(base_url=server.url, locale="es-ES") for _ in range(2)]
    visitors = []
    for context, username in zip(contexts, ("administradora", "administrador.central"), strict=True):
        context.set_default_timeout(45_000)
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        visitors.append(Visitor(page))
        sign_in(visitors[-1], username)
    yield visitors[0], visitors[1]
    for context in contexts:
        context.close()


def look(visitor: Visitor, address: str, picture: str) -> None:
    """A page as it is, with axe at both widths."""
    visitor.open(address, picture)
    both_widths(visitor)


def both_widths(visitor: Visitor) -> None:
    for width in (390, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(visitor.page)


def options(visitor: Visitor, field: str, label: str) -> str:
    """The value behind an option of a list."""
    return str(visitor.page.locator(f'[name="{field}"] option', has_text=label).first.get_attribute("value"))


def test_a_right_is_given_by_two_and_taken_by_one(administrators, chromium, server):
    beatriz, rafael = administrators
    assert beatriz.page.url.endswith("/oficina/administracion/por-confirmar/")
    look(beatriz, "/oficina/administracion/personal/", "administration-people")
    beatriz.press("Persona nueva", "administration-person-new")
    both_widths(beatriz)
    person = {"full_name": "Ana Molina Saura", "employee_number": "AL-77", "username": "Ana Molina"}
    beatriz.fill(person | {"email": "ana.molina@example.org"})
    beatriz.press("Dar de alta", "administration-person-wrong")
    beatriz.expect("Usa al menos 3 letras sin acento")
    beatriz.fill({"username": "ana.molina"})
    beatriz.press("Dar de alta", "administration-person")
    beatriz.expect("Sin puesto no puede entrar", "Todavía no la ha elegido")

    beatriz.press("Conceder un puesto", "administration-grant")
    both_widths(beatriz)
    office = options(beatriz, "office", "Dirección Provincial de Málaga")
    beatriz.fill({"role": "fiscal_reviewer", "office": office, "reason": "Cubre la vacante de control fiscal."})
    beatriz.press("Conceder", "administration-person-pending")
    beatriz.expect("Por confirmar", "Lo confirma otra persona.")
    both_widths(beatriz)

    look(rafael, "/oficina/administracion/por-confirmar/", "administration-pending")
    rafael.expect("Ana Molina Saura", "Cubre la vacante de control fiscal.", "Beatriz Alcón Herrero")
    rafael.press("Confirmar a Ana Molina Saura", "administration-confirmed")
    rafael.expect("Confirmado: Ana Molina Saura")

    entered = her_password(chromium, server)
    entered.expect("activa tu segundo paso")

    rafael.page.get_by_role("link", name="Personal", exact=True).click()
    rafael.fill({"query": "molina"})
    rafael.press("Buscar", "administration-search")
    rafael.expect("Encontradas: 1")
    rafael.press("Ana Molina Saura")
    rafael.press("Terminar el puesto Control fiscal, Dirección Provincial de Málaga", "administration-role-end")
    both_widths(rafael)
    rafael.fill({"reason": "La vacante se ha cubierto de otro modo."})
    rafael.press("Terminar ahora", "administration-person-ended")
    rafael.expect("Terminado", "Puesto terminado.")


def her_password(chromium: Browser, server: RunningServer) -> Visitor:
    """The new person follows the link of her e-mail, chooses a password, and enters as far as the second factor."""
    her = Visitor(chromium.new_context(base_url=server.url, locale="es-ES").new_page())
    address = re.search(r"/oficina/acceso/contrasena/\S+/", newest_letter(her, "Tu usuario es: ana.molina"))
    assert address
    her.open(address.group(), "administration-password")
    her.fill({"password1": "corta", "password2": "corta"})
    her.press("Guardar la contraseña")
    her.expect("al menos 12 letras")
    her.fill({"password1": PASSWORD, "password2": PASSWORD})
    her.press("Guardar la contraseña", "administration-password-set")
    her.press("Entrar en la oficina")
    her.fill({"login": "ana.molina", "password": PASSWORD})
    her.submit()
    return her


def newest_letter(visitor: Visitor, words: str) -> str:
    """The text of the demonstration's mailbox, once a letter with these words is there."""
    for _ in range(60):
        visitor.page.goto("/desarrollo/correo/")
        text = visitor.page.locator("main").inner_text()
        if words in text:
            return text
        time.sleep(0.5)
    raise AssertionError(f"no letter says {words}")


def test_an_office_changes_when_a_second_person_says_so(administrators):
    beatriz, rafael = administrators
    look(beatriz, "/oficina/administracion/oficinas/?provincia=42", "administration-offices")
    beatriz.press("CAISS de Soria", "administration-office")
    both_widths(beatriz)
    beatriz.fill({"ranges": "10.42.0.0/16\n10.42.300.0/24", "reason": "La oficina estrena red propia."})
    beatriz.press("Pedir el cambio", "administration-office-wrong")
    beatriz.expect("«10.42.300.0/24» no es un rango de direcciones.")
    beatriz.fill({"ranges": "10.42.0.0/16"})
    beatriz.press("Pedir el cambio", "administration-office-asked")
    beatriz.expect("Lo confirma otra persona.", "10.42.0.0/16")
    both_widths(beatriz)
    rafael.open("/oficina/administracion/por-confirmar/")
    rafael.press("Confirmar el cambio de CAISS de Soria")
    look(rafael, "/oficina/administracion/oficinas/?provincia=42", "administration-offices-after")
    rafael.expect("10.42.0.0/16")


def test_j9_relocation_between_provinces(administrators, server):
    beatriz, _ = administrators
    server.manage("shell", "-c", PROCESSOR_IN_SORIA)
    look(beatriz, "/oficina/administracion/deslocalizacion/", "relocation-before")
    beatriz.expect("No hay ninguna regla")
    beatriz.press("Regla nueva", "relocation-rule")
    today = timezone.localdate()
    form = {
        "origin": options(beatriz, "origin", "Dirección Provincial de Málaga"),
        "destination": options(beatriz, "destination", "Dirección Provincial de Soria"),
        "share": "30",
        "reason": REASON,
    }
    beatriz.fill(form | date_boxes("from_on", today) | date_boxes("until_on", today + timedelta(days=30)))
    beatriz.press("Ver qué pasaría", "relocation-effect")
    beatriz.expect("30 de cada 100 expedientes nuevos", "Es una cuenta, no una promesa")
    both_widths(beatriz)
    beatriz.press("Publicar la regla", "relocation-published")
    beatriz.expect("30 % de Málaga a Soria", "En vigor")

    before = where(server)
    server.manage("shell", "-c", ARRIVE)
    after = wait_for_ten(server, before)
    assert after.get("42", 0) - before.get("42", 0) == 3
    assert after["29"] - before.get("29", 0) == 7
    look(beatriz, "/oficina/administracion/deslocalizacion/", "relocation-running")
    beatriz.expect("3 de 10")

    beatriz.press("Terminar la regla de Dirección Provincial de Málaga", "relocation-ended")
    beatriz.press("Devolver 3 sin empezar a Dirección Provincial de Málaga", "relocation-returned")
    beatriz.expect("Devueltos: 3.")
    both_widths(beatriz)


def where(server: RunningServer) -> dict[str, int]:
    """Dossiers of Málaga's competence by the province that works them; Málaga's own once somebody has them."""
    found: dict[str, int] = json.loads(server.manage("shell", "-v", "0", "-c", WHERE).splitlines()[-1])
    return found


def wait_for_ten(server: RunningServer, before: dict[str, int]) -> dict[str, int]:
    """Until the running worker has opened and assigned all ten."""
    for _ in range(60):
        found = where(server)
        if sum(found.values()) - sum(before.values()) >= 10:
            return found
        time.sleep(1)
    raise AssertionError(f"ten were submitted; {before} → {found}")


def test_the_flow_is_drawn_and_its_table_says_the_same(administrators):
    beatriz, _ = administrators
    look(beatriz, "/oficina/administracion/flujos/", "flow")
    page = beatriz.page
    drawn = page.locator("svg.amparo-flow")
    assert drawn.get_attribute("role") == "img"
    # Text of a drawing has no innerText; what tests before this one filed decides how many numbers there are.
    numbers = drawn.locator(".amparo-flow__count + text").all_text_contents()
    table = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.children[2].innerText)")
    assert sorted(numbers) == sorted(number for number in table if number != "0")
    # What is written in the drawing is not cut: each name lies inside its own box.
    outside = drawn.evaluate(
        """svg => [...svg.querySelectorAll('.amparo-flow__name')].filter(text => {
            const box = text.getBBox(), boxes = [...svg.querySelectorAll('rect.amparo-flow__box')]
            const holds = one => box.x >= one.x && box.x + box.width <= one.x + one.width
                && box.y >= one.y && box.y + box.height <= one.y + one.height
            return !boxes.some(one => holds(one.getBBox()))
        }).map(text => text.textContent)"""
    )
    assert outside == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.reload()
    size = page.locator("svg.amparo-flow .amparo-flow__name").first.evaluate(
        "text => text.getBoundingClientRect().height"
    )
    assert size >= 14, "letters of the drawing are too small on a telephone"
    look(beatriz, "/oficina/administracion/flujos/errores/", "flow-errors")
    look(beatriz, "/oficina/administracion/historia/", "history")
    beatriz.expect("La cadena está entera")
    look(beatriz, "/oficina/administracion/deslocalizacion/mover/", "relocation-move")
