"""What must hold of every registered application: `manage.py verify_dossiers` asks for it."""

from collections.abc import Iterator
from uuid import UUID

from applications.models import FILED, Application
from receipts import selectors as receipts

_AT_ONCE = 2000
SUBMISSION_KIND = "submission_receipt"


def unsound_submissions() -> Iterator[tuple[UUID, str]]:
    """Registered applications without their number, their moment, or exactly one standing receipt; and what lacks."""
    rows = Application.objects.filter(state__in=FILED).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).only("public_id", *_ASKED)[:_AT_ONCE]):
        standing = receipts.standing(SUBMISSION_KIND, [str(row.public_id) for row in chunk])
        for row in chunk:
            words = _fault(row, standing.get(str(row.public_id), []))
            if words:
                yield row.public_id, words
        last = chunk[-1].pk


_ASKED = ("registry_number", "submitted_at", "silence_date", "receipt_public_id")


def _fault(row: Application, standing: list[str]) -> str:
    if not (row.registry_number and row.submitted_at and row.silence_date):
        return "is registered without a number, a moment or a legal date"
    if not standing:
        return "is registered and has no receipt"
    if len(standing) > 1:
        return "has more than one receipt standing"
    return "" if standing == [row.receipt_public_id] else "names another receipt than its own"
