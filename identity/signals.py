"""Sign-ins and their failures, written into the events."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from core.actors import ANYONE, Actor
from core.events import record
from core.models import StaffMember


def _note(kind: str, member: StaffMember | None, *, acted: bool, payload: dict[str, str] | None = None) -> None:
    if member is not None:
        ref = str(member.public_id)
        record(kind, Actor("staff", ref) if acted else ANYONE, "staff", ref, payload or {})


def _member(user: Any) -> StaffMember | None:
    return StaffMember.objects.filter(user_id=user.pk).first() if user is not None else None


@receiver(user_logged_in)
def note_sign_in(user: Any, **kwargs: Any) -> None:
    """All steps done."""
    _note("staff.signed_in", _member(user), acted=True)


@receiver(user_logged_out)
def note_sign_out(user: Any, request: HttpRequest, **kwargs: Any) -> None:
    """By hand, or for having been away."""
    reason = getattr(request, "sign_out_reason", "asked")
    _note("staff.signed_out", _member(user), acted=True, payload={"reason": reason})


@receiver(user_login_failed)
def note_wrong_password(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Only for accounts that exist: what else was typed as a user name is nobody's business."""
    member = StaffMember.objects.filter(user__username=credentials.get("username") or "").first()
    _note("staff.password_failed", member, acted=False)


@receiver(authentication_failed)
def note_wrong_code(user: Any, **kwargs: Any) -> None:
    """The password was right and the code was not."""
    _note("staff.second_factor_failed", _member(user), acted=False)


@receiver(authenticator_added)
def note_second_factor(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """An application or a set of recovery codes was activated."""
    _note("staff.second_factor_added", _member(user), acted=True, payload={"type": str(authenticator.type)})


@receiver(password_reset)
def note_password(user: Any, **kwargs: Any) -> None:
    """The link of the e-mail was used."""
    _note("staff.password_set", _member(user), acted=True)
