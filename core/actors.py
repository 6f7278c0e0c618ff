"""Who acts: a citizen, a member of staff in an office, the system itself, or anyone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from core.networks import client_address, within

if TYPE_CHECKING:
    from django.http import HttpRequest

    from core.models import Office

# Roles that exist only inside the networks of their office (requirements S2-65, S2-94).
ROLES_OF_THE_PLACE = frozenset({"capturer"})


@dataclass(frozen=True)
class RoleAt:
    """A role held now, in one office. `province_code` is the INE code, empty for central services."""

    role: str
    office_id: int
    province_code: str


@dataclass(frozen=True)
class Actor:
    """The one who acts. `ref` is a public id (of the staff member, or of the citizen's application); never a name.

    `elsewhere` are roles the person holds that do not count where they are now: a capturer's counts only from the
    networks of its office.
    """

    kind: str
    ref: str
    name: str = field(default="", compare=False, repr=False)
    roles: tuple[RoleAt, ...] = ()
    elsewhere: tuple[RoleAt, ...] = ()

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


def cohabitant(ref: str, person_ref: str) -> Actor:
    """Another adult of application `ref`'s unit, who proved with a code to read the address their link went to."""
    return Actor("cohabitant", f"{ref}/{person_ref}")


def staff_actor(user_id: int) -> Actor | None:
    """The member of staff behind `user_id` with the roles alive today, wherever they are; or None."""
    return _staff(user_id, lambda office: True)


def _staff(user_id: int, is_at: "Callable[[Office], bool]") -> Actor | None:
    from core.models import StaffMember

    member = StaffMember.objects.filter(user_id=user_id).first()
    if member is None:
        return None
    here: list[RoleAt] = []
    elsewhere: list[RoleAt] = []
    for held in member.roles.live_on(timezone.localdate()).select_related("office"):
        counts = held.role not in ROLES_OF_THE_PLACE or is_at(held.office)
        (here if counts else elsewhere).append(RoleAt(held.role, held.office_id, held.office.province_code))
    return Actor("staff", str(member.public_id), member.full_name, tuple(here), tuple(elsewhere))


def actor_of(request: "HttpRequest") -> Actor:
    """The actor behind `request`; staff only, since each citizen page builds its own. Read once per request.

    A capturer's role counts only while the request comes from the networks of its office.
    """
    cached: Actor | None = getattr(request, "_amparo_actor", None)
    if cached is None:
        user = getattr(request, "user", None)
        found = None
        if user is not None and user.is_authenticated:
            address = client_address(request)
            found = _staff(user.pk, lambda office: within(address, office.address_ranges))
        cached = found or ANYONE
        request._amparo_actor = cached  # type: ignore[attr-defined]
    return cached
