"""A check in person and a signature by hand: who may attend, what is kept, and what is refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.actors import ANYONE, citizen
from core.errors import AmparoError, Refused
from core.models import AuditEvent, Office, StoredFile
from core.vault import read
from identity.models import Consent, PresenceCheck
from identity.selectors import presence
from identity.services import forget_presence, record_consent, record_presence
from identity.types import HandSignature, SeenDocument
from tests.flows.dossiers import actor, staff

pytestmark = [pytest.mark.django_db, pytest.mark.req("S2-65")]
TEXT = "Pido el Ingreso Mínimo Vital."
HASH = "a" * 64


@pytest.fixture
def capturer():
    return actor(staff("ivan", "capturer"))


def seen(**changes):
    values = {"kind": "dni", "number": "12345678-z", "expires_on": timezone.localdate() + dt.timedelta(days=1)}
    return SeenDocument(**(values | changes))


def attend(who, **changes):
    office = Office.objects.get(kind="caiss", province_code="28")
    values = {"subject_ref": "app-1", "document": seen(), "present": True, "office_id": office.pk, "actor": who}
    return record_presence(**(values | changes))


def signature(**changes):
    values = {"method": "paper", "content": b"%PDF-1.4 sheet", "media_type": "application/pdf", "bound_to": HASH}
    return HandSignature(**(values | changes))


def sign(who, **changes):
    return record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=signature(**changes), actor=who)


def test_who_saw_which_document_where_and_when_is_kept(capturer):
    found = presence(attend(capturer).public_id)
    assert (found.document.number, found.office_name) == ("12345678Z", "CAISS de Madrid")
    assert (found.seen_by_ref, found.seen_by_name) == (capturer.ref, "Ivan")
    event = AuditEvent.objects.get(kind="identity.presence_recorded")
    assert event.payload == {"presence": str(found.public_id), "office": "CAISS2801"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM identity_presencecheck")
        assert "12345678" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"present": False}, "identity.nobody_present"),
        ({"document": seen(expires_on=dt.date(2020, 1, 1))}, "identity.presence_expired"),
        ({"document": seen(number="12345678A")}, "identifier.wrong_letter"),
    ],
)
def test_nobody_there_or_no_good_document_is_no_check(capturer, changes, code):
    with pytest.raises(AmparoError) as told:
        attend(capturer, **changes)
    assert told.value.code == code
    assert not PresenceCheck.objects.exists()


def test_only_a_capturer_attends_and_only_in_their_office(capturer):
    malaga = Office.objects.get(kind="caiss", province_code="29")
    with pytest.raises(Refused):
        attend(capturer, office_id=malaga.pk)
    for who in (actor(staff("elena", "processor")), actor(staff("pilar", "supervisor")), citizen("app-1"), ANYONE):
        with pytest.raises(Refused):
            attend(who)
        with pytest.raises(Refused):
            sign(who)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("method", ["paper", "screen"])
def test_a_signature_by_hand_keeps_text_data_file_and_witness(capturer, method):
    evidence = sign(capturer, method=method)
    kept = Consent.objects.get(public_id=evidence.public_id)
    assert (kept.text, kept.method, kept.bound_to, kept.witnessed_by) == (TEXT, method, HASH, capturer.ref)
    assert read(StoredFile.objects.get(pk=evidence.signature_id)) == b"%PDF-1.4 sheet"
    event = AuditEvent.objects.get(kind="consent.signed")
    assert (event.actor_ref, event.payload["method"]) == (capturer.ref, method)


def test_an_empty_signature_is_none(capturer):
    with pytest.raises(AmparoError) as told:
        sign(capturer, content=b"")
    assert told.value.code == "consent.signature_missing"


def test_the_database_refuses_a_consent_without_its_proof():
    words = {"subject_ref": "x", "purpose": "signature", "text": "t", "text_version": "v", "text_hash": HASH}
    for method in ("code", "paper", "screen"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(**words, method=method, given_at=timezone.now(), witnessed_by="someone")


def test_what_was_read_on_the_document_goes_with_the_draft(capturer):
    attend(capturer)
    assert forget_presence("app-1") == 1
    kept = presence(PresenceCheck.objects.get().public_id)
    assert kept.document is None
    assert kept.seen_by_ref == capturer.ref
