"""Fiscal control: a person who had no hand in the dossier approves what is over the limit, or sends it back."""

from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.policies import require
from workflow.engine import desk
from workflow.models import Dossier, DossierState, FiscalReview, FiscalReviewState, ProposalState, Resolution
from workflow.services.deciding import take_decision
from workflow.services.rows import find, locked, require_reason, staff_of, tell, tell_citizen

NODE = "fiscal_review"
_OUTDATED = frozenset(
    {"decision.stale", "decision.undetermined", "decision.not_what_the_rules_say", "decision.unsettled"}
)


def approve_proposal(dossier_ref: str, actor: Actor) -> Resolution:
    """Take the decision as it was proposed. Sealing and telling it come after, by themselves."""
    found = find(dossier_ref)
    require(actor, "dossier.review", found)
    reviewer = staff_of(actor)
    with desk.act(found, NODE, actor, reviewer.user_id):
        dossier = locked(found)
        require(actor, "dossier.review", dossier)
        review = _waiting(dossier)
        _close(review, FiscalReviewState.APPROVED, actor)
        tell("dossier.review_approved", actor, dossier, proposal=str(review.proposal.public_id))
        tell_citizen(dossier, "review_approved")
        try:
            proposed_by = review.proposal.proposed_by
            resolution = take_decision(dossier, review.proposal, actor, resolved_by=proposed_by, approved_by=reviewer)
        except AmparoError as error:
            # In the reviewer's words: what they can do about it is to send it back.
            raise AmparoError("review.proposal_outdated") if error.code in _OUTDATED else error from error
    return resolution


def return_proposal(dossier_ref: str, reason: str, actor: Actor) -> FiscalReview:
    """Send it back to the processor, who reads why before anything else."""
    found = find(dossier_ref)
    require(actor, "dossier.review", found)
    why = require_reason(reason)
    with desk.act(found, NODE, actor, staff_of(actor).user_id):
        dossier = locked(found)
        require(actor, "dossier.review", dossier)
        review = _waiting(dossier)
        review.reason = why
        _close(review, FiscalReviewState.RETURNED, actor)
        review.proposal.state = ProposalState.RETURNED
        review.proposal.save()
        dossier.state, dossier.returned_at = DossierState.UNDER_STUDY, review.decided_at
        dossier.save()
        tell("dossier.review_returned", actor, dossier, proposal=str(review.proposal.public_id))
        tell_citizen(dossier, "review_returned")
    return review


def _waiting(dossier: Dossier) -> FiscalReview:
    review = dossier.fiscal_reviews.filter(state=FiscalReviewState.WAITING).select_related("proposal").first()
    if review is None:
        raise AmparoError("dossier.already_done")
    return review


def _close(review: FiscalReview, state: FiscalReviewState, actor: Actor) -> None:
    review.state, review.reviewer, review.decided_at = state, staff_of(actor), timezone.now()
    review.save()
