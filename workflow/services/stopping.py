"""A person's hand on what runs by itself: stop the automatic steps of one dossier, and set them going again."""

from django.db import transaction
from django.utils import timezone

from core.actors import Actor
from core.errors import AmparoError
from core.policies import require
from workflow.engine import desk
from workflow.models import AutomationStop
from workflow.services.rows import find, locked, require_reason, staff_of, tell


@transaction.atomic
def stop_automation(dossier_ref: str, reason: str, actor: Actor) -> AutomationStop:
    """From the next step on nothing runs by itself on this dossier. A step that is running now ends as it would."""
    dossier = locked(find(dossier_ref))
    require(actor, "dossier.stop_automation", dossier)
    why = require_reason(reason)
    if is_stopped(dossier.pk):
        raise AmparoError("automation.already_stopped")
    stop = AutomationStop.objects.create(
        dossier=dossier, reason=why, stopped_by=staff_of(actor), stopped_at=timezone.now()
    )
    tell("dossier.automation_stopped", actor, dossier, stop=str(stop.public_id))
    return stop


@transaction.atomic
def resume_automation(dossier_ref: str, actor: Actor) -> None:
    """What was waiting is due at once."""
    dossier = locked(find(dossier_ref))
    require(actor, "dossier.stop_automation", dossier)
    stop = dossier.automation_stops.select_for_update().filter(ended_at=None).first()
    if stop is None:
        raise AmparoError("automation.not_stopped")
    stop.ended_at, stop.resumed_by = timezone.now(), staff_of(actor)
    stop.save()
    desk.hurry(dossier, STOPPED)
    tell("dossier.automation_resumed", actor, dossier, stop=str(stop.public_id))


STOPPED = "stopped_by_person"
"""Why a job waits, in the job's row."""


def is_stopped(dossier_id: int) -> bool:
    """Whether a person has stopped what runs by itself on this dossier."""
    return AutomationStop.objects.filter(dossier_id=dossier_id, ended_at=None).exists()
