"""Roles: granted by one administrator, counted once another confirms, ended at once by any."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.events import record
from core.models import Office, OfficeKind, Role, StaffMember, StaffRole
from core.policies import require
from core.staffing.rows import (
    Reference,
    locked_office,
    locked_person,
    locked_role,
    payload_of,
    require_reason,
    staff_of,
)

PLACES: dict[str, OfficeKind] = {
    Role.CAPTURER: OfficeKind.CAISS,
    Role.PROCESSOR: OfficeKind.PROVINCIAL_OFFICE,
    Role.SUPERVISOR: OfficeKind.PROVINCIAL_OFFICE,
    Role.FISCAL_REVIEWER: OfficeKind.PROVINCIAL_OFFICE,
    Role.ADMINISTRATOR: OfficeKind.CENTRAL,
}
"""Each role exists in one kind of office only."""


@transaction.atomic
def grant(
    staff_ref: Reference,
    role: str,
    office_ref: Reference,
    period: tuple[date, date | None],
    reason: str,
    actor: Actor,
) -> StaffRole:
    """Give a role from–until. It counts for nothing until another administrator confirms it."""
    require(actor, "staff.manage")
    member, office = locked_person(staff_ref), locked_office(office_ref)
    if str(member.public_id) == actor.ref:
        raise AmparoError("grant.to_oneself")
    why = require_reason(reason)
    _check_dates(*period)
    _check_place(role, office)
    _check_beside(member, role, office, period)
    held = StaffRole.objects.create(
        staff=member,
        role=role,
        office=office,
        valid_from=period[0],
        valid_to=period[1],
        reason=why,
        granted_by=staff_of(actor),
        granted_at=timezone.now(),
    )
    record("staff.role_granted", actor, "staff", str(member.public_id), payload_of(held))
    return held


def _check_dates(valid_from: date, valid_to: date | None) -> None:
    if valid_from < timezone.localdate():
        raise AmparoError("grant.past")
    if valid_to is not None and valid_to < valid_from:
        raise AmparoError("grant.backwards")


def _check_place(role: str, office: Office) -> None:
    kind = PLACES[role]
    if office.kind != kind:
        raise AmparoError("grant.wrong_place", role=Role(role).label, place=kind.label)
    if office.closed_on is not None:
        raise AmparoError("grant.office_closed")


def overlapping(roles: "QuerySet[StaffRole]", valid_from: date, valid_to: date | None) -> "QuerySet[StaffRole]":
    """Roles neither ended nor refused that share a day with the period, confirmed or not."""
    begins = Q() if valid_to is None else Q(valid_from__lte=valid_to)
    return roles.filter(begins, Q(valid_to=None) | Q(valid_to__gte=valid_from), ended_at=None)


def _check_beside(
    member: StaffMember, role: str, office: Office, period: tuple[date, date | None], but: int | None = None
) -> None:
    """What the person holds in those days beside it: not the same twice, and central administration alone."""
    beside = overlapping(member.roles.exclude(pk=but or 0), *period)
    if beside.filter(role=role, office=office).exists():
        raise AmparoError("grant.held_already")
    administers = Q(role=Role.ADMINISTRATOR)
    if beside.filter(~administers if role == Role.ADMINISTRATOR else administers).exists():
        raise AmparoError("grant.apart")


@transaction.atomic
def confirm_grant(role_ref: Reference, actor: Actor) -> StaffRole:
    """The second administrator: from now on (or from its first day) the role counts."""
    require(actor, "staff.manage")
    held = locked_role(role_ref)
    require(actor, "grant.confirm", held)
    _still_pending(held)
    if held.valid_to is not None and held.valid_to < timezone.localdate():
        raise AmparoError("grant.expired")
    _check_place(held.role, locked_office(held.office.public_id))
    _check_beside(held.staff, held.role, held.office, (held.valid_from, held.valid_to), but=held.pk)
    held.confirmed_by, held.confirmed_at = staff_of(actor), timezone.now()
    held.save()
    record("staff.role_confirmed", actor, "staff", str(held.staff.public_id), payload_of(held))
    return held


def _still_pending(held: StaffRole) -> None:
    if held.confirmed_at is not None or held.ended_at is not None:
        raise AmparoError("grant.settled")


@transaction.atomic
def refuse_grant(role_ref: Reference, reason: str, actor: Actor) -> StaffRole:
    """Say no to a grant, or take one's own back."""
    require(actor, "staff.manage")
    held = locked_role(role_ref)
    _still_pending(held)
    _close(held, reason, actor)
    record("staff.role_refused", actor, "staff", str(held.staff.public_id), payload_of(held))
    return held


@transaction.atomic
def end_role(role_ref: Reference, reason: str, actor: Actor) -> StaffRole:
    """End a role now, whatever its last day was to be: no second person is needed to take a right away.

    The person's sessions stop at their next request, which asks for live roles again.
    """
    require(actor, "staff.manage")
    _lock_administrators()
    held = locked_role(role_ref)
    today = timezone.localdate()
    over = held.valid_to is not None and held.valid_to < today
    if held.confirmed_at is None or held.ended_at is not None or over:
        raise AmparoError("role.over")
    if held.role == Role.ADMINISTRATOR and not _others_administer(held):
        raise AmparoError("role.last_administrator")
    _close(held, reason, actor)
    record("staff.role_ended", actor, "staff", str(held.staff.public_id), payload_of(held))
    return held


def _lock_administrators() -> None:
    # Two who end each other's role at the same moment: the second waits here, and then is the last one.
    list(Office.objects.select_for_update().filter(kind=OfficeKind.CENTRAL))


def _others_administer(held: StaffRole) -> bool:
    today = timezone.localdate()
    live = StaffRole.objects.live_on(today).filter(role=Role.ADMINISTRATOR, staff__user__is_active=True)
    return live.exclude(staff=held.staff_id).exists()


def _close(held: StaffRole, reason: str, actor: Actor) -> None:
    held.end_reason = require_reason(reason)
    held.ended_by, held.ended_at = staff_of(actor), timezone.now()
    held.save()
