"""Who may do what with a dossier: the powers table of the requirements (§1.6), for what exists.

A capturer never gets in; an administrator sees no dossier; a processor works what is assigned to them in their own
directorate, and reads the rest after saying why; a supervisor reads their directorate; fiscal control what was sent.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.actors import Actor
from core.models import Office, Role, StaffMember, StaffRole
from core.policies import Policy, register
from workflow.four_eyes import is_reviewer, reviews, sent_to
from workflow.models import Dossier, DossierState, StatedPurpose

PROCESSOR, SUPERVISOR = "processor", "supervisor"
WORKABLE = (
    DossierState.ASSIGNED,
    DossierState.UNDER_STUDY,
    DossierState.SUSPENDED_FOR_DOCUMENTS,
    DossierState.HEARING,
    DossierState.PROPOSED,
)


def _provinces(actor: Actor, role: str) -> list[str]:
    return [held.province_code for held in actor.roles if held.role == role]


def _reads_at_home(actor: Actor, dossier: Dossier) -> bool:
    home = dossier.office.province_code
    return actor.has(PROCESSOR, home) or actor.has(SUPERVISOR, home) or reviews(actor, dossier)


def _stated_purpose(actor: Actor, dossier: Dossier) -> bool:
    return actor.has(PROCESSOR) and (
        StatedPurpose.objects.filter(
            dossier=dossier, staff__public_id=actor.ref, expires_at__gt=timezone.now()
        ).exists()
    )


def reads(actor: Actor, dossier: Dossier) -> bool:
    """Own directorate, or another's after saying why."""
    if actor.kind == "system":
        return True
    return actor.is_staff and (_reads_at_home(actor, dossier) or _stated_purpose(actor, dossier))


def readable(actor: Actor, dossiers: Any) -> Any:
    """Dossiers `actor` may list: those of the directorates where they read without saying why."""
    if not actor.is_staff:
        return dossiers.none()
    home = _provinces(actor, PROCESSOR) + _provinces(actor, SUPERVISOR)
    sent = sent_to(actor, Dossier.objects.all()).values("pk")
    return dossiers.filter(Q(office__province_code__in=home) | Q(pk__in=sent))


def may_state_purpose(actor: Actor, dossier: Dossier) -> bool:
    """A processor of another directorate may open it by saying why."""
    return actor.is_staff and actor.has(PROCESSOR) and not _reads_at_home(actor, dossier)


def is_assigned(actor: Actor, dossier: Dossier) -> bool:
    """The assigned processor, while they still hold the role in that directorate."""
    return (
        actor.is_staff
        and dossier.assignee is not None
        and str(dossier.assignee.public_id) == actor.ref
        and actor.has(PROCESSOR, dossier.office.province_code)
    )


def works(actor: Actor, dossier: Dossier) -> bool:
    """The assigned processor, while the dossier is in their hands."""
    return is_assigned(actor, dossier) and dossier.state in WORKABLE


def resolves(actor: Actor, dossier: Dossier) -> bool:
    """The assigned processor, and only under the control limit: over it another person must approve."""
    return works(actor, dossier) and not dossier.proposals.filter(state="proposed", over_limit=True).exists()


def stops_automation(actor: Actor, dossier: Dossier) -> bool:
    """The assigned processor, or who supervises the directorate, while something can still run by itself."""
    if dossier.state in (DossierState.NOTIFIED, DossierState.WITHDRAWN):
        return False
    supervises_it = actor.is_staff and actor.has(SUPERVISOR, dossier.office.province_code)
    return supervises_it or is_assigned(actor, dossier)


def exports(actor: Actor, dossier: Dossier) -> bool:
    """Who answers for the dossier: the assigned processor and their supervisor; by command, the system."""
    supervises_it = actor.is_staff and actor.has(SUPERVISOR, dossier.office.province_code)
    return actor.kind == "system" or supervises_it or is_assigned(actor, dossier)


def corrects_papers(actor: Actor, dossier: Dossier) -> bool:
    """Who supervises the directorate that works it, whatever became of the dossier: its papers outlive it."""
    return supervises(actor, dossier.office)


def _own_queue(actor: Actor, dossiers: Any) -> Any:
    if not actor.is_staff or not actor.has(PROCESSOR):
        return dossiers.none()
    return dossiers.filter(assignee__public_id=actor.ref, office__province_code__in=_provinces(actor, PROCESSOR))


def supervises(actor: Actor, office: Office | None) -> bool:
    """A supervisor, of this directorate if one is named."""
    return actor.is_staff and (actor.has(SUPERVISOR, office.province_code) if office else actor.has(SUPERVISOR))


def supervised(actor: Actor, offices: Any) -> Any:
    """Offices of the provinces `actor` supervises."""
    return offices.filter(province_code__in=_provinces(actor, SUPERVISOR)) if actor.is_staff else offices.none()


def processors_supervised(actor: Actor, members: Any) -> Any:
    """Who processes, or still holds dossiers, in a directorate `actor` supervises."""
    if not actor.is_staff:
        return members.none()
    provinces = _provinces(actor, SUPERVISOR)
    roles = StaffRole.objects.filter(staff=OuterRef("pk"), role=Role.PROCESSOR, office__province_code__in=provinces)
    held = Dossier.objects.filter(assignee=OuterRef("pk"), office__province_code__in=provinces)
    return members.filter(Exists(roles) | Exists(held))


def supervises_processor(actor: Actor, member: StaffMember) -> bool:
    """Own directorate's people only: another province's are never offered, and refused if tried."""
    return bool(processors_supervised(actor, StaffMember.objects.filter(pk=member.pk)).exists())


def reassigns(actor: Actor, dossier: Dossier) -> bool:
    """The supervisor of the directorate that works it. Whether it can be moved now is the dossier's state's say."""
    return supervises(actor, dossier.office)


def _reassignable(actor: Actor, dossiers: Any) -> Any:
    return (
        dossiers.filter(office__province_code__in=_provinces(actor, SUPERVISOR)) if actor.is_staff else dossiers.none()
    )


register("queue.read", Policy(allows=lambda actor, _: actor.has(PROCESSOR), narrows=_own_queue))
register("dossier.search", Policy(allows=lambda actor, _: actor.has(PROCESSOR)))
register("dossier.read", Policy(allows=reads, narrows=readable))
register("dossier.state_purpose", Policy(allows=may_state_purpose))
register("dossier.work", Policy(allows=works, narrows=_own_queue))
register("dossier.resolve", Policy(allows=resolves, narrows=_own_queue))
register("dossier.rearm", Policy(allows=is_assigned))
register("dossier.export", Policy(allows=exports))
register("paper.correct", Policy(allows=corrects_papers))
register("dossier.stop_automation", Policy(allows=stops_automation))
register("fiscal_queue.read", Policy(allows=lambda actor, _: is_reviewer(actor), narrows=sent_to))
register("dossier.review", Policy(allows=reviews, narrows=sent_to))
register("document.view", Policy(allows=reads))
register("letter.download", Policy(allows=reads))
register("identity_picture.view", Policy(allows=works))
register("supervision.read", Policy(allows=supervises, narrows=supervised))
register("assignment.manage", Policy(allows=supervises, narrows=supervised))
register("processor.manage", Policy(allows=supervises_processor, narrows=processors_supervised))
register("dossier.reassign", Policy(allows=reassigns, narrows=_reassignable))
