"""What central administration's screens show of offices, people and roles. Callers ask for the right first."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.actors import Actor
from core.models import Office, OfficeChange, OfficeChangeState, Role, StaffMember, StaffRole
from core.policies import may, narrow

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATE_COLOURS = {
    "Por confirmar": "yellow",
    "En vigor": "green",
    "Empieza después": "teal",
    "Terminado": "grey",
    "Rechazado": "red",
}
SEARCH_LIMIT = 50


def state_word(held: StaffRole, today: date) -> str:
    """Where a role stands, in one word or two."""
    if held.confirmed_at is None:
        return "Por confirmar" if held.ended_at is None else "Rechazado"
    if held.ended_at is not None or (held.valid_to is not None and held.valid_to < today):
        return "Terminado"
    return "En vigor" if held.valid_from <= today else "Empieza después"


@dataclass(frozen=True)
class RoleRow:
    """One role of a person, and what the reader may do with it."""

    held: StaffRole
    state: str
    may_confirm: bool
    may_refuse: bool
    may_end: bool

    @property
    def colour(self) -> str:
        """Colour that goes with the word."""
        return STATE_COLOURS[self.state]


def role_row(held: StaffRole, actor: Actor) -> RoleRow:
    """A role as the screens of `actor` show it."""
    state = state_word(held, timezone.localdate())
    pending = state == "Por confirmar"
    return RoleRow(
        held,
        state,
        may_confirm=pending and may(actor, "grant.confirm", held),
        may_refuse=pending and may(actor, "staff.manage"),
        may_end=state in ("En vigor", "Empieza después") and may(actor, "staff.manage"),
    )


def _roles() -> "QuerySet[StaffRole]":
    return StaffRole.objects.select_related("staff", "office", "granted_by", "confirmed_by", "ended_by")


def roles_of(member: StaffMember, actor: Actor) -> list[RoleRow]:
    """Every role a person holds, held or was refused: those that count or wait first."""
    rows = [role_row(held, actor) for held in _roles().filter(staff=member).order_by("-valid_from", "-id")]
    order = list(STATE_COLOURS)
    return sorted(rows, key=lambda row: order.index(row.state))


def pending_grants(actor: Actor) -> list[RoleRow]:
    """Grants that wait for a second administrator, oldest first."""
    waiting = narrow(actor, "staff.manage", _roles().filter(confirmed_at=None, ended_at=None))
    return [role_row(held, actor) for held in waiting.order_by("granted_at", "id")]


def pending_changes(actor: Actor) -> list[tuple[OfficeChange, bool]]:
    """Changes of offices that wait, each with whether `actor` may confirm it."""
    rows = OfficeChange.objects.filter(state=OfficeChangeState.PENDING).select_related("office", "asked_by")
    waiting = narrow(actor, "office.manage", rows)
    return [(change, may(actor, "office_change.confirm", change)) for change in waiting]


def people(actor: Actor, role: str = "", province_code: str = "") -> "QuerySet[StaffMember]":
    """The staff by name, each with the roles that count today or wait (``current``)."""
    today = timezone.localdate()
    counting = StaffRole.objects.live_on(today)
    current = _current_roles().select_related("office")
    rows = narrow(actor, "staff.manage", StaffMember.objects.select_related("user"))
    if role:
        rows = rows.filter(pk__in=counting.filter(role=role).values("staff"))
    if province_code:
        here = "" if province_code == "00" else province_code
        rows = rows.filter(pk__in=counting.filter(office__province_code=here).values("staff"))
    return rows.prefetch_related(Prefetch("roles", current, "current")).order_by("full_name", "pk")


def _current_roles() -> "QuerySet[StaffRole]":
    today = timezone.localdate()
    return StaffRole.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), ended_at=None).order_by("valid_from")


def search(actor: Actor, text: str) -> list[StaffMember]:
    """People whose name, employee number or user name holds every word of `text`; the first fifty."""
    rows = people(actor)
    for word in text.split():
        named = Q(full_name__icontains=word) | Q(employee_number__icontains=word) | Q(user__username__icontains=word)
        rows = rows.filter(named)
    return list(rows[:SEARCH_LIMIT])


def offices(actor: Actor, province_code: str = "") -> "QuerySet[Office]":
    """Offices by code, each with how many people work there today (``working``) and any change that waits."""
    today = timezone.localdate()
    working = (
        StaffRole.objects.live_on(today)
        .filter(office=OuterRef("pk"))
        .order_by()
        .values("office")
        .annotate(number=Count("staff", distinct=True))
        .values("number")
    )
    waiting = OfficeChange.objects.filter(state=OfficeChangeState.PENDING)
    rows = narrow(actor, "office.manage", Office.objects.select_related("parent"))
    if province_code:
        rows = rows.filter(province_code="" if province_code == "00" else province_code)
    return (
        rows.annotate(working=Coalesce(Subquery(working), 0))
        .prefetch_related(Prefetch("changes", waiting, "waiting"))
        .order_by("province_code", "-kind", "code")
    )


def role_choices() -> list[tuple[str, str]]:
    """Roles with their Spanish names."""
    return [(role.value, str(role.label)) for role in Role]
