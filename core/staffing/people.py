"""People: their account, the link with which they set its password, and the first two administrators."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from core.actors import SYSTEM, Actor
from core.demonstration.accounts import EMPLOYEE_PREFIX
from core.errors import AmparoError
from core.events import record
from core.models import Office, OfficeKind, Role, StaffMember, StaffRole
from core.policies import require
from core.staffing.rows import Reference, locked_person, payload_of

LINK_REQUESTED = "staff.link_requested"
"""Whoever sends links listens to this: the link itself is made when it is sent, and stands in no row."""


@transaction.atomic
def create_person(full_name: str, employee_number: str, username: str, email: str, actor: Actor) -> StaffMember:
    """A person with an account and no role; a link to set the password goes to their work e-mail."""
    require(actor, "staff.manage")
    member = _create(full_name, employee_number, username, email)
    record("staff.created", actor, "staff", str(member.public_id))
    record(LINK_REQUESTED, actor, "staff", str(member.public_id))
    return member


def _create(full_name: str, employee_number: str, username: str, email: str) -> StaffMember:
    number, name = employee_number.strip().upper(), username.strip().lower()
    if number.startswith(EMPLOYEE_PREFIX):
        raise AmparoError("staff.number_reserved")
    if StaffMember.objects.filter(employee_number__iexact=number).exists():
        raise AmparoError("staff.number_taken")
    if get_user_model()._default_manager.filter(username__iexact=name).exists():
        raise AmparoError("staff.username_taken")
    user = User(username=name, email=email.strip().lower())
    user.set_unusable_password()
    user.save()
    return StaffMember.objects.create(user=user, full_name=" ".join(full_name.split()), employee_number=number)


@transaction.atomic
def send_link(staff_ref: Reference, actor: Actor) -> None:
    """Another link to set the password: the first one got lost or too old, or the password is forgotten."""
    require(actor, "staff.manage")
    member = locked_person(staff_ref)
    record(LINK_REQUESTED, actor, "staff", str(member.public_id))


def email_may_change(member: StaffMember) -> bool:
    """Only before the account is worth anything: never entered, and no role ever confirmed."""
    return member.user.last_login is None and not member.roles.exclude(confirmed_at=None).exists()


@transaction.atomic
def correct_email(staff_ref: Reference, email: str, actor: Actor) -> None:
    """Mend a mistyped e-mail and send the link there."""
    require(actor, "staff.manage")
    member = locked_person(staff_ref)
    if not email_may_change(member):
        raise AmparoError("staff.email_fixed")
    member.user.email = email.strip().lower()
    member.user.save(update_fields=["email"])
    record("staff.email_corrected", actor, "staff", str(member.public_id))
    record(LINK_REQUESTED, actor, "staff", str(member.public_id))


@transaction.atomic
def appoint_first(full_name: str, employee_number: str, username: str, email: str) -> StaffMember:
    """An administrator whom nobody confirms, while there are fewer than two: how an empty system begins.

    Only the operator's command calls it, at the machine itself, and sends the link by its own hand.
    """
    central = Office.objects.select_for_update().get(kind=OfficeKind.CENTRAL)
    today = timezone.localdate()
    live = StaffRole.objects.live_on(today).filter(role=Role.ADMINISTRATOR, staff__user__is_active=True)
    if live.values("staff").distinct().count() >= 2:
        raise AmparoError("administrators.enough")
    member = _create(full_name, employee_number, username, email)
    held = StaffRole.objects.create(
        staff=member, role=Role.ADMINISTRATOR, office=central, valid_from=today, confirmed_at=timezone.now()
    )
    record("staff.created", SYSTEM, "staff", str(member.public_id))
    record("staff.role_confirmed", SYSTEM, "staff", str(member.public_id), payload_of(held))
    return member
