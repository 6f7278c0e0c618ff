"""Codes by SMS: over HTTP to a real gateway, with the very rules of those by e-mail."""

import contextlib
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application
from core import mail, outbox
from core.errors import AmparoError
from identity import sms
from identity.models import CodeGuard, OneTimeCode
from identity.services import send_code, verify_code
from interop.standins.sms import SmsStandIn
from tests.unit.applications import drafts
from tests.unit.applications.conftest import stand_ins  # noqa: F401

pytestmark = pytest.mark.django_db
PHONE = "612 34 56 78"


@pytest.fixture
def gateway(settings, tmp_path):
    settings.SMS_FILE = tmp_path / "short-messages.jsonl"
    with SmsStandIn(token="secreto", file=settings.SMS_FILE) as running:
        settings.SMS = {"url": f"{running.url}/v1/messages", "token": "secreto", "sender": "Amparo"}
        yield running


def last() -> mail.ShortMessage:
    return mail.short_messages()[0]


def digits() -> str:
    return re.search(r"\b\d{3} \d{3}\b", last().text)[0]


def refused(act, *args, **named) -> str:
    with pytest.raises(AmparoError) as error:
        act(*args, **named)
    return error.value.code


@pytest.mark.req("S2-42")
def test_a_code_by_sms_is_taken_once(gateway):
    sent = send_code(purpose="follow_up", phone=PHONE, subject_ref="app-1")
    assert last().to == "+34612345678"
    verified = verify_code(sent.challenge_id, digits())
    assert (verified.phone, verified.email) == ("+34612345678", "")
    assert refused(verify_code, sent.challenge_id, digits()) == "code.used"
    assert len(last().text) <= 320  # two parts at most


@pytest.mark.req("S2-42")
def test_the_brakes_are_those_of_the_e_mail_codes(gateway):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sent = send_code(purpose="follow_up", phone=PHONE)
        code = digits().replace(" ", "")
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        assert refused(send_code, purpose="follow_up", phone="+34 612-345-678") == "code.too_soon"
        tries = [refused(verify_code, sent.challenge_id, wrong) for _ in range(5)]
        assert tries == ["code.wrong"] * 4 + ["code.locked"]
        assert refused(verify_code, sent.challenge_id, code) == "code.locked"
        outbox.deliver_due()
        assert "15 minutos" in last().text
        clock.move_to(start + timedelta(minutes=15))
        again = send_code(purpose="follow_up", phone=PHONE)
        clock.move_to(start + timedelta(minutes=25))
        assert refused(verify_code, again.challenge_id, digits()) == "code.expired"


@pytest.mark.req("S2-42")
def test_the_number_lies_encrypted_and_its_index_is_blind(gateway):
    send_code(purpose="follow_up", phone=PHONE)
    with connection.cursor() as cursor:
        cursor.execute("select phone, address_index from identity_onetimecode")
        stored = str(cursor.fetchall())
    assert "612345678" not in stored
    assert "612345678" not in str(CodeGuard.objects.values())


@pytest.mark.parametrize(
    ("phone", "how", "code"),
    [
        ("612340000", {}, "code.phone_refused"),
        (PHONE, {"down": True}, "code.not_sent"),
        (PHONE, {"token": "otro"}, "code.not_sent"),
        ("912345678", {}, "phone.not_mobile"),
    ],
)
def test_what_the_gateway_does_not_take_is_told_and_makes_nobody_wait(gateway, phone, how, code):
    for name, value in how.items():
        setattr(gateway, name, value)
    assert refused(send_code, purpose="follow_up", phone=phone) == code
    assert not OneTimeCode.objects.exists()


def test_without_a_provider_sms_is_off(settings):
    settings.SMS = {"url": "", "token": "", "sender": ""}
    assert not sms.available()
    assert sms.reachable(PHONE) == ""
    assert refused(send_code, purpose="follow_up", phone=PHONE) == "code.not_sent"


def test_a_gateway_that_is_gone_is_an_error_and_not_silence(settings):
    settings.SMS = {"url": "http://127.0.0.1:9/v1/messages", "token": "", "sender": ""}
    assert refused(send_code, purpose="follow_up", phone=PHONE) == "code.not_sent"


@given(
    number=st.from_regex(r"[67]\d{8}", fullmatch=True).filter(str.isascii),
    prefix=st.sampled_from(["", "+34", "0034", "+34 ", "0034-"]),
    gaps=st.lists(st.sampled_from([" ", "-", ".", ""]), min_size=9, max_size=9),
)
def test_one_mobile_is_one_number_however_it_is_typed(number, prefix, gaps):
    typed = prefix + "".join(digit + gap for digit, gap in zip(number, gaps, strict=True))
    assert sms.normalize_phone(typed) == f"+34{number}"


@given(typed=st.text(max_size=20))
def test_whatever_is_typed_is_a_number_or_a_clear_error(typed):
    with contextlib.suppress(AmparoError):
        assert re.fullmatch(r"\+[1-9][0-9]{7,14}", sms.normalize_phone(typed))


@pytest.mark.req("S2-42")
@pytest.mark.usefixtures("stand_ins")
def test_who_gave_a_mobile_and_no_e_mail_in_an_office_follows_their_application(
    gateway, django_capture_on_commit_callbacks
):
    application, submission = drafts.submitted()
    number = application.members.get(ref="a").document_number
    Application.objects.filter(pk=application.pk).update(email="", email_index="", phone=PHONE)
    client = Client()
    asked = {"registry_number": submission.registry_number, "document_number": number}
    assert client.post(reverse("applications:follow_up"), asked).url == reverse("applications:follow_up_code")
    answer = client.post(reverse("applications:follow_up_code"), {"code": digits()})
    assert answer.url == reverse("applications:mine")
    assert submission.registry_number in client.get(answer.url).content.decode()
