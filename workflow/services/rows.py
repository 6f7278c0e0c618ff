"""Locking a dossier's row, and what each change of it leaves behind."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from applications import services as applications
from core import events
from core.actors import Actor
from core.errors import AmparoError
from core.models import StaffMember
from workflow.clock import reading
from workflow.models import ClockEntry, ClockMove, Dossier, DossierState

Reference = Dossier | UUID | str


def find(reference: Reference) -> Dossier:
    """The dossier behind a public id; raises ``dossier.not_found``."""
    public_id = reference.public_id if isinstance(reference, Dossier) else reference
    try:
        return Dossier.objects.select_related("office", "assignee").get(public_id=public_id)
    except (Dossier.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("dossier.not_found") from None


def locked(reference: Reference) -> Dossier:
    """The dossier's row, locked until the transaction ends."""
    found = find(reference)
    return Dossier.objects.select_for_update(of=("self",)).select_related("office", "assignee").get(pk=found.pk)


def tell(kind: str, actor: Actor, dossier: Dossier, purpose: str = "", /, **payload: Any) -> None:
    """Record an event about the dossier; payload holds codes, states and ids only."""
    events.record(kind, actor, "dossier", str(dossier.public_id), payload, purpose)


def tell_citizen(dossier: Dossier, step: str, **params: Any) -> None:
    """Put a point on the citizen's line."""
    applications.record_progress(dossier.application.public_id, step, timezone.now(), params)


def staff_of(actor: Actor) -> StaffMember:
    """The member of staff who acts."""
    return StaffMember.objects.get(public_id=actor.ref)


def require_reason(text: str) -> str:
    """A reason somebody can be asked about later, not a full stop."""
    reason = " ".join(text.split())
    if sum(letter.isalpha() for letter in reason) < 10:
        raise AmparoError("act.reason_needed")
    return reason


def move_clock(dossier: Dossier, move: ClockMove, reason: str, article: str = "") -> None:
    """Add a line to the clock's ledger and derive the silence date again. The caller saves the dossier."""
    today = timezone.localdate()
    on = dossier.registered_on if move == ClockMove.START else today
    ClockEntry.objects.create(dossier=dossier, move=move, on=on, reason=reason, article=article)
    read = reading(dossier.clock.all(), today)
    dossier.silence_date = read.silence_date
    dossier.clock_stopped = read.stopped_since is not None


def begin_study(dossier: Dossier) -> None:
    """The first act of the assigned processor starts the study."""
    if dossier.state == DossierState.ASSIGNED:
        dossier.state = DossierState.UNDER_STUDY
        tell_citizen(dossier, "under_study")
