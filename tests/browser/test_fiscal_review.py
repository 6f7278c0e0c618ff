"""J5, step 7, in a browser: over the limit, sent back with a reason, proposed again, approved; the citizen reads it.

The application is written as submitting leaves it (the whole way in has its own test); the office is walked by hand.
"""

import pytest

from core.models import StaffMember
from tests.browser.sessions import apart, behind
from tests.flows.dossiers import opened, run, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stand_ins")]
REASON = "Falta decir por qué no se piden los ingresos de la cónyuge."


def person(name: str, role: str, full_name: str) -> StaffMember:
    member = staff(name, role, "29")
    member.full_name = full_name
    member.save()
    return member


@pytest.mark.req("S2-68", "S2-73")
def test_over_the_limit_another_person_returns_it_and_then_approves_it(visit):
    elena = visit(signed_in(person("carmen", "processor", "Carmen Olivares Prado")))
    lourdes = visit(signed_in(person("lourdes", "fiscal_reviewer", "Lourdes Segarra Polo")))
    dossier = apart(opened, "many_children")
    page = f"/oficina/expedientes/{dossier.public_id}/"

    elena.open(f"{page}proponer/")
    elena.expect("supera el límite de 1.500,00 €", "debe aprobarlo otra persona")
    elena.press("Proponer", "fiscal-sent")
    elena.expect("Espera a control fiscal", "Solo lectura")

    lourdes.open("/oficina/", "fiscal-queue")
    assert lourdes.page.url.endswith("/oficina/control/")
    lourdes.expect("Por revisar (1)", "1.500,00 €", dossier.number)
    lourdes.follow(lourdes.page.locator("main th a").first, "fiscal-review")
    lourdes.expect("Sigue en pie", "Sí. El cálculo de hoy da lo mismo", "con la carta al lado", "13.2")
    lourdes.press("Devolver con este motivo", "fiscal-review-without-a-reason")
    assert lourdes.page.locator(".govuk-error-summary").count() == 1
    lourdes.open(f"{page}calculo/")
    lourdes.open(f"{page}historia/")
    lourdes.open(f"/oficina/control/{dossier.public_id}/")
    lourdes.fill({"reason": REASON})
    lourdes.press("Devolver con este motivo", "fiscal-returned")
    lourdes.expect("Nada que revisar")

    elena.open("/oficina/", "queue-returned")
    elena.expect("Devueltos por control fiscal (1)", "Corregir lo que pide control fiscal")
    elena.follow(elena.page.locator("main th a").first, "dossier-returned")
    elena.expect("Devuelto por control fiscal", REASON, "Lourdes Segarra Polo")
    elena.open(f"{page}proponer/", "propose-returned")
    elena.expect(REASON)
    elena.fill({"note": "Los ingresos de las dos personas constan en la Agencia Tributaria."})
    elena.press("Proponer")

    lourdes.open(f"/oficina/control/{dossier.public_id}/", "fiscal-review-again")
    lourdes.expect(REASON, "Los ingresos de las dos personas")
    lourdes.press("Aprobar y notificar")
    lourdes.expect("Aprobada", "Decididas por ti (2)")
    lourdes.open("/oficina/control/?ver=decididas", "fiscal-decided")
    assert dossier.applicant_name not in lourdes.text()

    apart(run)
    elena.open(page, "dossier-approved")
    elena.expect("Control fiscal: conforme, Lourdes Segarra Polo", "CEA:")
    citizen = visit(behind(dossier))
    citizen.open("/solicitud/seguimiento/mia/", "citizen-granted")
    citizen.expect("Concedida: ", " al mes desde el 1 de ", "Revisada", "Vuelve a estudio", "Se revisa la cuantía")


@pytest.mark.req("S2-48")
def test_a_person_stops_what_runs_by_itself_and_sets_it_going_again(visit):
    elena = visit(signed_in(person("carmen", "processor", "Carmen Olivares Prado")))
    page = f"/oficina/expedientes/{apart(opened, 'many_children').public_id}/"
    elena.open(page, "automation-running")
    elena.press("Parar los pasos automáticos", "automation-stop")
    elena.fill({"reason": "La persona ha llamado y hay que mirarlo antes."})
    elena.press("Parar los pasos automáticos", "automation-stopped")
    elena.expect("Parados", "La persona ha llamado", "El plazo legal sigue contando")
    elena.press("Ponerlos otra vez en marcha", "automation-again")
    elena.expect("otra vez en marcha", "Parar los pasos automáticos")
