"""Verbs over documents: give one, promise it, take it back; the office asks for one and it comes."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from applications.declaration import SIGNED_DECLARATION
from applications.models import FILED, Application, Document, DocumentState
from applications.papers import papers_of
from applications.questions import form_of
from applications.scans import media_type_of
from applications.services.progress import write_step
from applications.services.receipt import issue_document_receipt, list_letter
from applications.services.rows import Reference, locked, require_editable, tell, touch
from core import policies, vault
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.models import StoredFile
from identity.types import ConsentEvidence, HandSignature

WAITING = (DocumentState.PROMISED, DocumentState.REQUESTED, DocumentState.REJECTED)


@transaction.atomic
def add_document(application_id: Reference, code: str, content: bytes, file_name: str, *, actor: Actor) -> Document:
    """Keep a document the answers ask for, in place of the one there was."""
    media_type = media_type_of(content)
    application = _draft(application_id, actor)
    document = _needed(application, code)
    keep_file(document, content, file_name, media_type)
    touch(application)
    tell("application.document_added", actor, application, requirement=document.told_code)
    return document


@transaction.atomic
def promise_document(application_id: Reference, code: str, *, actor: Actor) -> Document:
    """The person will bring it during the procedure (law art. 27.2)."""
    application = _draft(application_id, actor)
    document = _needed(application, code)
    _empty(document)
    document.state = DocumentState.PROMISED
    document.save()
    touch(application)
    tell("application.document_promised", actor, application, requirement=document.told_code)
    return document


def _needed(application: Application, code: str) -> Document:
    """The row of a document that the answers so far ask for, with the rules' name for it."""
    for paper in papers_of(application, form_of(application)):
        if paper.code == code:
            document = _row(application, code, paper.label)
            document.sensitive = paper.sensitive
            return document
    raise AmparoError("document.not_needed")


@transaction.atomic
def remove_document(application_id: Reference, requirement_code: str, *, actor: Actor) -> None:
    """Take back a document of the draft; its file is purged."""
    application = _draft(application_id, actor)
    document = application.documents.filter(requirement_code=requirement_code).first()
    if document is None:
        raise AmparoError("document.unknown")
    told = document.told_code
    _empty(document)
    document.delete()
    touch(application)
    tell("application.document_removed", actor, application, requirement=told)


@transaction.atomic
def request_document(
    application: Reference,
    requirement_code: str,
    reason_text: str,
    due_on: date | None,
    *,
    label: str = "",
    actor: Actor = SYSTEM,
) -> Document:
    """The office asks for a document. The citizen's line shows it, and an e-mail goes out, with no personal data.

    The same requirement asked again while it waits keeps one row, with the newer reason and date.
    """
    row = locked(application)
    policies.require(actor, "application.tell_progress", row)
    document = _row(row, requirement_code, label)
    if document.stored_file_id:
        # What was given stays in the dossier; this is another paper.
        document = Document(application=row, requirement_code=requirement_code, label=label or document.label)
    document.state = DocumentState.REQUESTED
    document.reason, document.due_on = reason_text, due_on
    document.requested_at, document.notices = timezone.now(), 0
    document.save()
    write_step(row, "document_requested", document.requested_at, {"label": document.shown_label}, action_due=due_on)
    tell(
        "application.document_requested",
        actor,
        row,
        requirement=document.told_code,
        document=str(document.public_id),
        due_on=due_on.isoformat() if due_on else "—",
    )
    return document


@transaction.atomic
def receive_document(
    application_id: Reference, document_id: UUID | str, content: bytes, file_name: str, *, actor: Actor
) -> Document:
    """A promised or requested document comes in after submission; a sealed receipt says so."""
    media_type = media_type_of(content)
    application = locked(application_id)
    policies.require(actor, "application.give_document", application)
    if application.state not in FILED:
        raise AmparoError("application.not_editable")
    document = document_of(application, document_id)
    if document.state not in WAITING:
        raise AmparoError("document.not_waiting")
    if document.stored_file_id:
        # What was rejected stays in the dossier beside what comes now.
        document = Document(application=application, requirement_code=document.requirement_code, label=document.label)
    keep_file(document, content, file_name, media_type)
    receipt = issue_document_receipt(application, document, actor)
    document.receipt_public_id = str(receipt.public_id)
    document.save()
    list_letter(application, receipt)
    received_at = document.received_at or timezone.now()
    write_step(application, "document_received", received_at, {"label": document.shown_label})
    tell(
        "application.document_received",
        actor,
        application,
        requirement=document.told_code,
        document=str(document.public_id),
    )
    return document


@transaction.atomic
def judge_document(
    application_id: Reference, document_id: UUID | str, accepted: bool, *, actor: Actor = SYSTEM
) -> Document:
    """An officer says whether the document serves."""
    application = locked(application_id)
    policies.require(actor, "application.tell_progress", application)
    document = document_of(application, document_id)
    document.state = DocumentState.ACCEPTED if accepted else DocumentState.REJECTED
    document.save()
    return document


def keep_signature(application: Application, evidence: ConsentEvidence, signature: HandSignature) -> Document:
    """The signed sheet, or the drawing, among the documents of the application: whoever decides may look at it."""
    assert evidence.signature_id is not None
    stored = StoredFile.objects.get(pk=evidence.signature_id)
    document = _row(application, SIGNED_DECLARATION, "Declaración firmada a mano")
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(stored.media_type, "png")
    document.file_name = f"firma-en-{'papel' if signature.method == 'paper' else 'pantalla'}.{ending}"
    document.stored_file, document.size = stored, stored.size
    document.media_type, document.sha256 = stored.media_type, stored.sha256
    document.state, document.received_at = DocumentState.RECEIVED, evidence.at
    document.save()
    return document


def document_of(application: Application, document_id: UUID | str) -> Document:
    """A document of this very application, or the error that it is not there."""
    try:
        return application.documents.get(public_id=document_id)
    except (Document.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("document.unknown") from None


def _draft(application_id: Reference, actor: Actor) -> Application:
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    return application


def _row(application: Application, requirement_code: str, label: str) -> Document:
    document = application.documents.filter(requirement_code=requirement_code).order_by("-id").first()
    if document is None:
        document = Document(application=application, requirement_code=requirement_code)
    document.label = label or document.label or requirement_code
    return document


def keep_file(document: Document, content: bytes, file_name: str, media_type: str) -> None:
    """Put the file in the vault and in the document's row, in place of the one there was."""
    _empty(document)
    stored = vault.store(content, media_type)
    document.stored_file = stored
    document.file_name = file_name[-120:]
    document.size, document.media_type, document.sha256 = stored.size, media_type, stored.sha256
    document.state, document.received_at = DocumentState.RECEIVED, timezone.now()
    document.save()


def _empty(document: Document) -> None:
    if document.stored_file:
        vault.purge(document.stored_file)
    document.stored_file, document.file_name, document.media_type, document.sha256 = None, "", "", ""
    document.size, document.received_at = 0, None
