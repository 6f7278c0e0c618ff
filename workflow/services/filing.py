"""A dossier as an electronic file: what goes into it, and the verb that hands it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications import selectors as applications
from applications.types import DocumentView, SubmittedApplication
from core.actors import Actor
from core.policies import require
from receipts.services.filing import FiledDocument, FileHead, electronic_file, filed_papers, reader_of
from workflow.letters import office_name
from workflow.models import Dossier
from workflow.services.rows import find, tell

_DECLARATION, _OTHERS = "TD05", "TD99"


def export_dossier(dossier_ref: str, actor: Actor, purpose: str = "") -> Iterator[bytes]:
    """The whole dossier as one package, piece by piece, with no copy left anywhere. Its index is sealed and kept."""
    dossier = find(dossier_ref)
    require(actor, "dossier.export", dossier)
    application = applications.submitted(dossier.application.public_id)
    documents = tuple(sorted(_documents(dossier, application), key=lambda one: (one.captured_at, one.identifier)))
    with transaction.atomic():
        pieces = electronic_file(
            _head(dossier, application),
            documents,
            reference=dossier.number,
            office_name=office_name(dossier),
            subject=("dossier", str(dossier.public_id)),
            actor=actor,
        )
        tell("dossier.exported", actor, dossier, purpose, documents=len(documents))
    return pieces


def _head(dossier: Dossier, application: SubmittedApplication) -> FileHead:
    return FileHead(
        identifier=dossier.number,
        organ=settings.ORGAN_CODE,
        year=dossier.registered_on.year,
        opened_at=timezone.localtime(application.submitted_at),
        made_at=timezone.localtime().replace(microsecond=0),
        closed=dossier.closed,
        classification=dossier.benefit,
        interested=(application.applicant.document_number,),
        metadata=_metadata(dossier),
    )


def _metadata(dossier: Dossier) -> dict[str, Any]:
    resolution = getattr(dossier, "resolution", None)
    return {
        "number": dossier.number,
        "registry_number": dossier.registry_number,
        "state": dossier.state,
        "competent_office": dossier.competent_office.code,
        "working_office": dossier.office.code,
        "silence_date": dossier.silence_date.isoformat(),
        "clock": [
            {"move": entry.move, "on": entry.on.isoformat(), "reason": entry.reason, "article": entry.article}
            for entry in dossier.clock.all()
        ],
        "checks": [
            {"source": check.source, "member": check.member_ref, "state": check.state, "exchange": check.exchange_ref}
            for check in dossier.checks.order_by("id")
        ],
        "decision": {"kind": resolution.kind, "assessment": resolution.proposal.assessment_id} if resolution else None,
    }


def _documents(dossier: Dossier, application: SubmittedApplication) -> Iterator[FiledDocument]:
    """Papers of ours about the application and the dossier, and what the person gave. No pictures of identity."""
    yield from filed_papers("application", str(application.public_id))
    yield from filed_papers("dossier", str(dossier.public_id))
    given: Counter[str] = Counter()
    before: dict[str, str] = {}
    for document in application.documents:
        if document.stored_file_id is None or document.received_at is None:
            continue
        given[document.requirement_code] += 1
        version = given[document.requirement_code]
        yield _given(document, version, before.get(document.requirement_code, ""))
        before[document.requirement_code] = document.public_id.hex


def _given(document: DocumentView, version: int, replaces: str) -> FiledDocument:
    assert document.received_at is not None
    return FiledDocument(
        identifier=document.public_id.hex,
        title=document.label,
        kind=document.requirement_code,
        documentary_type=_DECLARATION if document.requirement_code == "signed_declaration" else _OTHERS,
        origin="citizen",
        captured_at=timezone.localtime(document.received_at),
        media_type=document.media_type,
        sha256=document.sha256,
        size=document.size,
        sealed=False,
        read=reader_of(document.stored_file_id),
        version=version,
        replaces=replaces,
        metadata={"state": document.state},
    )
