"""Proposing and resolving: the processor takes the decision, the rules say what it can be."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from applications import services as citizen_side
from applications.types import SubmittedApplication
from core.actors import SYSTEM, Actor
from core.errors import AmparoError, Refused
from core.models import StaffMember
from core.policies import require
from rules import services as rules
from workflow import endings
from workflow.adverse import needs_hearing
from workflow.assessing import Calculation, calculate
from workflow.decision import content_of, obstacles
from workflow.engine import desk
from workflow.models import (
    ClockMove,
    DecisionKind,
    Dossier,
    DossierState,
    FiscalReview,
    Proposal,
    ProposalState,
    Resolution,
)
from workflow.services.documents import stop_waiting
from workflow.services.hearing import end_if_over
from workflow.services.rows import (
    begin_study,
    find,
    locked,
    move_clock,
    staff_of,
    tell,
    tell_citizen,
)
from workflow.services.sealing import hand_over_decision


@dataclass(frozen=True)
class _Ground:
    """What a decision of one kind would rest on, now."""

    calculation: Calculation
    content: dict[str, Any]
    monthly_cents: int
    over_limit: bool


def propose(dossier_ref: str, kind: str, note: str, actor: Actor) -> Proposal:
    """Propose what the calculation says, or an end that is open. Over the control limit the dossier leaves the
    processor's hands. An end for a document that never came stops waiting for it first."""
    found = find(dossier_ref)
    if kind == DecisionKind.LAPSED and found.state == DossierState.SUSPENDED_FOR_DOCUMENTS:
        if endings.content_of(kind, found, _submitted(found), timezone.localdate()) is None:
            raise AmparoError("decision.not_what_the_rules_say")
        stop_waiting(dossier_ref, "Terminó el plazo y el documento no llegó.", actor)
    with desk.locked(found):
        dossier = locked(found)
        require(actor, "dossier.work", dossier)
        if dossier.correction_requests.filter(state="open").exists():
            raise AmparoError("request.one_at_a_time")
        end_if_over(dossier)
        ground = _ground(dossier, kind, note.strip())
        begin_study(dossier)
        dossier.proposals.filter(state=ProposalState.PROPOSED).update(state=ProposalState.DROPPED)
        proposal = _store(dossier, ground, kind, note, actor)
        dossier.state, dossier.returned_at = DossierState.PROPOSED, None
        dossier.save()
        tell("dossier.proposed", actor, dossier, decision=proposal.get_kind_display(), proposal=str(proposal.public_id))
        tell_citizen(dossier, "proposed")
        if proposal.over_limit:
            _send_to_fiscal_review(dossier, proposal, actor)
    return proposal


def _submitted(dossier: Dossier) -> SubmittedApplication:
    return applications.submitted(dossier.application.public_id)


def _ground(dossier: Dossier, kind: str, note: str) -> _Ground:
    """What supports `kind`, or the reason why nothing does."""
    application = _submitted(dossier)
    calculation = calculate(dossier, application)
    if kind in endings.ENDINGS:
        content = endings.content_of(kind, dossier, application, timezone.localdate())
        if content is None:
            raise AmparoError("decision.not_what_the_rules_say")
        return _Ground(calculation, content, 0, over_limit=False)
    if calculation.kind == "undetermined":
        raise AmparoError("decision.undetermined")
    if calculation.kind != kind:
        raise AmparoError("decision.not_what_the_rules_say")
    if needs_hearing(dossier, application, calculation):
        raise AmparoError("decision.hearing_first")
    pending = obstacles(dossier, application)
    if kind == DecisionKind.GRANTED and pending:
        raise AmparoError("decision.unsettled", count=len(pending))
    content = content_of(dossier, application, calculation, note)
    return _Ground(calculation, content, calculation.monthly_cents, calculation.over_limit)


def _store(dossier: Dossier, ground: _Ground, kind: str, note: str, actor: Actor) -> Proposal:
    return Proposal.objects.create(
        dossier=dossier,
        kind=kind,
        assessment=rules.store_assessment(ground.calculation.assessment, "proposal", str(dossier.public_id)),
        monthly_cents=ground.monthly_cents,
        over_limit=ground.over_limit,
        limit_cents=ground.calculation.limit_cents,
        note=note.strip(),
        content=ground.content,
        proposed_by=staff_of(actor),
        proposed_at=timezone.now(),
    )


def _send_to_fiscal_review(dossier: Dossier, proposal: Proposal, actor: Actor) -> None:
    with desk.act(dossier, "study", actor, staff_of(actor).user_id):
        dossier.state = DossierState.FISCAL_REVIEW
        dossier.save()
        FiscalReview.objects.create(dossier=dossier, proposal=proposal, sent_at=timezone.now())
        tell("dossier.sent_to_fiscal_review", actor, dossier)
        tell_citizen(dossier, "fiscal_review")


@transaction.atomic
def drop_proposal(dossier_ref: str, actor: Actor) -> None:
    """The processor takes back their own proposal and goes on studying."""
    dossier = locked(find(dossier_ref))
    require(actor, "dossier.work", dossier)
    if not dossier.proposals.filter(state=ProposalState.PROPOSED).update(state=ProposalState.DROPPED):
        raise AmparoError("decision.no_proposal")
    dossier.state = DossierState.UNDER_STUDY
    dossier.save()
    tell("dossier.proposal_dropped", actor, dossier)


def resolve(dossier_ref: str, actor: Actor) -> Resolution:
    """Take the decision that was proposed. Sealing and telling it come after, by themselves."""
    found = find(dossier_ref)
    require(actor, "dossier.resolve", found)
    with desk.act(found, "study", actor, staff_of(actor).user_id):
        dossier = locked(found)
        require(actor, "dossier.resolve", dossier)
        proposal = dossier.proposals.filter(state=ProposalState.PROPOSED).first()
        if proposal is None:
            raise AmparoError("decision.no_proposal")
        return take_decision(dossier, proposal, actor, resolved_by=staff_of(actor))


def take_decision(
    dossier: Dossier,
    proposal: Proposal,
    actor: Actor,
    *,
    resolved_by: StaffMember,
    approved_by: StaffMember | None = None,
) -> Resolution:
    """What signing does, whoever signs: the processor under the control limit, fiscal control over it.

    Within the caller's act, which holds the process and the dossier.
    """
    if proposal.over_limit and approved_by is None:
        raise Refused("dossier.resolve", "dossier", str(dossier.public_id))
    _require_fresh(dossier, proposal)
    # In the same transaction: from here on it cannot be withdrawn; if it was, there is nothing left to decide.
    if not citizen_side.close(dossier.application.public_id, actor=SYSTEM):
        raise AmparoError("dossier.already_done")
    resolution = _resolution(dossier, proposal, resolved_by, approved_by)
    proposal.state = ProposalState.RESOLVED
    proposal.save()
    dossier.state = DossierState.RESOLVED
    dossier.save()
    tell(
        "dossier.resolved",
        actor,
        dossier,
        decision=resolution.get_kind_display(),
        resolution=str(resolution.public_id),
    )
    return resolution


def _require_fresh(dossier: Dossier, proposal: Proposal) -> None:
    """What was proposed must still be what the calculation says: an answer may have come meanwhile."""
    ground = _ground(dossier, proposal.kind, proposal.note)
    if ground.monthly_cents != proposal.monthly_cents:
        raise AmparoError("decision.stale")


def _resolution(
    dossier: Dossier, proposal: Proposal, resolved_by: StaffMember, approved_by: StaffMember | None
) -> Resolution:
    content: dict[str, Any] = dict(proposal.content)
    return Resolution.objects.create(
        dossier=dossier,
        proposal=proposal,
        kind=proposal.kind,
        monthly_cents=proposal.monthly_cents,
        effects_from=content.get("effects_from") or None,
        unmet=[one["id"] for one in content.get("requirements", ()) if one["met"] is False],
        content=content,
        resolved_by=resolved_by,
        approved_by=approved_by,
        resolved_at=timezone.now(),
    )


@transaction.atomic
def notify(dossier_id: int) -> None:
    """Tell the citizen: the letter is in their page and an e-mail says so. Twice is once."""
    dossier = locked(Dossier.objects.get(pk=dossier_id))
    if dossier.state != DossierState.RESOLVED:
        return
    resolution = Resolution.objects.select_for_update().get(dossier=dossier)
    hand_over_decision(dossier, resolution)
    resolution.notified_at = timezone.now()
    resolution.save()
    dossier.state = DossierState.NOTIFIED
    dossier.closed_at = resolution.notified_at
    move_clock(dossier, ClockMove.CLOSE, "Resolución notificada", "28.3")
    dossier.save()
    tell("dossier.notified", SYSTEM, dossier, resolution=str(resolution.public_id))
    tell_citizen(dossier, "notified")
