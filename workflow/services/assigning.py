"""Giving a dossier to a person of its directorate: the least loaded of those active today, and why."""

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from core.actors import SYSTEM
from core.models import Office, Role, StaffMember, StaffRole
from workflow.models import Assignment, Dossier, DossierState
from workflow.models.dossier import IN_HAND
from workflow.services.rows import locked, tell, tell_citizen


@transaction.atomic
def assign_automatically(dossier_id: int) -> bool:
    """Assign, or say False where nobody is active in the directorate today. Twice is once."""
    found = Dossier.objects.select_related("office").get(pk=dossier_id)
    # One assignment at a time in an office, or two dossiers would both see the same least loaded person.
    Office.objects.select_for_update().get(pk=found.office_id)
    dossier = locked(found)
    if dossier.closed or dossier.assignee_id is not None:
        return True
    candidates = _candidates(dossier)
    if not candidates:
        return False
    chosen = candidates[0]
    dossier.assignee = chosen
    dossier.state = DossierState.ASSIGNED
    dossier.save()
    Assignment.objects.create(
        dossier=dossier,
        staff=chosen,
        at=timezone.now(),
        made_by="system",
        reason="least_load",
        load=chosen.load,  # type: ignore[attr-defined]
        candidates=len(candidates),
    )
    tell(
        "dossier.assigned",
        SYSTEM,
        dossier,
        staff=str(chosen.public_id),
        reason="reparto automático por carga",
        load=chosen.load,  # type: ignore[attr-defined]
        candidates=len(candidates),
    )
    tell_citizen(dossier, "assigned")
    return True


def _candidates(dossier: Dossier) -> list[StaffMember]:
    """Processors active today in the directorate, least loaded first; on a tie, who waited longest for one."""
    today = timezone.localdate()
    live = StaffRole.objects.live_on(today)
    here = live.filter(role=Role.PROCESSOR, office__province_code=dossier.office.province_code)
    people = here.filter(staff__user__is_active=True).values_list("staff_id", flat=True)
    return list(
        StaffMember.objects.filter(pk__in=list(people))
        .annotate(load=Count("dossiers", filter=Q(dossiers__state__in=IN_HAND)), latest=Max("assignments__at"))
        .order_by("load", F("latest").asc(nulls_first=True), "pk")
    )
