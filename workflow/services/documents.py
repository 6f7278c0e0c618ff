"""Asking the citizen for a document: the clock stands still until it comes, or until the officer stops waiting."""

from django.db import transaction
from django.utils import timezone

from applications import selectors as application_rows
from applications import services as applications
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.policies import require
from receipts import services as receipts
from workflow import letters
from workflow.clock import stop_limit
from workflow.engine import desk
from workflow.models import (
    ClockMove,
    CorrectionRequest,
    CorrectionRequestState,
    Dossier,
    DossierState,
    HearingState,
    ProposalState,
)
from workflow.services.rows import (
    begin_study,
    find,
    locked,
    move_clock,
    require_reason,
    staff_of,
    tell,
    tell_citizen,
)

ARTICLE = "28.4"


def request_document(dossier_ref: str, requirement_code: str, label: str, text: str, actor: Actor) -> CorrectionRequest:
    """Ask for a document. The study ends here and begins again when it comes."""
    found = find(dossier_ref)
    require(actor, "dossier.work", found)
    reason = require_reason(text)
    if found.correction_requests.filter(state=CorrectionRequestState.OPEN).exists():
        raise AmparoError("request.one_at_a_time")
    if found.hearings.filter(state=HearingState.OPEN).exists():
        raise AmparoError("hearing.already_open")
    staff = staff_of(actor)
    with desk.act(found, "study", actor, staff.user_id):
        dossier = locked(found)
        begin_study(dossier)
        due_on = stop_limit(timezone.localdate())
        document = applications.request_document(
            dossier.application.public_id, requirement_code, reason, due_on, label=label, actor=SYSTEM
        )
        request = CorrectionRequest.objects.create(
            dossier=dossier,
            requirement_code=requirement_code,
            label=label,
            text=reason,
            due_on=due_on,
            document_ref=str(document.public_id),
            asked_by=staff,
            asked_at=timezone.now(),
        )
        dossier.proposals.filter(state=ProposalState.PROPOSED).update(state=ProposalState.DROPPED)
        dossier.state = DossierState.SUSPENDED_FOR_DOCUMENTS
        move_clock(dossier, ClockMove.STOP, "Documento pedido a la persona interesada", ARTICLE)
        dossier.save()
        tell(
            "dossier.document_requested",
            actor,
            dossier,
            requirement=requirement_code,
            request=str(request.public_id),
            due_on=due_on.isoformat(),
        )
        tell_citizen(dossier, "suspended_for_documents")
    return request


def take_received_document(application_ref: str, document_ref: str) -> None:
    """A document came in. If the dossier waited for it, the clock and the study go on. Twice is once."""
    found = Dossier.objects.filter(application__public_id=application_ref).first()
    if found is None:
        return
    request = found.correction_requests.filter(state=CorrectionRequestState.OPEN, document_ref=document_ref).first()
    if request is not None:
        desk.wake(
            found,
            "wait_documents",
            lambda: _resume(found, request, CorrectionRequestState.ANSWERED, "dossier.document_received", SYSTEM),
        )


def stop_waiting(dossier_ref: str, reason: str, actor: Actor) -> None:
    """The officer goes on without the document, and says why."""
    found = find(dossier_ref)
    require(actor, "dossier.work", found)
    why = require_reason(reason)
    request = found.correction_requests.filter(state=CorrectionRequestState.OPEN).first()
    if request is None:
        raise AmparoError("dossier.already_done")
    request.text = f"{request.text}\n\nSe deja de esperar: {why}"
    woken = desk.wake(
        found,
        "wait_documents",
        lambda: _resume(found, request, CorrectionRequestState.DROPPED, "dossier.waiting_ended", actor),
    )
    if not woken:
        raise AmparoError("dossier.already_done")


@transaction.atomic
def _resume(
    found: Dossier, request: CorrectionRequest, state: CorrectionRequestState, event: str, actor: Actor
) -> None:
    dossier = locked(found)
    request.state, request.answered_at = state, timezone.now()
    request.save()
    dossier.state = DossierState.UNDER_STUDY
    move_clock(dossier, ClockMove.RESUME, _why_resumed(state), ARTICLE)
    dossier.save()
    tell(event, actor, dossier, requirement=request.requirement_code, request=str(request.public_id))
    tell_citizen(dossier, "resumed")


def _why_resumed(state: CorrectionRequestState) -> str:
    if state == CorrectionRequestState.ANSWERED:
        return "Documento recibido"
    return "Se deja de esperar el documento"


def seal_request(request_ref: str) -> None:
    """Seal the letter of a request and put it in the citizen's page. Twice gives the same letter."""
    request = CorrectionRequest.objects.select_related("dossier__office").get(public_id=request_ref)
    if request.receipt_public_id:
        return
    dossier = request.dossier
    application = application_rows.submitted(dossier.application.public_id)
    letter = letters.request_letter(dossier, request, application)
    receipt = receipts.issue(letter, subject_type="dossier", subject_ref=str(dossier.public_id), actor=SYSTEM)
    with transaction.atomic():
        CorrectionRequest.objects.filter(pk=request.pk).update(receipt_public_id=str(receipt.public_id))
        applications.attach_resolution(
            dossier.application.public_id,
            str(receipt.public_id),
            f"Te pedimos: {request.label}.",
            title="Requerimiento de un documento",
            kind="correction_request",
        )
