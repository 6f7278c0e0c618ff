"""E-mails: short, plain, and never with a personal datum in them.

`send` hands a text and a simple HTML body to Django: the SMTP server when ``EMAIL_HOST`` is set, otherwise one file a
message in ``settings.MAILBOX_DIR``, which the demonstration shows at ``/desarrollo/correo/``.
"""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.loader import render_to_string

_SEPARATOR = b"\n" + b"-" * 79 + b"\n"


def send(to: str, subject: str, template: str, context: dict[str, Any] | None = None) -> None:
    """Send `template` (a text of paragraphs, ``…/code.txt``) to one person.

    The HTML body is made from the same text: paragraphs, and links where a line holds an address.
    """
    values = {**(context or {}), "public_url": settings.PUBLIC_URL}
    # Plain text: an ampersand in a link must stay one.
    text = Engine.get_default().get_template(template).render(Context(values, autoescape=False)).strip() + "\n"
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n")]
    html = render_to_string("core/mail/layout.html", {"subject": subject, "paragraphs": paragraphs})
    Path(settings.MAILBOX_DIR).mkdir(parents=True, exist_ok=True)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to])
    message.attach_alternative(html, "text/html")
    message.send()


@dataclass(frozen=True)
class Letter:
    """An e-mail of the mailbox folder, as the demonstration shows it."""

    to: str
    subject: str
    at: datetime | None
    text: str


def sent(limit: int = 100) -> list[Letter]:
    """The e-mails in the mailbox folder, newest first."""
    files = sorted(Path(settings.MAILBOX_DIR).glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    letters = [letter for file in files[:limit] for letter in reversed(_read(file))]
    return sorted(letters, key=lambda letter: letter.at.timestamp() if letter.at else 0.0, reverse=True)[:limit]


def _read(file: Path) -> list[Letter]:
    return [_letter(part) for part in file.read_bytes().split(_SEPARATOR) if part.strip()]


def _letter(raw: bytes) -> Letter:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    date = message["Date"]
    return Letter(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(date)) if date else None,
        text=str(body.get_content()).strip() if body else "",
    )
