"""The scene of each state: one dossier of Madrid, as that state leaves it, and everybody who could try something."""

from django.utils import timezone

from rules.models import Assessment
from tests.flows.dossiers import opened, staff
from tests.rights.cast import staff_members
from tests.rights.rows import Scene
from workflow.models import Dossier, FiscalReview, Proposal

STATES = (
    "assigned",
    "under_study",
    "suspended_for_documents",
    "proposed",
    "fiscal_review",
    "resolved",
    "notified",
    "withdrawn",
)


def scene() -> Scene:
    """A dossier that came to Elena, in Madrid, with everybody around it."""
    staff("elena", "processor")
    dossier = opened("single_mother")
    return Scene(dossier, staff_members(dossier), dossier.state)


def in_state(scene: Scene, state: str) -> Scene:
    """The same dossier, standing elsewhere: the state, and the acts that state cannot be without."""
    dossier = scene.dossier
    dossier.state = state
    dossier.save()
    if state in ("proposed", "fiscal_review") and not dossier.proposals.exists():
        proposal = proposed(dossier, over_limit=False)
        FiscalReview.objects.create(dossier=dossier, proposal=proposal, sent_at=timezone.now())
    return Scene(dossier, scene.people, state)


def proposed(dossier: Dossier, over_limit: bool) -> Proposal:
    """A live proposal of the assigned processor, written as proposing leaves it."""
    assessment = Assessment.objects.create(
        benefit="imv",
        on=dossier.registered_on,
        text_hash="x",
        purpose="test",
        subject_ref="x",
        kind="imv",
        case={},
        outcome={},
    )
    return Proposal.objects.create(
        dossier=dossier,
        kind="granted",
        assessment=assessment,
        monthly_cents=200_000,
        limit_cents=150_000,
        over_limit=over_limit,
        content=_content(),
        proposed_by=dossier.assignee,
        proposed_at=timezone.now(),
    )


def _content() -> dict[str, object]:
    return {
        "kind": "granted",
        "due": "imv",
        "text": "imv",
        "monthly_cents": 200_000,
        "effects_from": "2027-01-01",
        "facts": [],
        "requirements": [],
        "lines": [],
        "note": "",
    }
