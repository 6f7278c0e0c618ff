"""Reading a dossier, its papers and pictures: who may, why, and the trace each reading leaves."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from applications import selectors as applications
from applications import services as application_services
from applications.types import DocumentView
from core import events, vault
from core.actors import Actor
from core.errors import AmparoError
from core.models import StoredFile
from core.policies import may, require
from identity import services as identity
from receipts import selectors as papers
from receipts import services as receipts
from receipts.types import Receipt
from workflow.models import Dossier, StatedPurpose
from workflow.services.rows import begin_study, find, locked, require_reason, staff_of, tell
from workflow.types import PaperRow

PURPOSES = {
    "same_person": "La persona ha presentado algo en mi dirección provincial",
    "moved": "La persona ha cambiado de provincia",
    "asked": "La persona pregunta por su expediente en mi oficina",
    "support": "Apoyo a la dirección provincial que lo tramita",
}
PURPOSE_LASTS = timedelta(hours=4)
READ_AGAIN_AFTER = timedelta(minutes=15)


def _purpose(code: str) -> str:
    if code not in PURPOSES:
        raise AmparoError("dossier.purpose_unknown")
    return PURPOSES[code]


def search(query: str, purpose: str, actor: Actor) -> list[Dossier]:
    """Dossiers of any directorate by registry number, dossier number or document number, in full. Recorded."""
    require(actor, "dossier.search")
    why = _purpose(purpose)
    text = query.strip().upper()
    numbers = Q(registry_number=text) | Q(number=text)
    people = Q(application__members__document_index=application_services.document_index(text))
    found: QuerySet[Dossier] = Dossier.objects.filter(numbers | people).select_related("office", "assignee").distinct()
    results = list(found.order_by("-registered_on", "-id")[:20])
    field = "número de registro" if text[:4].isdigit() and text[4:5] == "-" else "número de documento"
    payload = {"field": field, "results": len(results), "dossiers": [str(row.public_id) for row in results]}
    events.record("dossier.found", actor, "search", actor.ref, payload, why)
    return results


@transaction.atomic
def state_purpose(dossier_ref: str, purpose: str, actor: Actor) -> StatedPurpose:
    """A processor of another directorate says why; the dossier opens to them for four hours, to read only."""
    dossier = find(dossier_ref)
    require(actor, "dossier.state_purpose", dossier)
    why = _purpose(purpose)
    now = timezone.now()
    stated = StatedPurpose.objects.create(
        dossier=dossier, staff=staff_of(actor), purpose=purpose, at=now, expires_at=now + PURPOSE_LASTS
    )
    tell("dossier.purpose_stated", actor, dossier, why, reason=why)
    return stated


def read_dossier(dossier_ref: str, actor: Actor) -> Dossier:
    """The dossier, if `actor` may read it; leaves a trace, at most one each quarter of an hour."""
    dossier = find(dossier_ref)
    if not may(actor, "dossier.read", dossier) and may(actor, "dossier.state_purpose", dossier):
        raise AmparoError("dossier.purpose_needed")
    require(actor, "dossier.read", dossier)
    recent = events.events_of("dossier", str(dossier.public_id)).filter(
        kind="dossier.read", actor_ref=actor.ref, at__gt=timezone.now() - READ_AGAIN_AFTER
    )
    if not recent.exists():
        tell("dossier.read", actor, dossier, reading_purpose(dossier, actor))
    return dossier


def reading_purpose(dossier: Dossier, actor: Actor) -> str:
    """Why `actor` reads: what they stated, or that it is their own directorate's work."""
    stated = dossier.purposes.filter(staff__public_id=actor.ref, expires_at__gt=timezone.now()).last()
    return PURPOSES[stated.purpose] if stated else f"Tramitación del expediente {dossier.number}"


def open_document(dossier_ref: str, document_ref: str, actor: Actor) -> tuple[bytes, DocumentView]:
    """A document the citizen gave, decrypted; the viewing is recorded."""
    dossier = find(dossier_ref)
    require(actor, "document.view", dossier)
    documents = applications.submitted(dossier.application.public_id).documents
    document = next((one for one in documents if str(one.public_id) == document_ref), None)
    if document is None or document.stored_file_id is None:
        raise AmparoError("dossier.not_found")
    content = vault.read(StoredFile.objects.get(pk=document.stored_file_id))
    tell("document.viewed", actor, dossier, reading_purpose(dossier, actor), document=document_ref)
    return content, document


def papers_of(dossier: Dossier) -> list[Receipt]:
    """Sealed papers of the dossier and its application, oldest first."""
    issued = papers.receipts_of("application", str(dossier.application.public_id))
    issued += papers.receipts_of("dossier", str(dossier.public_id))
    return sorted(issued, key=lambda one: one.issued_at)


def letters_of(dossier: Dossier) -> list[PaperRow]:
    """The same as the dossier's page lists them."""
    requests = {row.receipt_public_id: row.label for row in dossier.correction_requests.exclude(receipt_public_id="")}
    rows = []
    for receipt in papers_of(dossier):
        reference = str(receipt.public_id)
        title = f"{receipt.title}: {requests[reference]}" if reference in requests else receipt.title
        rows.append(PaperRow(reference, title, receipt.issued_at, receipt.state, papers.state_word(receipt.state)))
    return rows


def open_letter(dossier_ref: str, receipt_ref: str, actor: Actor) -> bytes:
    """A sealed paper of this very dossier; the download is recorded."""
    dossier = find(dossier_ref)
    require(actor, "letter.download", dossier)
    if receipt_ref not in {row.public_id for row in letters_of(dossier)}:
        raise AmparoError("dossier.not_found")
    return receipts.content(receipt_ref, actor, reading_purpose(dossier, actor))


def open_evidence(dossier_ref: str, consent_id: str, actor: Actor) -> bytes:
    """The sealed evidence sheet of a consent of this very dossier: the person's signature, or another adult's."""
    dossier = find(dossier_ref)
    require(actor, "letter.download", dossier)
    return application_services.evidence_of(dossier.application, consent_id, actor, reading_purpose(dossier, actor))


def open_picture(dossier_ref: str, side: str, actor: Actor) -> bytes:
    """A picture of the identity check, for the assigned processor only; the viewing is recorded."""
    dossier = find(dossier_ref)
    require(actor, "identity_picture.view", dossier)
    check_id = applications.submitted(dossier.application.public_id).identity.check_id
    if not check_id:
        raise AmparoError("dossier.not_found")
    content: bytes = identity.picture(check_id, side, actor, reading_purpose(dossier, actor))
    return content


def review_identity(dossier_ref: str, accepted: bool, reason: str, actor: Actor) -> Any:
    """A person decides what the pictures could not: accepted or not, with a reason."""
    why = require_reason(reason)
    with transaction.atomic():
        dossier = locked(find(dossier_ref))
        require(actor, "dossier.work", dossier)
        check_id = applications.submitted(dossier.application.public_id).identity.check_id
        result = identity.review(check_id, actor, accepted, why)
        begin_study(dossier)
        dossier.save()
        tell("identity.reviewed", actor, dossier, outcome="aceptada" if accepted else "no aceptada")
    return result
