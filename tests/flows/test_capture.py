"""A person without a computer, at a CAISS: captured, signed by hand, registered, the receipt in their hand."""

import datetime as dt
import io

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from applications import selectors, services
from applications.models import Application, ApplicationState
from core import outbox, vault
from core.actors import staff_actor
from core.errors import AmparoError, Refused
from core.models import AuditEvent, Office, StoredFile
from identity.models import Consent, PresenceCheck
from identity.types import HandSignature
from receipts import services as receipts
from tests.answers import date_boxes
from tests.flows.captures import (
    at_a_desk,
    begin,
    drawn,
    fill,
    ready,
    said,
    scan,
    seen,
    signed_sheet,
    submitted,
    url,
)
from tests.flows.dossiers import dossier_of, run, staff
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-65")]


@pytest.fixture
def desk():
    return at_a_desk()


@pytest.fixture
def browser(desk):
    return desk[1]


@pytest.fixture
def person():
    return drafts.household("single_mother").applicant


def text_of(pdf: bytes) -> str:
    import subprocess

    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


@pytest.mark.req("S2-59", "S2-61", "S2-62")
def test_from_the_document_in_the_hand_to_the_receipt_in_the_hand(desk):
    member, browser = desk
    application = ready(browser)
    review = said(browser.get(url("review", application.public_id)))
    assert "Lucía" in review
    page = said(browser.get(url("sign", application.public_id)))
    assert "Lee esto en voz alta" in page
    sheet = said(browser.get(url("sheet", application.public_id)))
    for words in ("Declaro que lo que digo", "Código de la hoja", "Lo que se declara", "Lucía"):
        assert words in sheet
    answer = browser.post(url("sign", application.public_id), signed_sheet(application, pages=2))
    assert answer.url == url("sent", application.public_id)

    application.refresh_from_db()
    assert (application.state, application.channel) == (ApplicationState.SUBMITTED, "in_person")
    snapshot = selectors.submitted(application.public_id)
    assert (snapshot.channel, snapshot.capture_office) == ("in_person", "CAISS de Madrid")
    assert snapshot.captured_by_ref == str(member.public_id)
    assert snapshot.identity.outcome == "verified"
    event = AuditEvent.objects.get(kind="application.submitted")
    assert (event.actor_ref, event.payload["channel"]) == (str(member.public_id), "in_person")

    consent = Consent.objects.get(public_id=application.consent_id)
    assert (consent.method, consent.witnessed_by) == ("paper", str(member.public_id))
    kept = application.documents.get(requirement_code="signed_declaration")
    assert kept.stored_file_id == consent.signature_id
    with pikepdf.open(io.BytesIO(vault.read(StoredFile.objects.get(pk=kept.stored_file_id)))) as pdf:
        assert len(pdf.pages) == 2

    sent = said(browser.get(url("sent", application.public_id)))
    assert f"Número {application.registry_number}" in sent
    assert "Puede preguntar en cualquier oficina, con el número y su documento" in sent
    paper = browser.get(url("receipt", application.public_id))
    assert paper["Content-Disposition"].startswith("inline")
    assert receipts.check_file(paper.content).state == "authentic"
    printed = text_of(paper.content)
    assert "En persona, en CAISS de Madrid" in printed
    assert "Firmada a mano en papel" in printed
    assert consent.bound_to[:12] in printed


def test_what_was_captured_is_worked_like_any_other(browser):
    application = submitted(browser)
    run()
    dossier = dossier_of(application)
    assert dossier.registry_number == application.registry_number
    assert mail.outbox == []  # no e-mail was given, and none is sent
    from tests.rights.cast import signed_in

    officer = signed_in(staff("pilar", "supervisor"))
    page = said(officer.get(f"/oficina/expedientes/{dossier.public_id}/"))
    assert "Presencial, CAISS de Madrid" in page
    assert "Sin correo: los escritos se le envían en papel" in page


def test_signed_with_a_finger_on_the_screen(browser):
    application = ready(browser)
    page = browser.get(url("screen", application.public_id))
    bound_to = page.context["declaration"].hash
    data = {"drawing": drawn(), "bound_to": bound_to, "seen_signing": "on"}
    assert browser.post(url("screen", application.public_id), data).url == url("sent", application.public_id)
    consent = Consent.objects.get()
    assert (consent.method, consent.bound_to) == ("screen", bound_to)
    kept = application.documents.get(requirement_code="signed_declaration")
    assert (kept.media_type, kept.file_name) == ("image/png", "firma-en-pantalla.png")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"present": ""}, "Si la persona no está presente, no se puede capturar"),
        ({"document_number": "99001117A"}, "La letra no corresponde a ese número"),
        (date_boxes("document_expires_on", dt.date(2020, 1, 1)), "Ese documento está caducado"),
        ({"notices": "email"}, "Escribe el correo, o elige que no tiene"),
        ({"phone": "12"}, "Escribe un teléfono de 9 cifras"),
    ],
)
def test_a_capture_begins_with_the_person_and_a_good_document_or_not_at_all(browser, person, changes, words):
    data = seen(person) | {"purpose": "first", "province_code": "28", "notices": "paper"} | changes
    answer = browser.post(url("start"), {name: value for name, value in data.items() if value})
    assert answer.status_code == 200
    assert words in said(answer)
    assert not Application.objects.exists()
    assert not PresenceCheck.objects.exists()


def test_saving_a_section_leads_to_the_next_that_lacks_something(browser, person):
    application = begin(browser, person)
    one = application.public_id
    assert browser.get(url("personal", one)).status_code == 200
    data = seen(person, present="") | {
        "first_name": person.first_name,
        "first_surname": person.first_surname,
        "second_surname": person.second_surname,
        **date_boxes("a-birth_date", person.birth_date),
    }
    assert browser.post(url("personal", one), data).url == url("address", one)
    assert "comprobada con la Policía" in said(browser.get(url("address", one)))


class TestTheDocumentSeen:
    def test_stays_seen_while_its_owner_is_written_down(self, browser):
        application = ready(browser)
        assert application.identity_outcome == "verified"
        assert PresenceCheck.objects.count() == 1

    def test_falls_when_another_number_is_typed_and_nothing_is_submitted_until_it_is_seen(self, browser, person):
        application = ready(browser)
        one = application.public_id
        other = drafts.household("older_couple").applicant
        data = seen(other, present="") | {
            "first_name": person.first_name,
            "first_surname": person.first_surname,
            **date_boxes("a-birth_date", person.birth_date),
        }
        assert browser.post(url("personal", one), data).url == url("identity", one)
        assert browser.post(url("sign", one), signed_sheet(application)).url == url("draft", one)
        assert "Hay que ver el documento otra vez" in said(browser.get(url("draft", one)))
        assert browser.post(url("identity", one), seen(other)).url == url("draft", one)
        assert PresenceCheck.objects.count() == 2
        assert browser.post(url("sign", one), signed_sheet(application)).url == url("sent", one)

    def test_falls_when_the_person_changes_who_they_are_at_home(self, browser, person):
        application = begin(browser, person)
        citizen = drafts.actor_of(application)
        facts = {"relation": "applicant", "birth_date": "1990-01-01"}
        services.change_member(application, "a", drafts.details(person, first_name="Otra"), facts, actor=citizen)
        application.refresh_from_db()
        assert (application.identity_outcome, application.presence_id) == ("", "")


class TestTheSignature:
    def test_nothing_is_submitted_without_it(self, browser):
        application = ready(browser)
        for data in ({}, {"seen_signing": "on"}, {"file": scan(), "seen_signing": "on"}):
            assert browser.post(url("sign", application.public_id), data).status_code == 200
        not_seen = {name: value for name, value in signed_sheet(application).items() if name != "seen_signing"}
        assert "He visto a la persona firmar" in said(browser.post(url("sign", application.public_id), not_seen))
        for drawing in ("", "data:image/png;base64,AAAA", "data:image/png;base64,!!", "x"):
            data = {"drawing": drawing, "bound_to": "0" * 64, "seen_signing": "on"}
            answer = browser.post(url("screen", application.public_id), data)
            assert "no ha llegado bien" in said(answer)
        application.refresh_from_db()
        assert application.editable
        assert not Consent.objects.exists()

    def test_a_sheet_printed_before_a_change_is_of_other_data(self, browser):
        application = ready(browser)
        before = signed_sheet(application)
        account = {"iban": "ES79 2100 0813 6101 2345 6789"}
        assert browser.post(url("account", application.public_id), account).status_code == 302
        answer = browser.post(url("sign", application.public_id), before)
        assert "Esa hoja no es la de estos datos" in said(answer)
        assert not Consent.objects.exists()

    def test_a_drawing_under_a_text_that_changed_meanwhile_is_of_other_data(self, browser):
        application = ready(browser)
        bound_to = browser.get(url("screen", application.public_id)).context["declaration"].hash
        browser.post(url("account", application.public_id), {"iban": "ES79 2100 0813 6101 2345 6789"})
        data = {"drawing": drawn(), "bound_to": bound_to, "seen_signing": "on"}
        answer = browser.post(url("screen", application.public_id), data)
        assert "La solicitud ha cambiado" in said(answer)
        assert not Consent.objects.exists()

    def test_it_takes_a_hand_in_an_office_and_a_code_at_home(self, desk):
        member, browser = desk
        application = ready(browser)
        bound_to = browser.get(url("sign", application.public_id)).context["declaration"].hash
        by_hand = HandSignature("paper", drafts.PDF, "application/pdf", bound_to)
        with pytest.raises(AmparoError) as told:
            services.submit(application, by_hand, actor=drafts.actor_of(application))
        assert told.value.code == "application.other_signature"
        Application.objects.filter(pk=application.pk).update(captured_on=None)
        with pytest.raises(Refused):
            services.submit(application, by_hand, actor=staff_actor(member.user_id))

    def test_pressed_twice_it_is_one_application(self, browser):
        application = ready(browser)
        data = signed_sheet(application)
        first = browser.post(url("sign", application.public_id), data)
        again = browser.post(url("sign", application.public_id), {**data, "file": scan()})
        assert first.url == again.url == url("sent", application.public_id)
        assert AuditEvent.objects.filter(kind="application.submitted").count() == 1


class TestTheDay:
    def test_the_list_holds_todays_own_captures_and_finds_only_among_them(self, browser, person):
        mine = submitted(browser)
        _, colleague = at_a_desk("rocio")
        theirs = begin(colleague, drafts.household("older_couple").applicant)
        page = said(browser.get(url("home")))
        assert mine.registry_number in page
        assert "Capturas: 1" in page
        assert person.document_number not in page
        for query in (mine.registry_number, person.document_number.lower()):
            assert mine.registry_number in said(browser.post(url("home"), {"query": query}))
        for query in ("2026-999999", drafts.household("older_couple").applicant.document_number):
            assert "No hay ninguna entre tus capturas de hoy" in said(browser.post(url("home"), {"query": query}))
        assert str(theirs.public_id) not in browser.get(url("home")).content.decode()

    def test_tomorrow_nothing_of_it_is_left_to_the_capturer(self, desk):
        member, browser = desk
        application = submitted(browser)
        assert browser.get(url("receipt", application.public_id)).status_code == 200
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            from tests.rights.cast import signed_in

            next_day = signed_in(member)
            assert "Todavía no has capturado ninguna" in said(next_day.get(url("home")))
            for page in ("draft", "sent", "receipt"):
                assert next_day.get(url(page, application.public_id)).status_code == 404
            query = next_day.post(url("home"), {"query": application.registry_number})
            assert "No hay ninguna" in said(query)

    def test_a_draft_left_overnight_is_taken_up_with_the_person_and_their_document_there_again(self, desk, person):
        member, browser = desk
        application = begin(browser, person)
        browser.post(url("leave", application.public_id))
        _, colleague = at_a_desk("rocio")
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            from tests.rights.cast import signed_in

            colleague = signed_in(type(member).objects.get(user__username="rocio"))
            assert colleague.get(url("draft", application.public_id)).status_code == 404
            assert "no está presente" in said(colleague.post(url("resume"), seen(person, present="")))
            answer = colleague.post(url("resume"), seen(person))
            assert answer.url == url("draft", application.public_id)
            assert PresenceCheck.objects.count() == 2
            assert signed_in(member).get(url("draft", application.public_id)).status_code == 404

    def test_another_office_has_nothing_to_take_up(self, browser, person):
        begin(browser, person)
        _, malaga = at_a_desk("carmen", "29")
        assert "en esta oficina" in said(malaga.post(url("resume"), seen(person)))

    def test_yesterdays_sight_of_the_document_submits_nothing_today(self, desk):
        member, browser = desk
        application = ready(browser)
        with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
            Application.objects.filter(pk=application.pk).update(captured_on=timezone.localdate())
            bound_to = drafts.declaration_of(application).hash
            by_hand = HandSignature("paper", drafts.PDF, "application/pdf", bound_to)
            with pytest.raises(AmparoError) as told:
                services.submit(application, by_hand, actor=staff_actor(member.user_id))
        assert told.value.code == "identity.nobody_present"


class TestTheEmail:
    def test_is_kept_only_once_the_person_has_read_out_its_code(self, browser, person):
        email = drafts.new_email()
        application = begin(browser, person, notices="email", email=email)
        assert application.email == ""
        code_page = url("contact_code", application.public_id)
        assert email in said(browser.get(code_page))
        right = drafts.code_sent_to(email)
        wrong = browser.post(code_page, {"code": f"{(int(right) + 1) % 10**6:06d}"})
        assert "Ese código no es" in said(wrong)
        assert browser.post(code_page, {"code": right}).url == url("personal", application.public_id)
        application.refresh_from_db()
        assert application.email == email

    def test_leads_home_and_from_then_on_it_is_no_capture(self, browser, person):
        email = drafts.new_email()
        application = begin(browser, person, notices="email", email=email)
        browser.post(url("contact_code", application.public_id), {"code": drafts.code_sent_to(email)})
        browser.post(url("leave", application.public_id))
        outbox.deliver_due()
        assert "/solicitud/continuar/" in mail.outbox[-1].body
        verified = drafts.verified("resume", email, subject_ref=str(application.public_id))
        services.open_with_code(application.public_id, verified)
        assert browser.get(url("draft", application.public_id)).status_code == 404

    def test_who_gave_none_is_told_how_to_ask_and_the_page_gives_nothing_away(self, browser, person):
        application = submitted(browser)
        visitor = Client()
        from django.urls import reverse

        data = {"registry_number": application.registry_number, "document_number": person.document_number}
        answer = visitor.post(reverse("applications:follow_up"), data, follow=True)
        assert "Pregunta en cualquier oficina" in said(answer)
        stranger = Client().post(
            reverse("applications:follow_up"), {**data, "registry_number": "2026-999999"}, follow=True
        )
        assert said(stranger) == said(answer)
        assert mail.outbox == []


class TestTheNetwork:
    def test_outside_it_a_capturer_is_told_why_and_it_is_recorded(self, browser):
        answer = browser.get(url("home"), REMOTE_ADDR="203.0.113.9")
        assert answer.status_code == 403
        page = said(answer)
        assert "Desde aquí no puedes capturar" in page
        assert "Usa un ordenador de tu oficina" in page
        event = AuditEvent.objects.filter(kind="access.refused").latest("id")
        assert event.payload["action"] == "office.enter"
        assert browser.get(url("home")).status_code == 200  # and back inside they work on

    def test_the_office_says_which_networks_are_its_own(self, browser):
        caiss = Office.objects.get(kind="caiss", province_code="28")
        caiss.address_ranges = ["10.28.0.0/16", "2001:db8:28::/48"]
        caiss.save()
        for address, status in (
            ("10.28.3.4", 200),
            ("::ffff:10.28.3.4", 200),
            ("2001:db8:28::7", 200),
            ("10.29.3.4", 403),
            ("127.0.0.1", 403),
        ):
            assert browser.get(url("home"), REMOTE_ADDR=address).status_code == status, address
        caiss.address_ranges = []
        caiss.save()
        assert browser.get(url("home"), REMOTE_ADDR="10.28.3.4").status_code == 403

    def test_who_also_has_another_post_keeps_that_one_outside(self, desk):
        from core.models import StaffRole

        member, browser = desk
        directorate = Office.objects.get(kind="provincial_office", province_code="28")
        StaffRole.objects.create(
            staff=member,
            role="processor",
            office=directorate,
            valid_from=dt.date(2020, 1, 1),
            confirmed_at=timezone.now(),
        )
        assert browser.get("/oficina/", REMOTE_ADDR="203.0.113.9").status_code == 200
        answer = browser.get(url("home"), REMOTE_ADDR="203.0.113.9")
        assert answer.status_code == 403
        assert "Desde aquí no puedes capturar" in said(answer)
        assert AuditEvent.objects.filter(kind="access.refused").count() == 1

    def test_a_forged_header_changes_nothing(self, browser):
        forged = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
        assert browser.get(url("home"), **forged).status_code == 403


def test_a_capture_deleted_at_the_persons_wish_leaves_no_datum(browser, person):
    application = begin(browser, person)
    browser.post(url("delete", application.public_id))
    application.refresh_from_db()
    assert application.state == ApplicationState.DELETED
    assert not application.members.exists()
    assert PresenceCheck.objects.get().document == {}
    assert browser.get(url("draft", application.public_id)).status_code == 404


def test_pages_of_one_paper_become_one_pdf_and_what_cannot_be_joined_is_said(browser):
    application = begin(browser, drafts.household("single_mother").applicant)
    fill(browser, application, drafts.household("single_mother"))
    paper = next(one for one in services.completeness(drafts.fresh(application)).papers if not one.ours)
    page = url("document", application.public_id, paper.code)
    assert browser.post(page, {"file": scan(3, "libro")}).status_code == 302
    document = application.documents.get(requirement_code=paper.code)
    assert (document.file_name, document.media_type) == ("libro-1.pdf", "application/pdf")
    with pikepdf.open(io.BytesIO(vault.read(document.stored_file))) as pdf:
        assert len(pdf.pages) == 3
    from django.core.files.uploadedfile import SimpleUploadedFile

    mixed = [*scan(), SimpleUploadedFile("otro.pdf", drafts.PDF)]
    assert "No podemos unir un PDF con otros archivos" in said(browser.post(page, {"file": mixed}))
    assert "Son demasiados archivos" in said(browser.post(page, {"file": scan(31)}))
