"""Central administration: offices, staff and roles; relocation; the flow; the history of everything."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.utils import timezone

from core.models import Office, OfficeChange, StaffMember, StaffRole
from tests.rights.rows import Office as Page
from tests.rights.rows import Scene, nothing
from workflow.models import RelocationRule

ADMINISTRATOR = {"administrator"}


def _colleague() -> StaffMember:
    """The administrator who asked for things, so that the one of the cast may confirm them."""
    user, _ = get_user_model().objects.get_or_create(username="colleague")
    member, made = StaffMember.objects.get_or_create(
        user=user, defaults={"full_name": "Colleague", "employee_number": "C1"}
    )
    if made:
        central = Office.objects.get(kind="central")
        day = dt.date(2020, 1, 1)
        StaffRole.objects.create(
            staff=member, role="administrator", office=central, valid_from=day, confirmed_at=timezone.now()
        )
    return member


def _grant(scene: Scene) -> StaffRole:
    """A role of somebody else that waits for its confirmation."""
    office = Office.objects.get(kind="provincial_office", province_code="28")
    day = timezone.localdate()
    given = {"role": "fiscal_reviewer", "office": office, "valid_from": day, "granted_by": _colleague()}
    return StaffRole.objects.get_or_create(staff=scene.people["processor here"], **given)[0]


def _change(scene: Scene) -> OfficeChange:
    office = Office.objects.get(kind="caiss", province_code="28")
    values = {"name": "CAISS nuevo", "address_ranges": []}
    asked = {"kind": "edit", "values": values, "asked_by": _colleague(), "asked_at": timezone.now()}
    return OfficeChange.objects.get_or_create(office=office, state="pending", defaults=asked)[0]


def _rule(scene: Scene) -> RelocationRule:
    """A rule of Madrid's, which lasts today."""
    here, there = (Office.objects.get(kind="provincial_office", province_code=code) for code in ("28", "42"))
    today = timezone.localdate()
    period = {"from_on": today, "until_on": today, "share": 30}
    published = {"published_by": _colleague(), "published_at": timezone.now()}
    return RelocationRule.objects.get_or_create(from_office=here, to_office=there, **period, defaults=published)[0]


def _of(give):
    return lambda scene: [give(scene).public_id]


def _office(scene: Scene) -> Office:
    return Office.objects.get(kind="caiss", province_code="28")


def _person(scene: Scene) -> StaffMember:
    return scene.people["processor here"]


PEOPLE = {"full_name": "Ana Molina", "employee_number": "E9", "username": "ana.molina", "email": "ana@example.org"}

ADDRESSES = {
    "administration:pending": Page(ADMINISTRATOR, arguments=nothing),
    "administration:offices": Page(ADMINISTRATOR, arguments=nothing),
    "administration:office_new": Page(ADMINISTRATOR, "form", arguments=nothing),
    "administration:office": Page(ADMINISTRATOR, "form", arguments=_of(_office)),
    "administration:office_close": Page(ADMINISTRATOR, "form", arguments=_of(_office)),
    "administration:change_confirm": Page(ADMINISTRATOR, "act", arguments=_of(_change)),
    "administration:change_refuse": Page(ADMINISTRATOR, "act", arguments=_of(_change)),
    "administration:people": Page(ADMINISTRATOR, "form", arguments=nothing),
    "administration:person_new": Page(ADMINISTRATOR, "form", arguments=nothing, body=PEOPLE),
    "administration:person": Page(ADMINISTRATOR, arguments=_of(_person)),
    "administration:person_link": Page(ADMINISTRATOR, "act", arguments=_of(_person)),
    "administration:person_email": Page(ADMINISTRATOR, "form", arguments=_of(_person)),
    "administration:grant": Page(ADMINISTRATOR, "form", arguments=_of(_person)),
    "administration:grant_confirm": Page(ADMINISTRATOR, "act", arguments=_of(_grant)),
    "administration:grant_refuse": Page(ADMINISTRATOR, "form", arguments=_of(_grant)),
    "workflow:relocation": Page(ADMINISTRATOR, arguments=nothing),
    "workflow:rule_new": Page(ADMINISTRATOR, "form", arguments=nothing),
    "workflow:move_one": Page(ADMINISTRATOR, "form", arguments=nothing),
    "workflow:rule_end": Page(ADMINISTRATOR, "act", arguments=_of(_rule)),
    "workflow:rule_return": Page(ADMINISTRATOR, "act", arguments=_of(_rule)),
    "workflow:flows": Page(ADMINISTRATOR, arguments=nothing),
    "workflow:flow_errors": Page(ADMINISTRATOR, arguments=nothing),
    "workflow:full_history": Page(ADMINISTRATOR, arguments=nothing),
    "administration:role_end": Page(ADMINISTRATOR, "form", arguments=_of(_grant)),
}
POWERS = {
    "staff.manage": {"": ADMINISTRATOR},
    "office.manage": {"": ADMINISTRATOR},
    "history.read_all": {"": ADMINISTRATOR},
    "grant.confirm": {"": ADMINISTRATOR},
    "office_change.confirm": {"": ADMINISTRATOR},
    "relocation.manage": {"": ADMINISTRATOR},
    "flow.read": {"": ADMINISTRATOR},
}
SUBJECTS = {"grant.": _grant, "office_change.": _change}
