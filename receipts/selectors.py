"""Reading what was issued. Whoever calls has already decided that the asker may."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from core.errors import AmparoError
from core.policies import may
from receipts import models, readers, types
from receipts.cea import Cea


def receipts_of(subject_type: str, subject_ref: str) -> tuple[types.Receipt, ...]:
    """Papers about one matter, oldest first."""
    rows = models.Receipt.objects.filter(subject_type=subject_type, subject_ref=str(subject_ref))
    return tuple(as_type(row) for row in rows.exclude(stored_file=None).order_by("issued_at", "id"))


def standing(kind: str, subject_refs: list[str]) -> dict[str, list[str]]:
    """Public ids of the sealed papers of one kind that stand, by the matter they are about."""
    rows = models.Receipt.objects.filter(kind=kind, subject_ref__in=subject_refs, state=models.ReceiptState.ISSUED)
    found: dict[str, list[str]] = {}
    for subject_ref, public_id in rows.exclude(stored_file=None).values_list("subject_ref", "public_id"):
        found.setdefault(subject_ref, []).append(str(public_id))
    return found


def receipt(public_id: UUID | str) -> types.Receipt:
    """One paper; raises ``receipt.not_found``."""
    return as_type(row_of(public_id))


def stand_no_more(public_ids: list[str]) -> dict[str, str]:
    """Of these papers, those that do not stand any more, each with its word (*Sustituido*, *Anulado*)."""
    rows = models.Receipt.objects.filter(public_id__in=public_ids).exclude(state=models.ReceiptState.ISSUED)
    return {str(row.public_id): row.get_state_display() for row in rows.only("public_id", "state")}


def state_word(state: str) -> str:
    """A paper's state as people read it: *En vigor*, *Sustituido*, *Anulado*."""
    return str(models.ReceiptState(state).label)


def reasons_to_revoke() -> list[tuple[str, str]]:
    """Why a paper may be withdrawn: code and words."""
    return [(reason.value, str(reason.label)) for reason in models.RevocationReason]


def reasons_to_replace() -> list[tuple[str, str]]:
    """Why a paper may be issued again, corrected: code and words."""
    return [(reason.value, str(reason.label)) for reason in models.REPLACEMENT_REASONS]


def row_of(public_id: UUID | str) -> models.Receipt:
    """The row behind a public id; raises ``receipt.not_found``."""
    try:
        wanted = UUID(str(public_id))
    except ValueError:
        raise AmparoError("receipt.not_found") from None
    row = models.Receipt.objects.select_related("stored_file").filter(public_id=wanted).first()
    if row is None:
        raise AmparoError("receipt.not_found")
    return row


def is_readable(public_id: UUID, request: HttpRequest) -> bool:
    """Whether somebody who may read this paper is behind the request."""
    row = row_of(public_id)
    return any(may(visitor, "receipt.read_original", row) for visitor in readers.visitors_of(request))


def as_type(row: models.Receipt) -> types.Receipt:
    """The row as other rooms see it."""
    return types.Receipt(
        public_id=row.public_id,
        kind=row.kind,
        cea=str(Cea(row.cea_id, row.cea_date, row.cea_code)),
        sha256=row.sha256,
        size=row.size,
        issued_at=row.issued_at,
        title=row.title,
        state=row.state,
    )


def daily_roots() -> QuerySet[models.DailyRoot]:
    """The closed days, newest first."""
    return models.DailyRoot.objects.order_by("-day")
