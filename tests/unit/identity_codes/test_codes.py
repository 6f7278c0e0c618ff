"""One-time codes: five tries, ten minutes, one use, one text — whatever the order of events."""

import contextlib
import hashlib
import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core import mail
from core.errors import AmparoError
from core.events import events_of
from core.models import AuditEvent
from identity.models import CodeGuard, Consent, OneTimeCode
from identity.services import record_consent, send_code, verify_code
from identity.services.codes import purge_codes

pytestmark = pytest.mark.django_db
ADDRESS = "persona.inventada@example.org"
TEXT = "Consiento que se consulten mis datos de renta."


@pytest.fixture(autouse=True)
def outgoing(settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mailoutbox


def send(**changed):
    return send_code(**{"purpose": "signature", "email": ADDRESS, "bound_to": TEXT, "subject_ref": "app-1", **changed})


def digits(message) -> str:
    return re.search(r"^\s+(\d{3} \d{3})$", message.body, re.MULTILINE)[1]


def another(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}"


def refusal(challenge, code, bound_to=TEXT) -> str:
    with pytest.raises(AmparoError) as refused:
        verify_code(challenge, code, bound_to=bound_to)
    return refused.value.code


@pytest.mark.req("S2-57")
def test_the_right_code_is_taken_once(outgoing):
    sent = send()
    code = digits(outgoing[0])
    verified = verify_code(sent.challenge_id, code.replace(" ", ""), bound_to=TEXT)
    assert (verified.email, verified.subject_ref, verified.bound_to) == (ADDRESS, "app-1", TEXT)
    assert refusal(sent.challenge_id, code) == "code.used"


@pytest.mark.req("S2-57")
def test_the_message_says_what_is_agreed_and_nothing_about_the_person(outgoing):
    text_hash = hashlib.sha256(TEXT.encode()).hexdigest()
    send(text_version="imv-2026-1")
    (message,) = outgoing
    assert message.to == [ADDRESS]
    assert "firmar tu solicitud" in message.body
    assert "imv-2026-1" in message.body
    assert text_hash[:16] in message.body
    for personal in (ADDRESS, "app-1", "inventada"):
        assert personal not in message.body
        assert personal not in message.subject


def test_digits_are_nowhere_in_the_database(outgoing):
    send()
    stored = str(OneTimeCode.objects.values()) + str(AuditEvent.objects.values())
    assert digits(outgoing[0]).replace(" ", "") not in stored
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select email from identity_onetimecode")
        assert ADDRESS not in str(cursor.fetchall())


@pytest.mark.req("S2-57")
def test_ten_minutes_and_not_one_more(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sent = send()
        code = digits(outgoing[0])
        clock.move_to(start + timedelta(minutes=10))
        assert refusal(sent.challenge_id, code) == "code.expired"
        clock.move_to(start + timedelta(minutes=9, seconds=59))
        assert verify_code(sent.challenge_id, code, bound_to=TEXT)


@pytest.mark.req("S2-57")
def test_a_minute_between_sends(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sent = send()
        assert sent.resend_after == start + timedelta(seconds=60)
        with pytest.raises(AmparoError) as refused:
            send()
        assert refused.value.code == "code.too_soon"
        assert "60 segundos" in refused.value.next_step
        clock.move_to(start + timedelta(seconds=60))
        send()
    assert len(outgoing) == 2


def test_only_the_newest_code_works(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        first = send()
        clock.move_to(start + timedelta(minutes=2))
        second = send()
        assert refusal(first.challenge_id, digits(outgoing[0])) == "code.replaced"
        assert verify_code(second.challenge_id, digits(outgoing[1]), bound_to=TEXT)


@pytest.mark.req("S2-57")
def test_a_code_for_one_text_does_not_agree_to_another(outgoing):
    sent = send()
    code = digits(outgoing[0])
    assert refusal(sent.challenge_id, code, bound_to=TEXT + " Y también los de mis hijos.") == "code.other_text"
    assert refusal(sent.challenge_id, code, bound_to="") == "code.other_text"
    assert verify_code(sent.challenge_id, code, bound_to=hashlib.sha256(TEXT.encode()).hexdigest())


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sent = send()
        code = digits(outgoing[0])
        lefts = []
        for _ in range(4):
            with pytest.raises(AmparoError) as refused:
                verify_code(sent.challenge_id, another(code), bound_to=TEXT)
            lefts.append(refused.value.params["left"])
        assert lefts == [4, 3, 2, 1]
        assert refusal(sent.challenge_id, another(code)) == "code.locked"
        assert refusal(sent.challenge_id, code) == "code.locked"
        clock.move_to(start + timedelta(minutes=14, seconds=59))
        with pytest.raises(AmparoError, match=r"code\.locked"):
            send()
        clock.move_to(start + timedelta(minutes=15))
        again = send()
        assert verify_code(again.challenge_id, digits(outgoing[1]), bound_to=TEXT)
    assert [event.kind for event in events_of("application", "app-1")].count("code.locked") == 1


def test_a_new_code_gives_no_new_tries(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        first = send()
        for _ in range(3):
            assert refusal(first.challenge_id, another(digits(outgoing[0]))) == "code.wrong"
        clock.move_to(start + timedelta(minutes=1))
        second = send()
        assert refusal(second.challenge_id, another(digits(outgoing[1]))) == "code.wrong"
        assert refusal(second.challenge_id, another(digits(outgoing[1]))) == "code.locked"


def test_another_persons_lock_does_not_touch_me(outgoing):
    sent = send(email="otra@example.org")
    for _ in range(5):
        refusal(sent.challenge_id, another(digits(outgoing[0])))
    assert verify_code(send().challenge_id, digits(outgoing[1]), bound_to=TEXT)


@pytest.mark.req("S2-57")
@example(steps=[*[("wrong", 0)] * 4, ("wrong", 300), ("send", 299), *[("wrong", 300)], *[("wrong", 0)] * 2])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["wrong", "send"]), st.integers(0, 300)), max_size=25))
def test_never_more_than_five_guesses_in_a_quarter_of_an_hour(outgoing, steps):
    """Any mix of guesses, new codes and waits: at most five guesses are ever weighed in any 15 minutes."""
    OneTimeCode.objects.all().delete()
    CodeGuard.objects.all().delete()
    outgoing.clear()
    now = timezone.now()
    weighed, challenge = [], None
    with time_machine.travel(now, tick=False) as clock:
        for step, seconds in steps:
            now += timedelta(seconds=seconds)
            clock.move_to(now)
            if step == "send" or challenge is None:
                with contextlib.suppress(AmparoError):  # too soon, too many, locked
                    challenge = send().challenge_id
                continue
            before = sum(OneTimeCode.objects.values_list("tries", flat=True))
            code = refusal(challenge, another(digits(outgoing[-1])))
            if sum(OneTimeCode.objects.values_list("tries", flat=True)) > before:
                weighed.append(now)
                assert code in {"code.wrong", "code.locked"}
    for moment in weighed:
        assert sum(moment <= other < moment + timedelta(minutes=15) for other in weighed) <= 5


def test_a_mail_server_that_is_down_is_told_and_does_not_make_you_wait(outgoing, monkeypatch):
    def broken(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(mail, "send", broken)
    with pytest.raises(AmparoError) as refused:
        send()
    assert refused.value.code == "code.not_sent"
    monkeypatch.undo()
    send()
    assert len(outgoing) == 1


def test_nobodys_mailbox_is_flooded(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for number in range(12):
            clock.move_to(start + timedelta(seconds=61 * number))
            send()
        clock.move_to(start + timedelta(seconds=61 * 12))
        with pytest.raises(AmparoError, match=r"code\.too_many"):
            send()
        with pytest.raises(AmparoError, match=r"code\.too_many"):
            send(purpose="follow_up")


def test_an_unknown_or_malformed_challenge_is_an_expired_code():
    assert refusal("not-a-uuid", "123456") == "code.expired"
    assert refusal("00000000-0000-7000-8000-000000000000", "123456") == "code.expired"


@pytest.mark.req("S2-57")
def test_a_consent_keeps_text_version_and_proof(outgoing):
    verified = verify_code(send().challenge_id, digits(outgoing[0]), bound_to=TEXT)
    evidence = record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=verified)
    row = Consent.objects.get()
    assert (row.public_id, row.text, row.text_version) == (evidence.public_id, TEXT, "v1")
    assert row.text_hash == evidence.text_hash == hashlib.sha256(TEXT.encode()).hexdigest()
    assert row.challenge.public_id == verified.challenge_id
    assert "consent.given" in [event.kind for event in events_of("application", "app-1")]


def test_one_code_proves_one_consent(outgoing):
    verified = verify_code(send().challenge_id, digits(outgoing[0]), bound_to=TEXT)
    first = record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=verified)
    assert record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=verified) == first
    with pytest.raises(AmparoError, match=r"code\.used"):
        record_consent(subject_ref="app-1", text="Otro texto", text_version="v1", verified=verified)
    with pytest.raises(AmparoError, match=r"code\.other_text"):
        record_consent(subject_ref="app-2", text=TEXT, text_version="v1", verified=verified)
    assert Consent.objects.count() == 1


def test_a_verified_code_cannot_be_made_up(outgoing):
    from identity.types import VerifiedCode

    sent = send()
    forged = VerifiedCode(sent.challenge_id, "signature", "app-1", TEXT, ADDRESS, timezone.now())
    with pytest.raises(AmparoError):
        record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=forged)


def test_old_codes_go_and_those_that_prove_something_stay(outgoing):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        verified = verify_code(send().challenge_id, digits(outgoing[0]), bound_to=TEXT)
        record_consent(subject_ref="app-1", text=TEXT, text_version="v1", verified=verified)
        send(email="otra@example.org")
        clock.move_to(start + timedelta(days=29))
        assert purge_codes() == 0
        clock.move_to(start + timedelta(days=31))
        assert purge_codes() == 1
    assert OneTimeCode.objects.get().public_id == verified.challenge_id
