"""Issuing this room's papers: sealed once, and listed where the person takes them away."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from applications import letters
from applications.models import Application, Document, Hearing, Letter
from applications.services.rows import Reference, locked
from core.actors import Actor
from identity.types import ConsentEvidence
from receipts import services as receipts
from receipts.types import Document as Paper
from receipts.types import Receipt


def issue_submission_receipt(application: Application, evidence: ConsentEvidence, actor: Actor) -> Receipt:
    """The sealed receipt of the application, right after it is registered."""
    return _issued(letters.submission_receipt(application, evidence.method), application, actor)


def issue_document_receipt(application: Application, document: Document, actor: Actor) -> Receipt:
    """The sealed receipt of a document handed in after submission."""
    return _issued(letters.document_receipt(application, document), application, actor)


def issue_withdrawal_receipt(application: Application, actor: Actor) -> Receipt:
    """The sealed proof that the person withdrew."""
    return _issued(letters.withdrawal_receipt(application, timezone.now()), application, actor)


def issue_hearing_receipt(
    application: Application, hearing: Hearing, document: Document | None, actor: Actor
) -> Receipt:
    """The sealed receipt of what the person said before a decision."""
    return _issued(letters.hearing_receipt(application, hearing, document), application, actor)


def _issued(paper: Paper, application: Application, actor: Actor) -> Receipt:
    return receipts.issue(paper, subject_type="application", subject_ref=str(application.public_id), actor=actor)


def list_letter(application: Application, receipt: Receipt) -> None:
    """Put a paper of ours among what the person may take away; twice is once."""
    Letter.objects.get_or_create(
        application=application,
        receipt_public_id=str(receipt.public_id),
        defaults={"kind": receipt.kind, "title": receipt.title, "issued_at": receipt.issued_at},
    )


@transaction.atomic
def list_papers(application: Reference, papers: Iterable[Receipt]) -> None:
    """Put papers that go with a letter beside it, with no notice of their own. Twice is once."""
    row = locked(application)
    for receipt in papers:
        list_letter(row, receipt)
