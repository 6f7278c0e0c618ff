"""Mail that does not arrive: the person reads it on their page and mends it, the office reads it on the dossier."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from applications.models import Application, Letter
from identity.services.addresses import mark_undeliverable
from receipts.models import Receipt
from tests.flows.dossiers import dossier_of, run, staff, stand_ins  # noqa: F401
from tests.flows.test_confirmations import said
from tests.rights.cast import signed_in
from tests.rights.test_citizens import browser_of
from tests.unit.applications import drafts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-57")]


def url(name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=args)


@pytest.fixture(autouse=True)
def in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_a_draft_s_person_is_told_and_gives_another_address(django_capture_on_commit_callbacks):
    application = drafts.started()
    before, after = application.email, drafts.new_email()
    mark_undeliverable(before, "5.1.1")
    browser = browser_of(application)
    shown = said(browser.get(url("draft")))
    assert "No te llegan nuestros correos" in shown
    assert "esa dirección no existe" in shown
    assert "¿Querías escribir" in said(browser.post(url("change_email"), {"email": "ana@gmial.com"}))
    assert browser.post(url("change_email"), {"email": after}).url == url("change_email_code")
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(url("change_email_code"), {"code": drafts.code_sent_to(after)})
    assert answer.url == url("draft")
    assert Application.objects.get(pk=application.pk).email == after
    assert "No te llegan nuestros correos" not in said(browser.get(url("draft")))
    told = [message for message in mail.outbox if "ha cambiado" in message.subject]
    assert [message.to for message in told] == [[before]]
    assert after not in told[0].body


def test_who_has_applied_reads_it_inside_and_a_stranger_never(settings):
    application, submission = drafts.submitted()
    mark_undeliverable(application.email, "5.2.2")
    application.refresh_from_db()
    assert "el buzón está lleno" in said(browser_of(application).get(url("mine")))
    asked = {
        "registry_number": submission.registry_number,
        "document_number": application.members.get(ref="a").document_number,
    }
    stranger = Client()
    assert stranger.post(url("follow_up"), asked).url == url("follow_up_code")
    shown = said(stranger.get(url("follow_up_code")))
    assert "no llegan" not in shown
    assert application.email not in shown


def test_the_office_reads_it_on_the_dossier_and_takes_the_evidence():
    elena = signed_in(staff("elena", "processor"))
    application, _ = drafts.submitted("single_mother")
    run()
    dossier = dossier_of(application)
    page = f"/oficina/expedientes/{dossier.public_id}/"
    assert "Los correos no llegan" not in said(elena.get(page))
    mark_undeliverable(dossier.application.email, "5.1.1")
    shown = said(elena.get(page))
    assert "Los correos no llegan: esa dirección no existe." in shown
    assert "avisa a la persona por carta" in shown
    assert re.search(r"Identificación de quien solicita: nivel \d", shown)
    documents = elena.get(f"{page}documentos/")
    assert "Consentimientos" in said(documents)
    consent = dossier.application.consent_id
    for _ in range(2):
        sheet = elena.post(f"{page}consentimientos/{consent}/")
        assert sheet.content.startswith(b"%PDF")
    assert Receipt.objects.filter(kind="consent_evidence").count() == 1
    other = drafts.fresh(drafts.submitted("undeclared_income")[0]).consent_id
    assert elena.post(f"{page}consentimientos/{other}/").status_code == 404
    assert not Letter.objects.filter(kind="consent_evidence").exists()
