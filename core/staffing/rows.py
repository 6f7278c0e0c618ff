"""Finding and locking the rows of this part, and what every verb of it asks first."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet

from core.actors import Actor
from core.errors import AmparoError
from core.models import Office, OfficeChange, StaffMember, StaffRole

Reference = UUID | str
Row = TypeVar("Row", bound=Model)


def _one(rows: "QuerySet[Row]", reference: Reference, code: str) -> Row:
    try:
        found: Row = rows.get(public_id=reference)
    except (ObjectDoesNotExist, ValidationError, ValueError):
        raise AmparoError(code) from None
    return found


def person(reference: Reference) -> StaffMember:
    """The member of staff behind a public id."""
    return _one(StaffMember.objects.select_related("user"), reference, "staff.not_found")


def locked_person(reference: Reference) -> StaffMember:
    """The same, locked: two grants to one person are weighed one after the other."""
    return _one(StaffMember.objects.select_for_update(), reference, "staff.not_found")


def office(reference: Reference) -> Office:
    """The office behind a public id."""
    return _one(Office.objects.all(), reference, "office.not_found")


def locked_office(reference: Reference) -> Office:
    """The same, locked."""
    return _one(Office.objects.select_for_update(), reference, "office.not_found")


def role(reference: Reference) -> StaffRole:
    """A role, to look at."""
    rows = StaffRole.objects.select_related("staff", "office", "granted_by", "confirmed_by", "ended_by")
    return _one(rows, reference, "staff.not_found")


def locked_role(reference: Reference) -> StaffRole:
    """A role, locked together with its person."""
    found = _one(StaffRole.objects.all(), reference, "staff.not_found")
    StaffMember.objects.select_for_update().get(pk=found.staff_id)
    rows = StaffRole.objects.select_for_update(of=("self",)).select_related("staff", "office", "granted_by")
    return _one(rows, reference, "staff.not_found")


def locked_change(reference: Reference) -> OfficeChange:
    """A change of an office, locked."""
    rows = OfficeChange.objects.select_for_update(of=("self",)).select_related("office", "asked_by")
    return _one(rows, reference, "office.not_found")


def staff_of(actor: Actor) -> StaffMember:
    """The administrator who acts."""
    return StaffMember.objects.get(public_id=actor.ref)


def require_reason(text: str) -> str:
    """A reason somebody can be asked about later, not a full stop."""
    reason = " ".join(text.split())
    if sum(letter.isalpha() for letter in reason) < 10:
        raise AmparoError("staff.reason_needed")
    return reason


def payload_of(held: StaffRole, **more: Any) -> dict[str, Any]:
    """What events tell of a role."""
    return {
        "role": held.role,
        "role_name": held.get_role_display(),
        "office": held.office.code,
        "office_name": held.office.name,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
        "role_ref": str(held.public_id),
        **more,
    }
