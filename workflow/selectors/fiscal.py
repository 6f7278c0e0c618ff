"""What fiscal control has to look at, and what it has decided."""

from django.db.models import QuerySet
from django.utils import timezone

from core.actors import Actor
from core.policies import narrow
from workflow.clock import reading
from workflow.four_eyes import had_a_hand_in, reviews_in
from workflow.models import Dossier, DossierState, FiscalReview, FiscalReviewState
from workflow.selectors.queue import clock_colour, clock_words
from workflow.types import ReviewRow

_COLOURS = {FiscalReviewState.APPROVED: "green", FiscalReviewState.RETURNED: "orange"}


def to_review(actor: Actor) -> "QuerySet[FiscalReview]":
    """Proposals sent to `actor`, the legal date that comes first first."""
    sent = narrow(actor, "fiscal_queue.read", Dossier.objects.all())
    return (
        FiscalReview.objects.filter(state=FiscalReviewState.WAITING, dossier__in=sent)
        .select_related("dossier__office", "proposal__proposed_by")
        .prefetch_related("dossier__clock")
        .order_by("dossier__silence_date", "sent_at", "id")
    )


def reviewed_by(actor: Actor) -> "QuerySet[FiscalReview]":
    """What `actor` approved or returned, newest first."""
    return (
        FiscalReview.objects.filter(reviewer__public_id=actor.ref, decided_at__isnull=False)
        .select_related("dossier__office", "proposal__proposed_by")
        .prefetch_related("dossier__clock")
        .order_by("-decided_at", "-id")
    )


def reviews_of(dossier: Dossier) -> "QuerySet[FiscalReview]":
    """Every time the dossier went through fiscal control before, newest first."""
    decided = dossier.fiscal_reviews.exclude(state=FiscalReviewState.WAITING)
    return decided.select_related("reviewer", "proposal").order_by("-sent_at", "-id")


def was_sent_to(actor: Actor, dossier: Dossier) -> bool:
    """Whether it stood in front of `actor` and no longer does."""
    if dossier.state == DossierState.FISCAL_REVIEW or not dossier.fiscal_reviews.exists():
        return False
    return reviews_in(actor, dossier.office.province_code) and not had_a_hand_in(actor, dossier)


def review_row(review: FiscalReview) -> ReviewRow:
    """One line of the list, in words. A decided one names nobody: its dossier is no longer the reviewer's to read."""
    dossier, proposal = review.dossier, review.proposal
    clock = reading(dossier.clock.all(), timezone.localdate())
    return ReviewRow(
        public_id=dossier.public_id,
        number=dossier.number,
        person=dossier.applicant_name if review.state == FiscalReviewState.WAITING else "",
        office=dossier.office.name,
        clock=clock,
        clock_words=clock_words(clock),
        clock_colour=clock_colour(clock),
        monthly_cents=proposal.monthly_cents,
        limit_cents=proposal.limit_cents,
        sent_at=review.sent_at,
        proposed_by=proposal.proposed_by.full_name,
        word=review.get_state_display(),
        colour=_COLOURS.get(FiscalReviewState(review.state), "grey"),
        decided_at=review.decided_at,
    )
