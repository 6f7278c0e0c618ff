"""SMS through whichever provider the settings name; none unless set.

A provider is anything with `send(phone, text)`. The one here speaks plain HTTP, as most gateways do: ``POST`` of JSON
``{"to", "from", "text", "reference"}`` with a bearer token, answered 202 (taken), 422 (that number cannot be reached)
or anything else (try later). ``manage.py standin sms`` is a provider for the demonstration and the tests.
"""

from __future__ import annotations

import re
import uuid
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.template import Context, Engine

from core.errors import AmparoError

TIMEOUT_SECONDS = 10.0
_SPANISH_MOBILE = re.compile(r"\+34[67]\d{8}")
_ANY_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


class SmsNotSentError(OSError):
    """The provider did not take the message; a later try may go through."""


class PhoneRefusedError(OSError):
    """The provider says that no message can reach that number."""


class SmsProvider(Protocol):
    """Whoever carries short messages."""

    def send(self, phone: str, text: str) -> None:
        """Hand over one message for a number in international form; raise one of the errors above."""


class HttpSmsProvider:
    """A gateway spoken to over HTTP."""

    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url, self._token, self._sender = url, token, sender

    def send(self, phone: str, text: str) -> None:
        """One request, without following anywhere it is sent on to."""
        body = {"to": phone, "from": self._sender, "text": text, "reference": str(uuid.uuid4())}
        try:
            answer = httpx.post(
                self._url, json=body, headers={"Authorization": f"Bearer {self._token}"}, timeout=TIMEOUT_SECONDS
            )
        except httpx.HTTPError as error:
            raise SmsNotSentError(type(error).__name__) from None
        if answer.status_code == 422:
            raise PhoneRefusedError("refused by the provider")
        if answer.status_code != 202:
            raise SmsNotSentError(f"the provider answered {answer.status_code}")


def provider() -> SmsProvider | None:
    """The provider of the settings; None where SMS is off."""
    chosen: dict[str, Any] = settings.SMS
    return HttpSmsProvider(chosen["url"], chosen["token"], chosen["sender"]) if chosen["url"] else None


def available() -> bool:
    """Whether codes can travel by SMS here."""
    return provider() is not None


def send(phone: str, template: str, context: dict[str, Any]) -> None:
    """Send `template` as one short message. Raises SmsNotSentError or PhoneRefusedError."""
    carrier = provider()
    if carrier is None:
        raise SmsNotSentError("no provider is set")
    text = Engine.get_default().get_template(template).render(Context(context, autoescape=False))
    carrier.send(normalize_phone(phone), " ".join(text.split()))


def normalize_phone(typed: str) -> str:
    """``612 34 56 78`` → ``+34612345678``. Raises ``phone.not_mobile`` where no message could reach it."""
    plain = re.sub(r"[\s().\-/]", "", typed)
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    number = plain if plain.startswith("+") else f"+34{plain}"
    pattern = _SPANISH_MOBILE if number.startswith("+34") else _ANY_NUMBER
    if not number.isascii() or not pattern.fullmatch(number):
        raise AmparoError("phone.not_mobile")
    return number


def reachable(typed: str) -> str:
    """The number in international form, or empty where codes cannot travel to it."""
    if not typed or not available():
        return ""
    try:
        return normalize_phone(typed)
    except AmparoError:
        return ""
