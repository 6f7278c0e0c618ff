"""The work of each job of the procedure. Each runs without a lock, at least once, and ends the same however often."""

import functools
from collections.abc import Callable, Iterable

from django.db import transaction

from applications import selectors as applications
from core.actors import SYSTEM
from workflow import services
from workflow.engine.jobs import JobRun, RetryLater
from workflow.models import Check, Dossier, DossierState
from workflow.services.rows import locked, tell, tell_citizen

STOPPED_LOOKS_AGAIN = 300
"""Seconds after which a stopped step looks whether it may go on; setting them going again makes it due at once."""
TRIES_IN_FLOW = 2
"""An administration that does not answer holds the study back this many tries, then is asked apart."""


def state_of(dossier_id: int) -> str:
    """Where the dossier is now."""
    return Dossier.objects.values_list("state", flat=True).get(pk=dossier_id)


def automatic(work: Callable[[JobRun], None]) -> Callable[[JobRun], None]:
    """Decorator of every step: it waits, and nobody counts it as a failure, while a person has stopped them (S2-48)."""

    @functools.wraps(work)
    def unless_stopped(job: JobRun) -> None:
        if services.is_stopped(job.dossier_id):
            raise RetryLater(services.STOPPED, seconds=STOPPED_LOOKS_AGAIN, counted=False)
        work(job)

    return unless_stopped


@automatic
@transaction.atomic
def admit(job: JobRun) -> None:
    """Admission: the application can be processed; a check per person and source is laid out."""
    dossier = locked(Dossier.objects.get(pk=job.dossier_id))
    if dossier.state != DossierState.OPEN:
        return
    services.create_checks(dossier, applications.submitted(dossier.application.public_id))
    dossier.state = DossierState.CHECKING
    dossier.save()
    tell("dossier.admitted", SYSTEM, dossier)
    tell_citizen(dossier, "admission")
    tell_citizen(dossier, "checking")


def checks_to_ask(dossier_id: int) -> Iterable[Check]:
    """The branches of the fan-out: one per check."""
    return Check.objects.filter(dossier_id=dossier_id).order_by("id").only("pk")


def processor_of(dossier_id: int) -> int | None:
    """The user of whoever the dossier is assigned to now."""
    return Dossier.objects.values_list("assignee__user_id", flat=True).get(pk=dossier_id)


@automatic
def ask_administration(job: JobRun) -> None:
    """Ask one administration about one person. If nobody answers, the dossier goes on and the check waits apart."""
    assert job.item_id is not None
    if services.ask_and_settle(job.item_id) or job.tries >= TRIES_IN_FLOW:
        return
    raise RetryLater("administration_down")


@automatic
def cross_check(job: JobRun) -> None:
    """Join what was declared, registered and handed in; keep flags, tasks and routes."""
    services.cross(job.dossier_id)


@automatic
def assign(job: JobRun) -> None:
    """Give the dossier to a processor of the directorate; if nobody can take it, it waits among the unassigned.

    Whatever changes in the directorate wakes it at once; this pause is for what changes by itself, such as the day.
    """
    if not services.assign_automatically(job.dossier_id):
        raise RetryLater("unassigned", seconds=60, counted=False)


@automatic
def seal_resolution(job: JobRun) -> None:
    """The decision's letter, sealed."""
    services.seal_resolution(job.dossier_id)


@automatic
def notify(job: JobRun) -> None:
    """The decision, told."""
    services.notify(job.dossier_id)
