"""Mail that does not arrive: refused at the door or sent back later, it is known, told, and forgotten when mended."""

import io
import sys
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import mail, outbox
from core.errors import AmparoError
from identity.models import OneTimeCode, UndeliverableAddress
from identity.selectors import mail_trouble
from identity.services import send_code, take_delivery_report, verify_code
from tests.services import free_port
from tests.unit.identity_codes.test_codes import another, digits, outgoing, send  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = "persona.inventada@example.org"


def report(message_id: str, *, to: str = ADDRESS, final: str = ADDRESS, action="failed", status="5.1.1", whole=False):
    """A delivery report as Postfix writes one: a note, the status, and what came back of the message."""
    returned = f"Message-ID: {message_id}\r\nTo: {to}\r\nSubject: x\r\n\r\n" + ("texto" if whole else "")
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: rebotes@amparo.example\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: text/plain\r\n\r\nNo se pudo entregar.\r\n"
        "--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {final}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--B\r\nContent-Type: {kind}\r\n\r\n{returned}\r\n--B--\r\n"
    ).encode()


class Refusing:
    """A mail server that takes nothing for anybody."""

    def __init__(self, reply: str) -> None:
        self.reply = reply

    async def handle_RCPT(self, server, session, envelope, address, options):
        return self.reply


@pytest.fixture
def server(settings):
    started = []

    def start(reply: str) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        started.append(Controller(Refusing(reply), hostname="127.0.0.1", port=settings.EMAIL_PORT))
        started[-1].start()

    yield start
    for controller in started:
        controller.stop()


@pytest.mark.req("S2-57")
def test_an_address_the_server_refuses_is_told_at_once_and_remembered(server):
    server("550 5.1.1 <persona.inventada@example.org> no such user")
    with pytest.raises(AmparoError) as refused:
        send_code(purpose="draft", email=ADDRESS)
    assert refused.value.code == "code.address_refused"
    assert ADDRESS not in f"{refused.value.what}{refused.value.why}{refused.value.next_step}"
    assert not OneTimeCode.objects.exists()  # nobody waits a minute for a code that went nowhere
    assert UndeliverableAddress.objects.get().status == "5.1.1"
    assert "no existe" in mail_trouble(ADDRESS).what


def test_a_server_that_says_later_marks_nothing(server):
    server("451 4.7.1 try later")
    with pytest.raises(AmparoError, match=r"code\.not_sent"):
        send_code(purpose="draft", email=ADDRESS)
    assert mail_trouble(ADDRESS) is None


@pytest.mark.req("S2-57")
@pytest.mark.parametrize("whole", [True, False])
def test_a_report_of_a_message_of_ours_marks_its_address(outgoing, whole):  # noqa: F811
    send()
    message_id = outgoing[0].message()["Message-ID"]
    assert take_delivery_report(report(message_id, whole=whole)) == 1
    assert take_delivery_report(report(message_id, whole=whole, status="5.2.2")) == 1
    row = UndeliverableAddress.objects.get()
    assert (row.status, row.times) == ("5.2.2", 2)
    assert "lleno" in mail_trouble(ADDRESS.upper()).what
    assert "inventada" not in str(UndeliverableAddress.objects.values())


def test_mail_forwarded_elsewhere_marks_the_address_we_wrote_to(outgoing):  # noqa: F811
    send()
    assert take_delivery_report(report(outgoing[0].message()["Message-ID"], final="otra@otro.example")) == 1
    assert mail_trouble(ADDRESS)
    assert not mail_trouble("otra@otro.example")


@pytest.mark.parametrize(
    "forged",
    [
        {"message_id": "<0011223344556677.00112233445566778899aabbccddeeff@amparo.example>"},
        {"message_id": ""},
        {"to": "victima@example.org", "final": "victima@example.org"},
        {"action": "delayed"},
        {"action": "delivered"},
    ],
)
def test_a_report_that_proves_nothing_marks_nobody(outgoing, forged):  # noqa: F811
    send()
    assert take_delivery_report(report(**{"message_id": outgoing[0].message()["Message-ID"], **forged})) == 0
    assert not UndeliverableAddress.objects.exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=400), cut=st.integers(0, 900))
def test_no_message_whatever_stops_the_intake(noise, cut):
    assert take_delivery_report(noise) == 0
    whole = report("<1.2@x>")
    assert take_delivery_report(whole[:cut] + noise + whole[cut:]) == 0


@pytest.mark.req("S2-57")
def test_a_code_given_back_shows_that_mail_arrives_again(outgoing):  # noqa: F811
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sent = send()
        take_delivery_report(report(outgoing[0].message()["Message-ID"]))
        clock.move_to(start + timedelta(minutes=2))
        verify_code(sent.challenge_id, digits(outgoing[0]), bound_to="Consiento que se consulten mis datos de renta.")
    assert mail_trouble(ADDRESS) is None


def test_the_command_reads_a_message_and_a_maildir(outgoing, tmp_path, monkeypatch, capsys):  # noqa: F811
    send()
    raw = report(outgoing[0].message()["Message-ID"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_delivery_reports")
    assert capsys.readouterr().out == "1 messages read, 1 deliveries of ours that failed\n"
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(raw)
    other = EmailMessage()
    other.set_content("Hola")
    (tmp_path / "new" / "2.b").write_bytes(bytes(other))
    call_command("take_delivery_reports", maildir=tmp_path)
    assert capsys.readouterr().out == "2 messages read, 1 deliveries of ours that failed\n"
    call_command("take_delivery_reports", maildir=tmp_path)
    assert capsys.readouterr().out.startswith("0 messages")
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("take_delivery_reports", maildir=tmp_path / "new")


@pytest.mark.req("S2-57")
def test_five_wrong_codes_are_told_by_mail(outgoing):  # noqa: F811
    sent = send()
    for _ in range(5):
        with pytest.raises(AmparoError):
            verify_code(sent.challenge_id, another(digits(outgoing[0])), bound_to="otro")
        with pytest.raises(AmparoError):
            verify_code(
                sent.challenge_id,
                another(digits(outgoing[0])),
                bound_to="Consiento que se consulten mis datos de renta.",
            )
    outbox.deliver_due()
    (_, told) = outgoing
    assert told.to == [ADDRESS]
    assert "15 minutos" in told.body
    assert "firmar tu solicitud" in told.body
    assert "inventada" not in told.body


def test_every_message_says_that_a_machine_wrote_it_and_reports_may_go_elsewhere(outgoing, settings):  # noqa: F811
    settings.BOUNCES_TO = "rebotes@amparo.example"
    send()
    message = outgoing[0]
    assert message.message()["Auto-Submitted"] == "auto-generated"
    assert (message.from_email, message.message()["From"]) == ("rebotes@amparo.example", settings.DEFAULT_FROM_EMAIL)
    assert mail.is_ours(message.message()["Message-ID"], ADDRESS)
    assert not mail.is_ours(message.message()["Message-ID"], "otra@example.org")
