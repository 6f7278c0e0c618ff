"""Putting a sealed paper right: issued again, corrected, or withdrawn. Old bytes stay and say what became of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from applications import selectors as applications
from applications import services as citizen_side
from applications.types import SubmittedApplication
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.policies import require
from receipts import selectors as papers
from receipts import services as receipts
from receipts.types import Document, Receipt
from workflow import letters
from workflow.letters.calculation import KIND as SHEET
from workflow.letters.easy_reading import KIND as EASY
from workflow.models import CorrectionRequest, Dossier, Resolution
from workflow.services.reading import papers_of
from workflow.services.rows import find, locked

_DECISION = (letters.DECISION, letters.INADMISSION, letters.LAPSE, SHEET, EASY)
"""Papers that hold a decision that stands: they are corrected, never just withdrawn."""


def standing_paper(dossier: Dossier, receipt_ref: str) -> Receipt:
    """A paper of this dossier or of its application that still stands; raises where there is none."""
    paper = next((one for one in papers_of(dossier) if str(one.public_id) == receipt_ref), None)
    if paper is None:
        raise AmparoError("dossier.not_found")
    if paper.state != "issued":
        raise AmparoError("receipt.already_replaced")
    return paper


def may_be_issued_again(paper: Receipt) -> bool:
    """Whether this room writes that paper, and so can write it again."""
    return paper.kind in _WRITERS


def may_be_revoked(paper: Receipt) -> bool:
    """Whether nothing that stands rests on it."""
    return paper.kind not in _DECISION


def has_note(paper: Receipt) -> bool:
    """Whether an officer's own words stand in it, which can be corrected."""
    return paper.kind == letters.DECISION


def corrected_letter(dossier: Dossier, paper: Receipt, note: str | None = None) -> Document:
    """The paper as it would be issued today, with the note corrected where it has one. Stores nothing."""
    writer = _WRITERS.get(paper.kind)
    if writer is None:
        raise AmparoError("paper.not_ours")
    return writer(dossier, paper, applications.submitted(dossier.application.public_id), note)


@transaction.atomic
def reissue_paper(dossier_ref: str, receipt_ref: str, reason: str, actor: Actor, note: str | None = None) -> Receipt:
    """Issue a paper again: what it rests on is unchanged, the new one says which it replaces and why.

    `reason` is one of `receipts.selectors.reasons_to_replace`; `note` replaces the officer's own words in a decision.
    """
    dossier = locked(find(dossier_ref))
    require(actor, "paper.correct", dossier)
    paper = standing_paper(dossier, receipt_ref)
    new = receipts.replace(receipt_ref, corrected_letter(dossier, paper, note), actor, reason)
    Resolution.objects.filter(dossier=dossier, receipt_public_id=receipt_ref).update(
        receipt_public_id=str(new.public_id), cea=new.cea
    )
    CorrectionRequest.objects.filter(dossier=dossier, receipt_public_id=receipt_ref).update(
        receipt_public_id=str(new.public_id)
    )
    citizen_side.replace_letter(dossier.application.public_id, receipt_ref, new, actor=SYSTEM)
    return new


@transaction.atomic
def revoke_paper(dossier_ref: str, receipt_ref: str, reason: str, actor: Actor) -> Receipt:
    """Withdraw a paper that should not exist. One that holds a decision is corrected instead: the decision stands."""
    dossier = locked(find(dossier_ref))
    require(actor, "paper.correct", dossier)
    paper = standing_paper(dossier, receipt_ref)
    if not may_be_revoked(paper):
        raise AmparoError("paper.holds_decision")
    return receipts.revoke(receipt_ref, actor, reason)


def _decision(dossier: Dossier, paper: Receipt, application: SubmittedApplication, note: str | None) -> Document:
    resolution = _resolution(dossier)
    if note is not None:
        # Only in memory: what was decided, and the words it was decided with, stay as they are.
        resolution.content = {**resolution.content, "note": note.strip()}
    companions = [
        one
        for one in papers.receipts_of("dossier", str(dossier.public_id))
        if one.kind in (SHEET, EASY) and one.state == "issued"
    ]
    annexes = tuple(letters.Annex.of(one) for one in companions)
    return letters.resolution_letter(dossier, resolution, application, annexes)


def _sheet(dossier: Dossier, paper: Receipt, application: SubmittedApplication, note: str | None) -> Document:
    return letters.calculation_sheet(dossier, _resolution(dossier), application)


def _easy(dossier: Dossier, paper: Receipt, application: SubmittedApplication, note: str | None) -> Document:
    return letters.easy_reading(dossier, _resolution(dossier), application)


def _request(dossier: Dossier, paper: Receipt, application: SubmittedApplication, note: str | None) -> Document:
    asked = CorrectionRequest.objects.get(dossier=dossier, receipt_public_id=str(paper.public_id))
    return letters.request_letter(dossier, asked, application)


def _resolution(dossier: Dossier) -> Resolution:
    return Resolution.objects.select_related("resolved_by", "proposal").get(dossier=dossier)


_WRITERS: dict[str, Callable[[Dossier, Receipt, SubmittedApplication, str | None], Document]] = {
    letters.DECISION: _decision,
    letters.INADMISSION: _decision,
    letters.LAPSE: _decision,
    SHEET: _sheet,
    EASY: _easy,
    "correction_request": _request,
}
