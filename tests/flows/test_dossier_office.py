"""The office's pages as a processor uses them: queue, search with its purpose, acts by plain forms, files."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from tests.flows.dossiers import dossier_of, opened, run, staff, stand_ins, submitted  # noqa: F401
from tests.rights.cast import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
REASON = "Lo he comprobado con el certificado que trae."


@pytest.fixture
def elena():
    return staff("elena", "processor")


def at(name, dossier=None, *more):
    return reverse(f"workflow:{name}", args=[dossier.public_id, *more] if dossier else [])


@pytest.mark.req("S2-64", "S2-66")
def test_the_queue_says_what_when_and_why_in_few_queries(elena):
    for key in ("single_mother", "identity_differs", "undeclared_income"):
        opened(key)
    browser = signed_in(elena)
    browser.get(at("queue"))  # the session's own writing happens once
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(at("queue"))
    of_the_page = [query for query in asked.captured_queries if "session" not in query["sql"].lower()]
    assert len(of_the_page) <= 12, "\n".join(query["sql"][:120] for query in of_the_page)
    text = page.content.decode()
    for words in (
        "quedan",
        "Empezar el estudio",
        "Identidad distinta",
        "Ingresos sin declarar",
        "Único tramitador",
    ):
        assert words in text, words


def test_as_many_queries_for_many_dossiers_as_for_one(elena):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            browser.get(at("queue"))
        return len([query for query in asked.captured_queries if "session" not in query["sql"].lower()])

    opened("single_mother")
    browser = signed_in(elena)
    browser.get(at("queue"))
    one = queries()
    opened("identity_differs")
    opened("expired_document")
    assert queries() == one


@pytest.mark.req("S2-67")
def test_a_processor_of_another_province_finds_says_why_reads_and_can_do_nothing(elena):
    dossier = opened("single_mother")
    carmen = staff("carmen", "processor", "29")
    browser = signed_in(carmen)
    page = browser.post(at("search"), {"query": dossier.registry_number, "purpose": ""})
    assert "Responde a" in page.content.decode() or "Elige" in page.content.decode()
    assert dossier.applicant_name not in page.content.decode()
    page = browser.post(at("search"), {"query": "99001117d", "purpose": "moved"})
    assert dossier.number in page.content.decode()
    found = AuditEvent.objects.get(kind="dossier.found")
    assert (found.purpose, found.payload["results"]) == ("La persona ha cambiado de provincia", 1)
    assert "99001117" not in str(found.payload).upper()
    assert browser.get(at("dossier", dossier))["Location"] == at("purpose", dossier)
    assert browser.post(at("purpose", dossier), {"purpose": "moved"})["Location"] == at("dossier", dossier)
    page = browser.get(at("dossier", dossier)).content.decode()
    assert "Solo lectura" in page
    assert "Qué puedes hacer" not in page
    read = AuditEvent.objects.get(kind="dossier.read", actor_ref=str(carmen.public_id))
    assert read.purpose == "La persona ha cambiado de provincia"
    assert browser.post(at("propose", dossier), {"send": "1"}).status_code == 403


@pytest.mark.req("S2-73")
def test_differences_are_said_in_words_and_settled_with_a_reason(elena):
    dossier = opened("identity_differs")
    browser = signed_in(elena)
    page = browser.get(at("checks", dossier)).content.decode()
    assert "No coincide con su registro" in page
    assert "Distinto" in page
    check = dossier.checks.get(source="police")
    page = browser.post(at("accept_check", dossier, check.public_id), {"reason": "ok"})
    assert "Falta el motivo" in page.content.decode()
    assert browser.post(at("accept_check", dossier, check.public_id), {"reason": REASON}).status_code == 302
    page = browser.get(at("checks", dossier)).content.decode()
    assert "Dado por válido" in page
    assert REASON in page


@pytest.mark.req("S2-68", "S2-72")
def test_from_proposal_to_the_sealed_letter_by_plain_forms(elena):
    dossier = opened("single_mother")
    browser = signed_in(elena)
    page = browser.post(at("propose", dossier), {"note": "Nota de prueba", "preview": "1"}).content.decode()
    assert "Nota de prueba" in page
    assert not dossier.proposals.exists()
    sent = browser.post(at("propose", dossier), {"note": "Nota de prueba", "send": "1"})
    assert sent["Location"] == at("resolve", dossier)
    assert "Cobrará" in browser.get(at("resolve", dossier)).content.decode()
    assert browser.post(at("resolve", dossier)).status_code == 302
    run()
    page = browser.get(at("dossier", dossier)).content.decode()
    assert "CEA:" in page
    dossier.refresh_from_db()
    letter = browser.get(at("letter", dossier, dossier.resolution.receipt_public_id))
    assert letter["Content-Type"] == "application/pdf"
    assert letter.content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(kind="receipt.downloaded", actor_ref=str(elena.public_id)).exists()
    assert browser.get(at("propose", dossier)).status_code == 403


def test_asking_for_a_document_shows_the_letter_before_it_goes(elena):
    dossier = opened("single_mother")
    browser = signed_in(elena)
    asked = {"requirement": "other", "label": "", "text": "Hace falta para ver el parentesco."}
    assert (
        "Escribe cómo se llama"
        in browser.post(at("request_document", dossier), asked | {"preview": "1"}).content.decode()
    )
    asked["label"] = "Libro de familia"
    page = browser.post(at("request_document", dossier), asked | {"preview": "1"}).content.decode()
    assert "Le pedimos un documento" in page
    assert not dossier.correction_requests.exists()
    assert browser.post(at("request_document", dossier), asked | {"send": "1"}).status_code == 302
    page = browser.get(at("dossier", dossier)).content.decode()
    assert "Esperamos un documento: Libro de familia" in page
    assert "detenido" in page


def test_a_document_is_shown_as_what_it_is_and_the_viewing_is_recorded(elena):
    from applications.models import Document
    from core import vault

    application = submitted("single_mother")
    stored = vault.store(b"%PDF-1.4 x %%EOF", "application/pdf")
    paper = Document.objects.create(
        application=application, requirement_code="family_ties", label="Libro de familia", state="received",
        stored_file=stored, media_type="application/pdf", size=stored.size,
    )  # fmt: skip
    run()
    dossier = dossier_of(application)
    answer = signed_in(elena).get(at("document_file", dossier, paper.public_id))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert AuditEvent.objects.filter(kind="document.viewed", subject_ref=str(dossier.public_id)).count() == 1
    other = opened("identity_differs")
    assert signed_in(elena).get(at("document_file", other, paper.public_id)).status_code == 404


def test_reading_leaves_one_trace_in_a_quarter_of_an_hour(elena):
    dossier = opened("single_mother")
    browser = signed_in(elena)
    for name in ("dossier", "checks", "calculation", "documents", "history"):
        assert browser.get(at(name, dossier)).status_code == 200
    assert AuditEvent.objects.filter(kind="dossier.read", subject_ref=str(dossier.public_id)).count() == 1


def test_nobody_else_is_named_in_addresses_events_or_mails(elena, mailoutbox):
    dossier = opened("single_mother")
    for event in AuditEvent.objects.all():
        written = f"{event.payload} {event.purpose}"
        for secret in ("Lucía", "Vera", "99001117", "Higuera"):
            assert secret not in written, event.kind
    for message in mailoutbox:
        assert "Lucía" not in message.subject + str(message.body)
    assert "Vera" not in at("dossier", dossier)
