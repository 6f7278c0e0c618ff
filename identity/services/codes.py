"""One-time codes by e-mail or SMS. What they prove is kept in `identity.services.consents`.

The rules: six digits, ten minutes, one use, five tries in all, a minute between sends; bound to the exact text and the
case they were asked for. After five wrong tries nothing is taken or sent for that address and purpose for a quarter
of an hour. Both verbs commit by themselves (`durable`): a wrong try must stay counted when its caller fails.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.actors import ANYONE
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from identity.models import Channel, CodeGuard, OneTimeCode
from identity.services.addresses import email_index, mail_arrives
from identity.services.code_delivery import deliver_code
from identity.sms import normalize_phone
from identity.types import CodeSent, VerifiedCode

LIFETIME = timedelta(minutes=10)
BETWEEN_SENDS = timedelta(seconds=60)
LOCK = timedelta(minutes=15)
MAX_TRIES = 5
MAX_SENDS_AN_HOUR = 12
KEPT_FOR = timedelta(days=30)


def _where(email: str, phone: str) -> tuple[dict[str, str], str]:
    """The columns that say where a code goes, and the blind index that its brakes are kept by."""
    if bool(email) == bool(phone):
        raise ValueError("a code goes to an e-mail or to a phone")
    if phone:
        number = normalize_phone(phone)
        return {"channel": Channel.SMS, "phone": number}, blind_index("identity.phone", number)
    return {"channel": Channel.EMAIL, "email": email}, email_index(email)


def _code_hash(challenge_id: uuid.UUID, code: str) -> str:
    return blind_index("identity.code", f"{challenge_id}:{code}")


def bound(bound_to: str) -> str:
    """A SHA-256 as it is; any other text by its SHA-256."""
    if not bound_to or re.fullmatch(r"[0-9a-f]{64}", bound_to):
        return bound_to
    return hashlib.sha256(bound_to.encode()).hexdigest()


def _locked_guard(address_index: str, purpose: str) -> CodeGuard:
    CodeGuard.objects.get_or_create(address_index=address_index, purpose=purpose)
    return CodeGuard.objects.select_for_update().get(address_index=address_index, purpose=purpose)


def _minutes(until: datetime, now: datetime) -> int:
    return max(1, math.ceil((until - now).total_seconds() / 60))


def _refuse_if_locked(guard: CodeGuard, now: datetime) -> None:
    if guard.locked_until and guard.locked_until > now:
        raise AmparoError("code.locked", minutes=_minutes(guard.locked_until, now))


def _refuse_if_too_many(address_index: str, purpose: str, now: datetime) -> None:
    sends = OneTimeCode.objects.filter(address_index=address_index, sent_at__gt=now - timedelta(hours=1))
    last = sends.filter(purpose=purpose).order_by("sent_at").last()
    if last and now < last.sent_at + BETWEEN_SENDS:
        seconds = math.ceil((last.sent_at + BETWEEN_SENDS - now).total_seconds())
        raise AmparoError("code.too_soon", seconds=seconds)
    if sends.count() >= MAX_SENDS_AN_HOUR:
        raise AmparoError("code.too_many")


def _tell(kind: str, challenge: OneTimeCode) -> None:
    subject = ("application", challenge.subject_ref) if challenge.subject_ref else ("code", str(challenge.public_id))
    record(kind, ANYONE, *subject, {"purpose": challenge.purpose, "challenge": str(challenge.public_id)})


def send_code(
    *,
    purpose: str,
    email: str = "",
    phone: str = "",
    bound_to: str = "",
    subject_ref: str = "",
    text_version: str = "",
) -> CodeSent:
    """Send six digits to an e-mail or a phone. `bound_to` is the text to agree to, or its SHA-256: the same must come
    with the code.

    Raises ``code.too_soon``, ``code.too_many``, ``code.locked``, ``code.not_sent`` (the server is down),
    ``code.address_refused`` or ``code.phone_refused`` (no message reaches there), ``phone.not_mobile``.
    """
    now, code = timezone.now(), f"{secrets.randbelow(10**6):06d}"
    where, index = _where(email, phone)
    with transaction.atomic(durable=True):
        _refuse_if_locked(_locked_guard(index, purpose), now)
        _refuse_if_too_many(index, purpose, now)
        earlier = OneTimeCode.objects.filter(address_index=index, purpose=purpose, subject_ref=subject_ref)
        earlier.filter(used_at=None, replaced_at=None).update(replaced_at=now)
        challenge = OneTimeCode(
            purpose=purpose,
            subject_ref=subject_ref,
            **where,
            address_index=index,
            bound_to=bound(bound_to),
            text_version=text_version,
            sent_at=now,
            expires_at=now + LIFETIME,
        )
        challenge.code_hash = _code_hash(challenge.public_id, code)
        challenge.save()
        _tell("code.sent", challenge)
    deliver_code(challenge, code, LIFETIME // timedelta(minutes=1))
    return CodeSent(challenge.public_id, now + BETWEEN_SENDS, challenge.expires_at)


def verify_code(challenge_id: uuid.UUID | str, code: str, *, bound_to: str = "") -> VerifiedCode:
    """Take the code once. Raises ``code.wrong`` (with the tries left), ``code.expired``, ``code.used``,
    ``code.replaced``, ``code.other_text`` or ``code.locked``.
    """
    now = timezone.now()
    with transaction.atomic(durable=True):
        challenge = _challenge(challenge_id)
        guard = _locked_guard(challenge.address_index, challenge.purpose)
        challenge.refresh_from_db()  # the guard's lock is what orders two tries at once
        refusal = _refusal(challenge, guard, bound_to, now) or _try(challenge, guard, code, now)
    if refusal:
        raise refusal
    return VerifiedCode(
        challenge_id=challenge.public_id,
        purpose=challenge.purpose,
        subject_ref=challenge.subject_ref,
        bound_to=bound_to,
        email=challenge.email,
        phone=challenge.phone,
        verified_at=now,
    )


def _challenge(challenge_id: uuid.UUID | str) -> OneTimeCode:
    try:
        return OneTimeCode.objects.get(public_id=uuid.UUID(str(challenge_id)))
    except (ValueError, OneTimeCode.DoesNotExist):
        raise AmparoError("code.expired") from None


def _refusal(challenge: OneTimeCode, guard: CodeGuard, bound_to: str, now: datetime) -> AmparoError | None:
    """Why this code cannot be tried at all, in the order that helps the person most."""
    if guard.locked_until and guard.locked_until > now:
        return AmparoError("code.locked", minutes=_minutes(guard.locked_until, now))
    if challenge.used_at:
        return AmparoError("code.used")
    if challenge.replaced_at:
        return AmparoError("code.replaced")
    if now >= challenge.expires_at or challenge.tries >= MAX_TRIES:
        return AmparoError("code.expired")
    if not hmac.compare_digest(challenge.bound_to, bound(bound_to)):
        return AmparoError("code.other_text")
    return None


def _try(challenge: OneTimeCode, guard: CodeGuard, code: str, now: datetime) -> AmparoError | None:
    """Count the try and mark the code used if it is right."""
    # Counted until a quarter of an hour passes with no wrong try: so no 15 minutes ever hold more than five.
    if guard.locked_until or (guard.last_wrong_at and now - guard.last_wrong_at >= LOCK):
        guard.wrong, guard.last_wrong_at, guard.locked_until = 0, None, None
    challenge.tries += 1
    if hmac.compare_digest(challenge.code_hash, _code_hash(challenge.public_id, code)):
        challenge.used_at = now
        challenge.save(update_fields=["tries", "used_at", "changed_at"])
        guard.wrong, guard.last_wrong_at = 0, None
        guard.save()
        if challenge.channel == Channel.EMAIL:
            mail_arrives(challenge.address_index)
        _tell("code.verified", challenge)
        return None
    challenge.save(update_fields=["tries", "changed_at"])
    guard.wrong += 1
    guard.last_wrong_at = now
    if guard.wrong >= MAX_TRIES:
        guard.locked_until = now + LOCK
        _tell("code.locked", challenge)
    guard.save()
    if guard.locked_until:
        return AmparoError("code.locked", minutes=_minutes(guard.locked_until, now))
    return AmparoError("code.wrong", left=MAX_TRIES - guard.wrong)


def purge_codes(limit: int = 500) -> int:
    """Delete codes of a month ago that prove no consent; guards go when they say nothing any more."""
    past = timezone.now() - KEPT_FOR
    old = OneTimeCode.objects.filter(sent_at__lt=past, consent=None).values_list("pk", flat=True)[:limit]
    doomed = list(old)
    if not doomed:
        return 0
    with transaction.atomic():
        silent = Q(wrong=0) | Q(last_wrong_at__lt=past)
        CodeGuard.objects.filter(silent, Q(locked_until=None) | Q(locked_until__lt=past)).delete()
        return OneTimeCode.objects.filter(pk__in=doomed).delete()[0]
