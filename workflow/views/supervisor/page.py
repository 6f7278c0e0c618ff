"""What every page of the supervisor shares: which directorate, and the way between its pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.actors import actor_of
from core.errors import Refused
from core.models import Office, OfficeKind, StaffMember
from core.policies import require
from workflow.selectors.supervised import supervised_offices

PLACES = (
    ("board", "Tablero"),
    ("supervised", "Expedientes"),
    ("assignment_policy", "Reparto"),
    ("office_history", "Historia"),
)


def office_of(request: HttpRequest) -> Office:
    """The directorate of the page: the one asked for, or the only one (the first) the actor supervises.

    Another's is refused, and the attempt recorded.
    """
    actor = actor_of(request)
    asked = request.POST.get("oficina") or request.GET.get("oficina")
    office = Office.objects.filter(kind=OfficeKind.PROVINCIAL_OFFICE, code=asked).first() if asked else None
    office = office or next(iter(supervised_offices(actor)), None)
    if office is None:
        raise Refused("supervision.read")
    require(actor, "supervision.read", office)
    return office


def office_with(request: HttpRequest, member: StaffMember) -> Office:
    """The directorate in which the actor supervises `member`."""
    actor = actor_of(request)
    require(actor, "processor.manage", member)
    if request.POST.get("oficina") or request.GET.get("oficina"):
        return office_of(request)
    roles = set(member.roles.values_list("office__province_code", flat=True))
    held = set(member.dossiers.values_list("office__province_code", flat=True).distinct())
    offices = supervised_offices(actor)
    return next((office for office in offices if office.province_code in roles | held), offices[0])


def surroundings(request: HttpRequest, office: Office, here: str, title: str = "") -> dict[str, Any]:
    """Office, its sub-navigation and the way back; `title` where the page lies under one of the places."""
    offices = supervised_offices(actor_of(request))
    # Most supervise one directorate: its code is only said in the address where there is a choice.
    query = f"?oficina={office.code}" if len(offices) > 1 else ""
    trail = [(label, reverse(f"workflow:{name}") + query) for name, label in PLACES[:1]]
    label = dict(PLACES)[here]
    if title:
        trail += [(label, reverse(f"workflow:{here}") + query)] if here != "board" else []
        trail.append((title, ""))
    elif here != "board":
        trail.append((label, ""))
    return {
        "office": office,
        "offices": offices,
        "query": query,
        "places_here": [(reverse(f"workflow:{name}") + query, label, name == here) for name, label in PLACES],
        "trail": trail if len(trail) > 1 else [],
        "here": here,
    }
