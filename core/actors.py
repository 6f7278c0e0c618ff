"""Who acts: a citizen, a member of staff in an office, the system itself, or anyone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class RoleAt:
    """A role held now, in one office. `province_code` is the INE code, empty for central services."""

    role: str
    office_id: int
    province_code: str


@dataclass(frozen=True)
class Actor:
    """The one who acts. `ref` is a public id (of the staff member, or of the citizen's application); never a name."""

    kind: str
    ref: str
    name: str = field(default="", compare=False, repr=False)
    roles: tuple[RoleAt, ...] = ()

    def has(self, role: str, province_code: str | None = None) -> bool:
        """Whether the actor holds `role` now, in `province_code` if one is given."""
        return any(
            held.role == role and (province_code is None or held.province_code == province_code) for held in self.roles
        )

    @property
    def is_staff(self) -> bool:
        """Whether a member of staff acts."""
        return self.kind == "staff"

    @property
    def provinces(self) -> frozenset[str]:
        """Provinces of the offices where the actor holds any role now."""
        return frozenset(held.province_code for held in self.roles)


SYSTEM = Actor("system", "amparo")
ANYONE = Actor("anyone", "")


def citizen(ref: str) -> Actor:
    """The citizen who proved, in this session, to be the one behind application `ref`."""
    return Actor("citizen", ref)


def staff_actor(user_id: int) -> Actor | None:
    """The member of staff behind `user_id` with the roles alive today, or None."""
    from core.models import StaffMember

    member = StaffMember.objects.filter(user_id=user_id).first()
    if member is None:
        return None
    live = member.roles.live_on(timezone.localdate()).select_related("office")
    roles: Iterable[RoleAt] = (RoleAt(held.role, held.office_id, held.office.province_code) for held in live)
    return Actor("staff", str(member.public_id), member.full_name, tuple(roles))


def actor_of(request: "HttpRequest") -> Actor:
    """The actor behind `request`; staff only, since each citizen page builds its own. Read once per request."""
    cached: Actor | None = getattr(request, "_amparo_actor", None)
    if cached is None:
        user = getattr(request, "user", None)
        found = staff_actor(user.pk) if user is not None and user.is_authenticated else None
        cached = found or ANYONE
        request._amparo_actor = cached  # type: ignore[attr-defined]
    return cached
