"""Demonstration accounts: their rows, and the code their authenticator would show now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from core.demonstration import DemoStaff, staff
from core.demonstration.accounts import PASSWORD
from core.models import Office, StaffMember, StaffRole

if TYPE_CHECKING:
    from datetime import date

PERIOD = 30


@transaction.atomic
def create_demonstration_staff() -> list[DemoStaff]:
    """Make the demonstration accounts that are missing; the offices must exist. Refuses outside the demonstration."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("demonstration accounts exist only with AMPARO_DEMONSTRATION=1")
    since = timezone.localdate().replace(month=1, day=1)
    password = make_password(PASSWORD)  # once: it is slow by design, and the same for all
    for account in staff():
        _create(account, password, since)
    return staff()


def _create(account: DemoStaff, password: str, since: date) -> None:
    user, _ = get_user_model().objects.get_or_create(username=account.username, defaults={"password": password})
    member, _ = StaffMember.objects.get_or_create(
        user=user, defaults={"full_name": account.full_name, "employee_number": account.employee_number}
    )
    office = Office.objects.get(kind=account.office_kind, province_code=account.province_code)
    if not StaffRole.objects.filter(staff=member, role=account.role, office=office).exists():
        StaffRole.objects.create(
            staff=member, role=account.role, office=office, valid_from=since, confirmed_at=timezone.now()
        )
    _second_factor(user, account)


def _second_factor(user: User, account: DemoStaff) -> None:
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, account.totp_secret)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists():
        RecoveryCodes.activate(user)


def second_factor_code(account: DemoStaff, ahead: int = 0) -> str:
    """The six digits the account's application shows now, or `ahead` periods of 30 s later (one later is taken too).

    Each code works once: to sign the same account in twice within 30 s, use the next one.
    """
    return str(format_hotp_value(hotp_value(account.totp_secret, int(time.time()) // PERIOD + ahead)))


def seconds_left() -> int:
    """How long the current codes will still be shown."""
    return PERIOD - int(time.time()) % PERIOD
