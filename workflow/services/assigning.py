"""Giving a dossier to a person of its directorate by the rule of `workflow.fair_share`, or saying what it waits for."""

from django.db import transaction
from django.utils import timezone

from core.actors import SYSTEM
from core.models import Office, StaffMember
from workflow.engine import many
from workflow.fair_share import WAITS, Choice, Wish, choose, score_sheet
from workflow.models import Assignment, Dossier, DossierState
from workflow.models.dossier import CLOSED
from workflow.selectors.takers import is_automatic, takers_of, wish_of
from workflow.services.rows import locked, tell, tell_citizen


def lock_office(office_id: int) -> Office:
    """One assignment at a time in an office, or two dossiers would both see the same least loaded person.

    The weaker lock: other transactions may still refer to the office (a dossier that opens, an event).
    """
    return Office.objects.select_for_update(no_key=True).get(pk=office_id)


@transaction.atomic
def assign_automatically(dossier_id: int) -> bool:
    """Assign, or leave it among the unassigned with the reason and say False. Twice is once."""
    found = Dossier.objects.select_related("office").get(pk=dossier_id)
    office = lock_office(found.office_id)
    dossier = locked(found)
    if dossier.closed or dossier.assignee_id is not None:
        return True
    if dossier.office_id != office.pk:
        # It was moved to another directorate while we waited for the lock: its turn comes there.
        return False
    wish = wish_of(dossier)
    choice = choose(takers_of(office), wish) if is_automatic(office) else None
    if choice is None or choice.taker is None:
        _leave_unassigned(dossier, choice.waits_for if choice else "by_hand")
        return False
    _give(dossier, choice, wish)
    return True


def _leave_unassigned(dossier: Dossier, reason: str) -> None:
    """Among the unassigned, for a reason that is told when it is new."""
    if dossier.unassigned_reason == reason:
        return
    dossier.unassigned_since = dossier.unassigned_since or timezone.now()
    dossier.unassigned_reason = reason
    dossier.save(update_fields=["unassigned_since", "unassigned_reason", "changed_at"])
    tell("dossier.unassigned", SYSTEM, dossier, reason=WAITS[reason].lower())


def _give(dossier: Dossier, choice: Choice, wish: Wish) -> None:
    taker = choice.taker
    assert taker is not None
    staff = StaffMember.objects.get(pk=taker.id)
    dossier.assignee = staff
    dossier.state = DossierState.ASSIGNED
    dossier.unassigned_since, dossier.unassigned_reason = None, ""
    dossier.save()
    Assignment.objects.create(
        dossier=dossier,
        staff=staff,
        at=timezone.now(),
        made_by="system",
        reason="least_load",
        load=taker.load,
        candidates=choice.able,
        sheet=score_sheet(choice, wish),
    )
    tell(
        "dossier.assigned",
        SYSTEM,
        dossier,
        staff=str(staff.public_id),
        reason="reparto automático por carga",
        load=taker.load,
        weight=taker.weight,
        candidates=choice.able,
    )
    tell_citizen(dossier, "assigned")


def try_unassigned_again(office: Office) -> None:
    """Something changed in the directorate: what waits there is tried again, the nearest legal date first."""
    waiting = Dossier.objects.filter(office=office, assignee=None, unassigned_since__isnull=False)
    waiting = waiting.exclude(state__in=CLOSED).order_by("silence_date", "pk")
    many.hurry([pk for pk in waiting.values_list("process_id", flat=True) if pk is not None], "assign")
