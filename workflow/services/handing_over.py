"""A supervisor gives out or moves dossiers as a plan says: all of them in one transaction, whoever is touched is told.

Locks, in this order everywhere: the office, the processes, the dossiers.
"""

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import events, mail
from core.actors import Actor
from core.errors import AmparoError
from core.models import Office, StaffMember
from core.policies import narrow, require
from workflow.engine import many
from workflow.handover_plan import Move, Plan, is_movable, version_of
from workflow.models import Assignment, Dossier, DossierState, Handover, HandoverCause, HandoverNotice
from workflow.selectors.takers import takers_of
from workflow.services.assigning import lock_office
from workflow.services.rows import require_reason, staff_of, tell_citizen
from workflow.services.supervising import tell_office

_WORDS = {
    HandoverCause.GIVEN: "lo reparte quien supervisa",
    HandoverCause.MOVED: "lo decide quien supervisa",
    HandoverCause.ABSENCE: "ausencia de quien lo tenía",
}


@transaction.atomic
def hand_over(plan: Plan, reason: str, actor: Actor) -> Handover:
    """Do what `plan` says. Dossiers that changed since it was seen stay where they are and are counted as skipped."""
    reason = require_reason(reason)
    office = Office.objects.filter(public_id=plan.office).first()
    require(actor, "assignment.manage", office)
    if office is None or not plan.moves:
        raise AmparoError("assignment.nothing_to_move")
    lock_office(office.pk)
    people = _takers(plan, office, actor)
    moved = _locked(plan, office, actor)
    if not moved:
        raise AmparoError("assignment.nothing_to_move")
    handover = Handover.objects.create(
        office=office,
        made_by=staff_of(actor),
        at=timezone.now(),
        cause=plan.cause,
        reason=reason,
        moved=len(moved),
        skipped=len(plan.moves) - len(moved),
    )
    _change(moved, people, handover, plan.by_rule)
    _tell(moved, people, handover, actor)
    return handover


def _takers(plan: Plan, office: Office, actor: Actor) -> dict[UUID, StaffMember]:
    """The people who receive: of the supervisor's own directorate, or refused; and able to receive today."""
    wanted = {move.to for move in plan.moves}
    rows = StaffMember.objects.filter(public_id__in=wanted).select_related("user")
    own = {member.public_id: member for member in narrow(actor, "processor.manage", rows)}
    for member in rows:
        if member.public_id not in own:
            require(actor, "processor.manage", member)
    here = {taker.id for taker in takers_of(office) if not taker.absent}
    if set(own) != wanted or any(member.pk not in here for member in own.values()):
        raise AmparoError("assignment.person_not_active")
    return own


def _locked(plan: Plan, office: Office, actor: Actor) -> list[tuple[Dossier, Move]]:
    """The dossiers of the plan that are still as they were seen, locked. One of another directorate refuses it all."""
    moves = {move.dossier: move for move in plan.moves}
    rows = Dossier.objects.filter(public_id__in=list(moves)).select_related("office")
    for dossier in rows:
        require(actor, "dossier.reassign", dossier)
    many.hold(dossier.process_id for dossier in rows if dossier.process_id is not None)
    locked = rows.select_related("office", "application").select_for_update(of=("self",)).order_by("pk")
    return [
        (dossier, moves[dossier.public_id])
        for dossier in locked
        if dossier.office_id == office.pk
        and version_of(dossier.changed_at) == moves[dossier.public_id].version
        and not is_movable(dossier)
    ]


def _change(
    moved: list[tuple[Dossier, Move]], people: dict[UUID, StaffMember], handover: Handover, by_rule: bool
) -> None:
    at = handover.at
    ids = [dossier.pk for dossier, _ in moved]
    Assignment.objects.filter(dossier_id__in=ids, ended_at=None).update(ended_at=at)
    to: dict[int, list[int]] = defaultdict(list)
    for dossier, move in moved:
        to[people[move.to].pk].append(dossier.pk)
    for staff_id, dossiers in to.items():
        _give(dossiers, staff_id, at)
    # What waited for somebody is assigned now; what somebody had keeps its state.
    Dossier.objects.filter(pk__in=[dossier.pk for dossier, _ in moved if dossier.assignee_id is None]).update(
        state=DossierState.ASSIGNED
    )
    Assignment.objects.bulk_create(
        [_assignment(dossier, move, people[move.to], handover, by_rule) for dossier, move in moved], batch_size=500
    )
    many.give({dossier.process_id: people[move.to].user_id for dossier, move in moved if dossier.process_id})


def _give(dossiers: list[int], staff_id: int, at: datetime) -> None:
    Dossier.objects.filter(pk__in=dossiers).update(
        assignee_id=staff_id, changed_at=at, unassigned_since=None, unassigned_reason=""
    )


def _assignment(dossier: Dossier, move: Move, staff: StaffMember, handover: Handover, by_rule: bool) -> Assignment:
    return Assignment(
        dossier=dossier,
        staff=staff,
        at=handover.at,
        made_by=str(handover.made_by.public_id),
        reason="least_load" if by_rule else "by_hand",
        load=move.load,
        candidates=move.able,
        sheet={"by": handover.made_by.full_name},
        note=handover.reason,
        handover=handover,
    )


def _tell(moved: list[tuple[Dossier, Move]], people: dict[UUID, StaffMember], handover: Handover, actor: Actor) -> None:
    """History of each dossier, the citizen's line where it had nobody until now, and both processors."""
    words = _WORDS[HandoverCause(handover.cause)]
    new = {str(one.public_id): {"staff": str(move.to), "reason": words} for one, move in moved if not one.assignee_id}
    changed = {str(one.public_id): {"staff": str(move.to), "reason": words} for one, move in moved if one.assignee_id}
    events.record_many("dossier.assigned", actor, "dossier", new)
    events.record_many("dossier.reassigned", actor, "dossier", changed)
    for dossier, _ in moved:
        if dossier.assignee_id is None:
            tell_citizen(dossier, "assigned")
    # The job that was looking for somebody finds that there is one, and the study begins.
    many.hurry([one.process_id for one, _ in moved if one.assignee_id is None and one.process_id], "assign")
    received = Counter(people[move.to].pk for _, move in moved)
    left = Counter(dossier.assignee_id for dossier, _ in moved if dossier.assignee_id is not None)
    HandoverNotice.objects.bulk_create(
        HandoverNotice(handover=handover, staff_id=pk, received=received[pk], left=left[pk])
        for pk in sorted({*received, *left})
    )
    tell_office(
        "handover.made",
        actor,
        handover.office,
        handover=str(handover.public_id),
        moved=handover.moved,
        skipped=handover.skipped,
        cause=handover.get_cause_display().lower(),
    )


def mail_notices(handover_ref: str) -> None:
    """An e-mail with two numbers to everybody a handover touched. Twice is once for each."""
    waiting = HandoverNotice.objects.filter(handover__public_id=handover_ref, mailed_at=None).order_by("pk")
    for notice in waiting.select_related("staff__user"):
        address = notice.staff.user.email
        if address:
            mail.send(address, "Cambios en tu bandeja", "workflow/mail/handover.txt", {"notice": notice})
        notice.mailed_at = timezone.now()
        notice.save(update_fields=["mailed_at", "changed_at"])


@transaction.atomic
def dismiss_notice(notice_ref: UUID | str, actor: Actor) -> None:
    """The processor has read it. Somebody else's notice is not found."""
    HandoverNotice.objects.filter(public_id=notice_ref, staff__public_id=actor.ref, seen_at=None).update(
        seen_at=timezone.now()
    )
