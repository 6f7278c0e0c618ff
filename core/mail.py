"""E-mails: short, plain, and never with a personal datum in them.

`send` hands a text and a simple HTML body to Django: the SMTP server when ``EMAIL_HOST`` is set, otherwise one file a
message in ``settings.MAILBOX_DIR``, which the demonstration shows at ``/desarrollo/correo/``.

The Message-ID of each carries a keyed hash of whom it went to, so that a delivery report that comes back proves by
itself that it answers a message of ours (`is_ours`): nothing is kept for it, and nobody can make one up.
"""

import email
import email.policy
import hmac
import json
import re
import secrets
import smtplib
from collections.abc import Callable
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

from core.encryption import blind_index

_SEPARATOR = b"\n" + b"-" * 79 + b"\n"
_UNTOLD_STATUS = "5.0.0"
RefusalWatcher = Callable[[str, str], None]

_WATCHERS: list[RefusalWatcher] = []


class AddressRefusedError(OSError):
    """The mail server takes no message for that address, now or later: to try again is useless."""


def watch_refusals(watcher: RefusalWatcher) -> None:
    """Have `watcher` told of each address refused for good: the address and the status of RFC 3463 (``5.1.1``)."""
    _WATCHERS.append(watcher)


def message_id(address: str) -> str:
    """A fresh Message-ID that only we can make for that address."""
    nonce = secrets.token_hex(8)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{nonce}.{_proof(nonce, address)}@{domain}>"


def is_ours(message_id: str, address: str) -> bool:
    """Whether `send` made that Message-ID for a message to `address`."""
    nonce, _, proof = message_id.strip().strip("<>").partition("@")[0].partition(".")
    return bool(nonce) and hmac.compare_digest(proof.encode(), _proof(nonce, address).encode())


def _proof(nonce: str, address: str) -> str:
    return blind_index("mail.message", f"{nonce}:{address}")[:32]


def send(to: str, subject: str, template: str, context: dict[str, Any] | None = None) -> None:
    """Send `template` (a text of paragraphs, ``…/code.txt``) to one person.

    The HTML body is made from the same text: paragraphs, and links where a line holds an address. Raises
    AddressRefusedError where the server says that the address takes no mail, and OSError where it is the server itself
    that cannot be reached.
    """
    values = {**(context or {}), "public_url": settings.PUBLIC_URL}
    # Plain text: an ampersand in a link must stay one.
    text = Engine.get_default().get_template(template).render(Context(values, autoescape=False)).strip() + "\n"
    paragraphs = [paragraph.splitlines() for paragraph in text.strip().split("\n\n")]
    html = render_to_string("core/mail/layout.html", {"subject": subject, "paragraphs": paragraphs})
    Path(settings.MAILBOX_DIR).mkdir(parents=True, exist_ok=True)
    headers = {"Message-ID": message_id(to), "Auto-Submitted": "auto-generated"}
    sender = settings.DEFAULT_FROM_EMAIL
    if settings.BOUNCES_TO:  # the envelope's sender, which reports come back to; people still see who it is from
        headers["From"], sender = sender, settings.BOUNCES_TO
    message = EmailMultiAlternatives(" ".join(subject.split()), text, sender, [to], headers=headers)
    message.attach_alternative(html, "text/html")
    _hand_over(message)


def _hand_over(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        final = [(address, reply) for address, (code, reply) in refused.recipients.items() if code >= 500]
        for address, reply in final:
            for watcher in _WATCHERS:
                watcher(address, _status(reply))
        if final:
            raise AddressRefusedError("the address was refused") from None  # the library's own words name it
        raise


def _status(reply: bytes | str) -> str:
    """The enhanced status a server's reply begins with (RFC 2034); many give none."""
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    found = re.match(r"5\.\d{1,3}\.\d{1,3}\b", text)
    return found[0] if found else _UNTOLD_STATUS


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


@dataclass(frozen=True)
class ShortMessage:
    """An SMS that the demonstration's stand-in took."""

    to: str
    text: str
    at: datetime


def short_messages(limit: int = 20) -> list[ShortMessage]:
    """The last short messages of the demonstration, newest first."""
    try:
        lines = Path(settings.SMS_FILE).read_text(encoding="utf-8").splitlines()[-limit:]
    except FileNotFoundError:
        return []
    taken = [json.loads(line) for line in reversed(lines)]
    return [ShortMessage(one["to"], one["text"], datetime.fromisoformat(one["at"])) for one in taken]


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
