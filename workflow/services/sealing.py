"""What follows a decision by itself: its papers sealed, numbered and put where the person takes them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from applications import services as citizen_side
from applications.types import SubmittedApplication
from core import events
from core.actors import SYSTEM
from receipts import selectors as papers
from receipts import services as receipts
from receipts.types import Document, Receipt
from workflow import letters
from workflow.endings import ENDINGS
from workflow.letters.calculation import KIND as SHEET
from workflow.letters.easy_reading import KIND as EASY
from workflow.models import Dossier, Resolution
from workflow.services.rows import find, locked, tell

COMPANIONS = (SHEET, EASY)
"""Papers that go with a resolution: the calculation line by line, and the decision in easy reading."""


def seal_resolution(dossier_id: int) -> None:
    """Seal the decision's letter and the papers that go with it. Twice gives the same papers."""
    dossier = Dossier.objects.select_related("office", "competent_office").get(pk=dossier_id)
    resolution = Resolution.objects.select_related("resolved_by", "proposal").get(dossier=dossier)
    if resolution.receipt_public_id:
        return
    application = applications.submitted(dossier.application.public_id)
    companions = () if resolution.kind in ENDINGS else _companions(dossier, resolution, application)
    annexes = tuple(letters.Annex.of(receipt) for receipt in companions)
    receipt = _issued(letters.resolution_letter(dossier, resolution, application, annexes), dossier)
    with transaction.atomic():
        dossier = locked(dossier)
        resolution.receipt_public_id, resolution.cea = str(receipt.public_id), receipt.cea
        resolution.save()
        tell("dossier.sealed", SYSTEM, dossier, receipt=str(receipt.public_id))


def _companions(dossier: Dossier, resolution: Resolution, application: SubmittedApplication) -> tuple[Receipt, Receipt]:
    return (
        _issued(letters.calculation_sheet(dossier, resolution, application), dossier),
        _issued(letters.easy_reading(dossier, resolution, application), dossier),
    )


def hand_over_decision(dossier: Dossier, resolution: Resolution) -> None:
    """Put the decision and what goes with it in the person's page. Twice is once."""
    reference = dossier.application.public_id
    companions = [
        receipt for receipt in papers.receipts_of("dossier", str(dossier.public_id)) if receipt.kind in COMPANIONS
    ]
    citizen_side.list_papers(reference, companions)
    paper = papers.receipt(resolution.receipt_public_id)
    citizen_side.attach_resolution(
        reference,
        resolution.receipt_public_id,
        letters.summary(resolution),
        title=paper.title,
        kind=paper.kind,
        facts={
            "kind": resolution.kind,
            "due": resolution.content["due"],
            "monthly_cents": resolution.monthly_cents,
            "effects_from": resolution.effects_from.isoformat() if resolution.effects_from else "",
            "resolved_on": timezone.localdate(resolution.resolved_at).isoformat(),
        },
        actor=SYSTEM,
    )


def seal_withdrawal(dossier_ref: str) -> None:
    """Accept the withdrawal in writing. Twice gives the same letter."""
    dossier = find(dossier_ref)
    reference = dossier.application.public_id
    withdrawn = events.events_of("application", str(reference)).filter(kind="application.withdrawn").last()
    closed = timezone.localdate(dossier.closed_at)
    withdrawn_on = timezone.localdate(withdrawn.at) if withdrawn is not None else closed
    letter = letters.withdrawal_letter(dossier, applications.submitted(reference), withdrawn_on, closed)
    receipt = _issued(letter, dossier)
    citizen_side.attach_resolution(
        reference,
        str(receipt.public_id),
        "Aceptamos que retires la solicitud.",
        title=letter.title,
        kind=letter.kind,
        actor=SYSTEM,
    )


def _issued(letter: Document, dossier: Dossier) -> Receipt:
    return receipts.issue(letter, subject_type="dossier", subject_ref=str(dossier.public_id), actor=SYSTEM)
