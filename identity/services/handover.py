"""An identity check changes hands: to the province that works the case, or to the person's own telephone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from core.actors import citizen
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from identity.models import IdentityCheck, PhoneLink

PHONE_LINK_LIVES = timedelta(minutes=10)
PHONE_STAYS = timedelta(minutes=20)
LinkState = Literal["waiting", "connected", "over"]


def move_checks(subject_ref: str, province_code: str) -> int:
    """Let the province that works the case look at its checks and decide them; gives how many moved.

    Whoever moves the case has asked their own policy and records the move.
    """
    return IdentityCheck.objects.filter(subject_ref=subject_ref).update(province_code=province_code)


@transaction.atomic
def phone_link(subject_ref: str) -> str:
    """The token of a fresh link with which one telephone goes on; the one before is worth nothing from now on."""
    PhoneLink.objects.filter(subject_ref=subject_ref, opened_at=None).update(expires_at=timezone.now())
    token = secrets.token_urlsafe(24)
    PhoneLink.objects.create(
        subject_ref=subject_ref, token_index=_token_index(token), expires_at=timezone.now() + PHONE_LINK_LIVES
    )
    record("identity.phone_link_made", citizen(subject_ref), "application", subject_ref, {})
    return token


def open_phone_link(token: str) -> str:
    """The case the link leads to, once. Raises ``identity.phone_link_over`` for an unknown, used or old one."""
    with transaction.atomic():
        link = PhoneLink.objects.select_for_update().filter(token_index=_token_index(token)).first()
        if link is None or link.opened_at is not None or link.expires_at <= timezone.now():
            raise AmparoError("identity.phone_link_over")
        link.opened_at = timezone.now()
        link.save(update_fields=["opened_at", "changed_at"])
        record("identity.phone_link_opened", citizen(link.subject_ref), "application", link.subject_ref, {})
    return link.subject_ref


def phone_link_state(subject_ref: str) -> LinkState:
    """Where the case stands with its telephone, for the desk that waits for it.

    A telephone that came with an earlier link stays ``connected``: asking for another code does not send it away.
    """
    links = PhoneLink.objects.filter(subject_ref=subject_ref)
    if links.filter(opened_at__gt=timezone.now() - PHONE_STAYS).exists():
        return "connected"
    return "waiting" if links.filter(opened_at=None, expires_at__gt=timezone.now()).exists() else "over"


def _token_index(token: str) -> str:
    return blind_index("identity.phone", token)
