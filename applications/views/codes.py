"""One-time codes in this room's pages: sent, sent again, taken; and the answer to who has nothing here.

Who types a number and a document that do not go together sees the very same pages as who typed them right: a code
that never comes, tries that run out. Otherwise the page would tell whether somebody has applied.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from applications.models import Application
from core.encryption import blind_index, decrypt_text, encrypt_text
from core.errors import AmparoError
from core.limits import spend
from identity import services as identity
from identity.types import VerifiedCode

KEY = "applications.code"
_SEALED = "applications.session.email"
NEUTRAL = ("resume", "follow_up")
"""Purposes whose pages never say whether there is anything behind what was typed."""
_UNREACHABLE = ("code.address_refused", "code.phone_refused", "phone.not_mobile")
_DECOY_TRIES = 5
_SECONDS_BETWEEN = 60
_LOCK_MINUTES = 15


def send(
    request: HttpRequest,
    purpose: str,
    *,
    email: str = "",
    phone: str = "",
    application: Application | None = None,
    bound_to: str = "",
    text_version: str = "",
) -> None:
    """Send a code to an e-mail or a phone and remember, sealed, where it went."""
    spend(request, "code", 20)
    subject_ref = str(application.public_id) if application else ""
    try:
        sent = identity.send_code(
            purpose=purpose,
            email=email,
            phone=phone,
            bound_to=bound_to,
            subject_ref=subject_ref,
            text_version=text_version,
        )
    except AmparoError as error:
        if purpose in NEUTRAL and error.code in _UNREACHABLE:
            # Told here, it would tell a stranger that somebody has applied; the person reads it once inside.
            digest = blind_index("applications.decoy", f"{purpose}|{email}{phone}|{subject_ref}")
            request.session[KEY] = {"purpose": purpose, "challenge": "", "decoy": digest}
            return
        raise
    request.session[KEY] = {
        "purpose": purpose,
        "challenge": str(sent.challenge_id),
        "by": "sms" if phone else "email",
        "email": encrypt_text(email or phone, _SEALED),
        "application": subject_ref,
        "bound_to": bound_to,
        "text_version": text_version,
    }


def pretend(request: HttpRequest, purpose: str, digest: str) -> None:
    """Look as if a code had gone out, for data that lead nowhere. `digest` is of what was typed."""
    spend(request, "code", 20)
    _decoy_wait(digest)
    request.session[KEY] = {"purpose": purpose, "challenge": "", "decoy": digest}


def send_again(request: HttpRequest) -> None:
    """Another code to the same place."""
    entry = pending(request)
    if entry.get("decoy"):
        pretend(request, entry["purpose"], entry["decoy"])
        return
    application = Application.objects.filter(public_id=entry["application"]).first() if entry["application"] else None
    where = decrypt_text(entry["email"], _SEALED)
    by_sms = entry.get("by") == "sms"
    send(
        request,
        entry["purpose"],
        email="" if by_sms else where,
        phone=where if by_sms else "",
        application=application,
        bound_to=entry["bound_to"],
        text_version=entry.get("text_version", ""),
    )


def pending(request: HttpRequest, purpose: str = "") -> dict[str, Any]:
    """The code this session waits for; the error that says to begin again when there is none."""
    entry: dict[str, Any] | None = request.session.get(KEY)
    if not entry or (purpose and entry["purpose"] != purpose):
        raise AmparoError("code.expired")
    return entry


def is_pending(request: HttpRequest, purpose: str) -> bool:
    """Whether a code of this purpose is on its way."""
    entry = request.session.get(KEY)
    return bool(entry and entry["purpose"] == purpose)


def address(request: HttpRequest) -> str:
    """The address or number the code went to, to show it to who typed it."""
    entry = pending(request)
    return decrypt_text(entry["email"], _SEALED) if entry.get("email") else ""


def verify(request: HttpRequest, purpose: str, code: str) -> tuple[VerifiedCode, str]:
    """Take the code: what it proves, and the public id of the application it was for (empty for a new one)."""
    entry = pending(request, purpose)
    spend(request, "code-try", 40)
    if entry.get("decoy"):
        raise _decoy_answer(entry["decoy"])
    verified = identity.verify_code(entry["challenge"], code, bound_to=entry["bound_to"])
    request.session.pop(KEY, None)
    return verified, entry["application"]


def _decoy_wait(digest: str) -> None:
    if not cache.add(f"applications.decoy.sent.{digest}", int(time.time()), _SECONDS_BETWEEN):
        sent_at = cache.get(f"applications.decoy.sent.{digest}") or int(time.time())
        raise AmparoError("code.too_soon", seconds=max(1, _SECONDS_BETWEEN - (int(time.time()) - sent_at)))


def _decoy_answer(digest: str) -> AmparoError:
    key = f"applications.decoy.tries.{digest}"
    cache.add(key, 0, _LOCK_MINUTES * 60)
    tries = cache.incr(key)
    if tries >= _DECOY_TRIES:
        return AmparoError("code.locked", minutes=_LOCK_MINUTES)
    return AmparoError("code.wrong", left=_DECOY_TRIES - tries)
