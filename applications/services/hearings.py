"""Being heard before an adverse decision: the office opens it, the person answers, a sealed receipt tells."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from applications.models import FILED, Application, Document, DocumentState, Hearing
from applications.scans import media_type_of
from applications.services.papers import keep_file
from applications.services.progress import write_step
from applications.services.receipt import issue_hearing_receipt, list_letter
from applications.services.rows import Reference, locked, tell
from core import policies
from core.actors import SYSTEM, Actor
from core.errors import AmparoError

WITH_HEARING = "hearing_paper"
"""Code of a paper handed in with what a person had to say."""


@transaction.atomic
def open_hearing(application: Reference, consequence: str, due_on: date, *, actor: Actor = SYSTEM) -> Hearing:
    """The office asks what the person has to say until `due_on`. Their line shows it, and an e-mail goes out."""
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    hearing = Hearing.objects.create(application=row, consequence=consequence, due_on=due_on, opened_at=timezone.now())
    write_step(row, "hearing", hearing.opened_at, action_due=due_on)
    tell("application.hearing_opened", actor, row, hearing=str(hearing.public_id), due_on=due_on.isoformat())
    return hearing


@transaction.atomic
def close_hearing(application: Reference, hearing_id: UUID | str, *, actor: Actor = SYSTEM) -> None:
    """The office goes on: the person can answer no more. Twice is once."""
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    row.hearings.filter(public_id=hearing_id, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def answer_hearing(
    application_id: Reference,
    hearing_id: UUID | str,
    statement: str,
    paper: tuple[bytes, str] | None = None,
    *,
    actor: Actor,
) -> Hearing:
    """What the person has to say, or that they have nothing to (empty `statement`), and a paper (content, file name).

    Raises ``hearing.closed`` when it was answered before or the office went on.
    """
    media_type = media_type_of(paper[0]) if paper else ""
    application = locked(application_id)
    policies.require(actor, "application.give_document", application)
    hearing = hearing_of(application, hearing_id)
    if application.state not in FILED or not hearing.is_open:
        raise AmparoError("hearing.closed")
    now = timezone.now()
    document = None
    if paper is not None:
        document = Document(
            application=application, requirement_code=WITH_HEARING, label="Documento de tus alegaciones"
        )
        keep_file(document, paper[0], paper[1], media_type)
        document.state = DocumentState.RECEIVED
        document.save()
    hearing.statement, hearing.answered_at, hearing.closed_at = statement.strip(), now, now
    receipt = issue_hearing_receipt(application, hearing, document, actor)
    hearing.receipt_public_id = str(receipt.public_id)
    hearing.save()
    list_letter(application, receipt)
    write_step(application, "hearing_answered", now)
    tell("application.hearing_answered", actor, application, hearing=str(hearing.public_id))
    return hearing


def hearing_of(application: Application, hearing_id: UUID | str) -> Hearing:
    """A hearing of this very application, or the error that it is not there."""
    try:
        return application.hearings.get(public_id=hearing_id)
    except (Hearing.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("document.unknown") from None
