"""With a mail server set, e-mails really leave by SMTP; with the server down, that is told and nothing is lost."""

from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from core import mail
from tests.services import free_port

TEMPLATE = "identity/mail/code.txt"
CONTEXT = {"code": "123456", "purpose": "confirmar tu correo", "minutes": 10}


class Mailbox:
    """What the server was handed."""

    def __init__(self) -> None:
        self.received = []

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield mailbox
    server.stop()


def test_an_e_mail_arrives_at_a_real_server_with_its_accents(smtp):
    mail.send("alguien@example.org", "Código de un solo uso", TEMPLATE, CONTEXT)
    [(recipients, message)] = smtp.received
    assert recipients == ["alguien@example.org"]
    assert message["Subject"] == "Código de un solo uso"
    assert "código" in message.get_body(("plain",)).get_content()
    assert message.get_body(("html",)) is not None


def test_a_mail_server_that_is_down_is_an_error_and_not_silence(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with pytest.raises(OSError, match=r".*"):
        mail.send("alguien@example.org", "Asunto", TEMPLATE, CONTEXT)
