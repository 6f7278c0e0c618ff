"""A dossier begins with a submitted application, and ends early if the person withdraws it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from core.actors import SYSTEM, Actor
from core.policies import require
from core.registry_numbers import next_number
from workflow.engine import desk
from workflow.models import ClockMove, Dossier, DossierState, FiscalReviewState, ProposalState
from workflow.services.relocating import note_place, place_of
from workflow.services.rows import find, locked, move_clock, tell, tell_citizen


@transaction.atomic
def open_dossier(application_ref: str) -> Dossier | None:
    """Open the dossier of a submitted application in the directorate of its province. Twice is once.

    A live relocation rule may give it to another directorate to work.

    None where the application is no longer to be processed (withdrawn meanwhile, or joined to another).
    """
    application = applications.submitted(application_ref)
    existing = Dossier.objects.filter(application__public_id=application.public_id).first()
    if existing is not None or application.state != "submitted":
        return existing
    place = place_of(application.province_code)
    dossier = Dossier(
        number=f"IMV-{next_number('dossier', application.registered_on.year)}",
        benefit=application.benefit,
        application=_application_row(application_ref),
        registry_number=application.registry_number,
        registered_on=application.registered_on,
        office=place.working,
        competent_office=place.competent,
        silence_date=application.silence_date,
        municipality=application.address.municipality,
        applicant_name=application.applicant.full_name,
    )
    dossier.save()
    move_clock(dossier, ClockMove.START, "Entrada en el registro", "28.3")
    tell("dossier.opened", SYSTEM, dossier, number=dossier.number)
    note_place(dossier, place)
    dossier.process = desk.start(dossier, application.benefit)
    dossier.save()
    tell_citizen(dossier, "open")
    return dossier


def _application_row(application_ref: str) -> Any:
    # The foreign key names its model as a string; this reads the row without importing another room's models.
    return Dossier._meta.get_field("application").related_model._default_manager.get(public_id=application_ref)


def close_withdrawn(application_ref: str) -> None:
    """The person withdrew: disarm everything that waits or runs. A decision already taken stands."""
    found = Dossier.objects.filter(application__public_id=application_ref).first()
    if found is None:
        return
    with desk.locked(found):
        dossier = locked(found)
        if dossier.closed:
            return
        desk.cancel(dossier)
        dossier.correction_requests.filter(state="open").update(state="dropped")
        dossier.hearings.filter(state="open").update(state="dropped", closed_at=timezone.now())
        dossier.proposals.filter(state=ProposalState.PROPOSED).update(state=ProposalState.DROPPED)
        dossier.fiscal_reviews.filter(state=FiscalReviewState.WAITING).update(state=FiscalReviewState.DROPPED)
        dossier.automation_stops.filter(ended_at=None).update(ended_at=timezone.now())
        dossier.state = DossierState.WITHDRAWN
        dossier.closed_at = timezone.now()
        move_clock(dossier, ClockMove.CLOSE, "Desistimiento de la persona interesada")
        dossier.save()
        tell("dossier.withdrawn", SYSTEM, dossier)


def rearm_job(dossier_ref: str, task_id: int, actor: Actor) -> None:
    """The assigned processor puts a failed step in motion again."""
    dossier = find(dossier_ref)
    require(actor, "dossier.rearm", dossier)
    with transaction.atomic():
        node = next((task.node for task in desk.where(dossier) if task.id == task_id), "")
        desk.rearm(dossier, task_id)
        tell("job.rearmed", actor, dossier, node=node)
