"""A refusal that rests on another administration's data: the person is heard, the letter corrected, the old one told.

The application is written as submitting leaves it (the whole way in has its own test); everybody walks by hand.
"""

import pytest

from receipts import selectors
from tests.browser.sessions import apart, behind
from tests.flows.dossiers import opened, run, staff, stand_ins  # noqa: F401
from tests.rights.cast import signed_in
from workflow.models import Dossier
from workflow.services.asking import compare_unit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("stand_ins"),
    pytest.mark.req("S2-61", "S2-66", "S2-68", "S2-69"),
]


def with_income_on_file(key: str) -> Dossier:
    """A dossier of somebody for whom the tax agency holds far more than they declared."""
    dossier = opened(key)
    for check in dossier.checks.filter(source="tax"):
        check.obtained = {**check.obtained, "income": 6_000_000 if check.member_ref == "a" else 0}
        check.save()
    compare_unit(dossier)
    return dossier


def cea_of(dossier: Dossier, receipt: str) -> str:
    return next(
        paper.cea
        for paper in selectors.receipts_of("dossier", str(dossier.public_id))
        if str(paper.public_id) == receipt
    )


def test_the_person_is_heard_refused_and_gets_the_corrected_letter(visit):
    elena = visit(signed_in(staff("elena", "processor")))
    sonia = visit(signed_in(staff("sonia", "supervisor")))
    dossier = apart(with_income_on_file, "single_mother")
    page = f"/oficina/expedientes/{dossier.public_id}/"

    elena.open(f"{page}proponer/", "hearing-needed")
    elena.expect("Antes de denegar hay que oír a la persona")
    elena.press("Abrir trámite de audiencia", "hearing-letter")
    elena.expect("60.000,00 €", "Agencia Tributaria", "se denegaría")
    elena.press("Enviar la carta y esperar", "hearing-opened")
    elena.expect("En audiencia hasta el", "El plazo legal sigue contando")
    apart(run)

    citizen = visit(behind(dossier))
    citizen.open("/solicitud/seguimiento/mia/", "citizen-hearing")
    citizen.expect("puedes decir lo que quieras", "Todavía no hay ninguna decisión")
    citizen.press("Contestar", "citizen-hearing-form")
    citizen.fill({"answer": "yes"})
    citizen.press("Enviar mi respuesta", "citizen-hearing-empty")
    citizen.expect("Escribe lo que quieres decir, o añade un documento.")
    citizen.fill({"statement": "Ese trabajo terminó en enero."})
    citizen.press("Enviar mi respuesta", "citizen-heard")
    citizen.expect("Tenemos tu respuesta", "Justificante de alegaciones")
    apart(run)

    elena.open(page, "hearing-answered")
    elena.expect("Ese trabajo terminó en enero.", "La persona contestó")
    elena.open(f"{page}proponer/")
    elena.fill({"note": "Lo que ha dicho no canbia el cálculo."})
    elena.press("Proponer")
    elena.press("Resolver y notificar")
    apart(run)

    sonia.open(f"{page}documentos/", "papers-supervisor")
    sonia.press("Corregir o anular Resolución: se deniega el Ingreso Mínimo Vital", "paper-correct")
    sonia.expect("Contiene una resolución en vigor")
    sonia.fill({"what": "reissue", "reason": "wrong_content", "note": "Lo que ha dicho no cambia el cálculo."})
    sonia.press("Ver qué pasará", "paper-correct-preview")
    sonia.expect("no cambia el cálculo")
    dossier.refresh_from_db()
    old = apart(cea_of, dossier, dossier.resolution.receipt_public_id)
    sonia.press("Emitir el corregido", "papers-corrected")
    sonia.expect("Sustituido")

    citizen.open("/solicitud/seguimiento/mia/", "citizen-corrected")
    citizen.expect("Sustituido", "Denegada.")
    citizen.open(f"/verificar/?cea={old.replace(' ', '%20')}", "verify-replaced")
    citizen.expect("Sustituido por")


def test_a_paper_that_never_came_lets_the_procedure_lapse(visit):
    import datetime as dt

    from tests.flows.dossiers import actor
    from workflow import services

    member = staff("elena", "processor")
    elena = visit(signed_in(member))

    def asked_long_ago() -> Dossier:
        dossier = opened("single_mother")
        reason = "Sin él no se sabe quién vive en casa."
        services.request_document(str(dossier.public_id), "other", "Libro de familia", reason, actor(member))
        run()
        request = dossier.correction_requests.get()
        request.due_on -= dt.timedelta(days=120)
        request.asked_at -= dt.timedelta(days=120)
        request.save()
        return dossier

    dossier = apart(asked_long_ago)
    elena.open(f"/oficina/expedientes/{dossier.public_id}/", "lapse-open")
    elena.press("Proponer la caducidad", "lapse-letter")
    elena.expect("Libro de familia", "caducidad")
    elena.press("Proponer", "lapse-proposed")
    elena.press("Resolver y notificar")
    apart(run)
    citizen = visit(behind(dossier))
    citizen.open("/solicitud/seguimiento/mia/", "citizen-lapsed")
    citizen.expect("Terminada por caducidad")
