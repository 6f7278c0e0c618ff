"""Another adult confirms by a link of their own: their data only, their code, nothing held up; and takes it back."""

import io
import json
import re
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import selectors, services
from applications.models import Application, Confirmation
from core.actors import citizen, cohabitant
from core.errors import AmparoError, Refused
from identity.models import Consent
from identity.selectors import sheet_of
from identity.services import revoke_consent, set_face_consent
from receipts import services as receipts
from receipts.models import Receipt
from tests.rights.test_citizens import browser_of
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.req("S2-57")]
OTHER = "pareja.inventada@example.org"


def url(name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=args)


def said(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def link_sent_to(email: str) -> str:
    message = next(one for one in reversed(mail.outbox) if one.to == [email] and "confirmes" in one.subject)
    return re.search(r"/solicitud/confirmar/enlace/[\w-]+/", message.body)[0]


def words_in(content: bytes) -> dict:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return json.loads(pdf.attachments["consentimiento.json"].get_file().read_bytes())


@pytest.fixture
def couple(settings):
    """A draft with another adult in it, and that adult's row."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    application = drafts.ready("older_couple")
    (member,) = services.adults_of(application)
    return application, member


def asked(application: Application, member) -> str:
    services.ask_confirmation(application, member.ref, OTHER, actor=drafts.actor_of(application))
    return link_sent_to(OTHER)


def confirmed_in_a_browser(link: str) -> Client:
    browser = Client()
    assert browser.post(link, {"answer": "yes"}).url == url("cohabitant_code")
    answer = browser.post(url("cohabitant_code"), {"code": drafts.code_sent_to(OTHER)})
    assert answer.status_code == 302, said(answer)
    assert answer.url == url("cohabitant")
    return browser


def test_an_adult_confirms_sees_only_their_own_and_takes_it_back(couple):
    application, member = couple
    owner = browser_of(application)
    assert member.first_name in said(owner.get(url("confirmations")))
    answer = owner.post(url("ask_confirmation", member.ref), {"email": OTHER})
    assert answer.url == url("confirmations"), said(answer)
    letter = mail.outbox[-1]
    for personal in (member.first_surname, application.members.get(ref="a").first_surname, application.iban):
        assert personal not in letter.body
    link = link_sent_to(OTHER)
    shown = said(Client().get(link))
    assert member.full_name in shown
    assert "imv-convivencia-2026-1" in shown
    for secret in (member.document_number, application.iban, application.email):
        assert secret not in shown
    for other in application.members.exclude(ref__in=("a", member.ref)):
        assert other.first_name not in shown
    assert len(mail.outbox) == mail.outbox.index(letter) + 1, "looking at the link sends nothing"
    browser = confirmed_in_a_browser(link)
    assert "imv-convivencia-2026-1" in mail.outbox[-1].body
    assert "Has confirmado" in said(browser.get(url("cohabitant")))
    consent = Consent.objects.get(purpose="consent")
    assert (consent.person_ref, consent.challenge.email) == (member.ref, OTHER)
    sheet = words_in(browser.get(url("cohabitant_sheet")).content)
    assert sheet["challenge"] == str(consent.challenge.public_id)
    assert (sheet["text_sha256"], sheet["sent_to"]) == (consent.text_hash, "p•••@example.org")
    assert "Confirmó" in said(owner.get(url("confirmations")))
    browser.post(url("cohabitant_take_back"))
    consent.refresh_from_db()
    assert consent.revoked_at
    assert words_in(browser.get(url("cohabitant_sheet")).content)["revoked_at"]
    assert selectors.confirmations(application)[0].state == "taken_back"


def test_nobody_waits_for_anybody(couple):
    application, member = couple
    asked(application, member)
    submission = services.submit(
        drafts.fresh(application), drafts.signature(application), actor=drafts.actor_of(application)
    )
    assert submission.registry_number
    confirmed_in_a_browser(link_sent_to(OTHER))  # and after submitting it still can be given
    (view,) = (one for one in selectors.submitted(application.public_id).confirmations if one.ref == member.ref)
    assert (view.state, view.version) == ("confirmed", "imv-convivencia-2026-1")


def test_what_was_confirmed_stands_in_the_receipt_and_its_data(couple):
    application, member = couple
    confirmed_in_a_browser(asked(application, member))
    submission = services.submit(
        drafts.fresh(application), drafts.signature(application), actor=drafts.actor_of(application)
    )
    content = receipts.content(submission.receipt_public_id, drafts.actor_of(application))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["solicitud.json"].get_file().read_bytes())
    consent = Consent.objects.get(purpose="consent")
    assert [(one["person"], one["sha256"]) for one in data["confirmed"]] == [(member.ref, consent.text_hash)]


def test_who_prefers_not_to_costs_nobody_anything(couple):
    application, member = couple
    link = asked(application, member)
    assert Client().post(link, {"answer": "no"}).url == url("cohabitant_declined")
    assert selectors.confirmations(application)[0].state == "declined"
    assert services.completeness(drafts.fresh(application)).ready_to_sign
    confirmed_in_a_browser(link)


def test_data_changed_after_the_code_went_out_are_not_what_was_confirmed(couple):
    application, member = couple
    browser = Client()
    browser.post(asked(application, member), {"answer": "yes"})
    member.first_name = "Otro"
    member.save()
    shown = said(browser.post(url("cohabitant_code"), {"code": drafts.code_sent_to(OTHER)}))
    assert "era para otro texto" in shown
    assert not Consent.objects.filter(purpose="consent").exists()


def test_links_end_and_are_braked(couple):
    application, member = couple
    actor = drafts.actor_of(application)
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        first = asked(application, member)
        with pytest.raises(AmparoError, match=r"confirmation\.too_soon"):
            services.ask_confirmation(application, member.ref, OTHER, actor=actor)
        clock.move_to(start + timedelta(minutes=2))
        second = asked(application, member)
        assert Client().get(first).status_code == 404
        assert Client().get(second).status_code == 200
        clock.move_to(start + timedelta(days=31))
        assert Client().get(second).status_code == 404
    assert Client().get(url("cohabitant_link", "inventado")).status_code == 404


def test_only_other_adults_are_asked_and_only_by_the_owner(couple):
    application, member = couple
    with pytest.raises(AmparoError, match=r"confirmation\.not_adult"):
        services.ask_confirmation(application, "a", OTHER, actor=drafts.actor_of(application))
    with pytest.raises(Refused):
        services.ask_confirmation(application, member.ref, OTHER, actor=citizen("otra"))
    assert not Confirmation.objects.exists()


def test_a_consent_is_taken_back_only_by_who_gave_it(couple):
    application, member = couple
    confirmed_in_a_browser(asked(application, member))
    consent = Consent.objects.get(purpose="consent")
    for stranger in (drafts.actor_of(application), cohabitant(str(application.public_id), "zz"), citizen("x")):
        with pytest.raises(Refused):
            revoke_consent(consent.public_id, stranger)
    own = cohabitant(str(application.public_id), member.ref)
    first = revoke_consent(consent.public_id, own).revoked_at
    assert revoke_consent(consent.public_id, own).revoked_at == first
    with pytest.raises(AmparoError, match=r"consent\.unknown"):
        revoke_consent("nada", own)


def test_the_consent_to_compare_the_face_is_a_row_of_its_own_and_goes_back(couple):
    application, _ = couple
    services.open_identity_check(application, actor=drafts.actor_of(application))
    check_id = drafts.fresh(application).identity_check_id
    set_face_consent(check_id, True)
    consent = Consent.objects.get(purpose="face")
    assert (consent.method, consent.text_version, consent.challenge) == ("page", "cara-2026-1", None)
    revoke_consent(consent.public_id, drafts.actor_of(application))
    assert not set_face_consent(check_id, False).face_consent
    assert Consent.objects.get(purpose="face").revoked_at
    set_face_consent(check_id, True)
    assert Consent.objects.filter(purpose="face", revoked_at=None).count() == 1


def test_the_signature_s_sheet_is_sealed_once_and_taken_by_its_person(couple):
    application, _ = couple
    actor = drafts.actor_of(application)
    services.submit(application, drafts.signature(application), actor=actor)
    browser = browser_of(drafts.fresh(application))
    for _ in range(2):
        assert browser.post(url("signature_evidence")).url == url("mine")
    assert Receipt.objects.filter(kind="consent_evidence").count() == 1
    assert "Hoja de evidencia" in said(browser.get(url("mine")))
    consent = Consent.objects.get(purpose="signature")
    sheet = words_in(receipts.content(Receipt.objects.get(kind="consent_evidence").public_id, actor))
    assert (sheet["consent"], sheet["version"]) == (str(consent.public_id), "imv-2026-1")
    assert application.email not in str(sheet)
    with pytest.raises(AmparoError, match=r"consent\.cannot_revoke"):
        revoke_consent(consent.public_id, actor)
    with pytest.raises(AmparoError, match=r"consent\.unknown"):
        sheet_of("nada", reference="", office_name="")
