"""The written acts of a dossier agree with its state."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflow.invariants.breach import Breach, of_dossiers
from workflow.models import (
    CorrectionRequest,
    CorrectionRequestState,
    Dossier,
    DossierState,
    Proposal,
    ProposalState,
    Resolution,
)


def _only_together(rows: QuerySet[Any], states: tuple[str, ...], invariant: str, thing: str) -> Iterator[Breach]:
    """`rows` exist for a dossier exactly while it is in one of `states`."""
    there = Exists(rows.filter(dossier=OuterRef("pk")))
    without = Dossier.objects.filter(~there, state__in=states)
    outside = Dossier.objects.filter(there).exclude(state__in=states)
    yield from of_dossiers(invariant, f"its state asks for {thing} and there is none", without)
    yield from of_dossiers(invariant, f"has {thing} that its state does not allow", outside)


def a_request_is_open_while_suspended() -> Iterator[Breach]:
    """A document is awaited, and the clock stands, exactly while the state says so."""
    rows = CorrectionRequest.objects.filter(state=CorrectionRequestState.OPEN)
    suspended = (DossierState.SUSPENDED_FOR_DOCUMENTS,)
    yield from _only_together(rows, suspended, "request", "an open request")
    disagree = Dossier.objects.filter(
        Q(state__in=suspended, clock_stopped=False) | (~Q(state__in=suspended) & Q(clock_stopped=True))
    )
    words = "its clock stands exactly while a document is awaited, and does not"
    yield from of_dossiers("request", words, disagree)


def a_proposal_is_live_while_proposed() -> Iterator[Breach]:
    """A proposal waits to be resolved, or for fiscal review, exactly while the state says so."""
    rows = Proposal.objects.filter(state=ProposalState.PROPOSED)
    yield from _only_together(rows, (DossierState.PROPOSED, DossierState.FISCAL_REVIEW), "proposal", "a live proposal")


def resolved_means_there_is_a_resolution() -> Iterator[Breach]:
    """One resolution from the decision on; sealed and told once notified."""
    after = (DossierState.RESOLVED, DossierState.NOTIFIED)
    yield from _only_together(Resolution.objects.all(), after, "resolution", "a resolution")
    untold = Dossier.objects.filter(state=DossierState.NOTIFIED).filter(
        Q(resolution__receipt_public_id="") | Q(resolution__notified_at=None)
    )
    words = "is notified without a sealed letter or the moment it was told"
    yield from of_dossiers("resolution", words, untold)


def over_the_limit_another_person_approved() -> Iterator[Breach]:
    """A grant over the control limit carries who approved it (the database holds that it is another person)."""
    alone = Dossier.objects.filter(
        resolution__proposal__over_limit=True, resolution__kind="granted", resolution__approved_by=None
    )
    yield from of_dossiers("four-eyes", "was granted over the limit by one person", alone)


def closed_has_its_moment() -> Iterator[Breach]:
    """The moment of closing is kept exactly for what is closed."""
    over = Q(state__in=(DossierState.NOTIFIED, DossierState.WITHDRAWN))
    rows = Dossier.objects.filter((over & Q(closed_at=None)) | (~over & Q(closed_at__isnull=False)))
    yield from of_dossiers("closing", "its state and its moment of closing disagree", rows)
