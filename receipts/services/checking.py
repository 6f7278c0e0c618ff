"""Is this paper good? By its code, or with the file. Anyone may ask; the answer says nothing about any person."""

import hashlib
import hmac

from django.db.models import QuerySet
from django.utils import timezone

from core.errors import AmparoError
from receipts import cea, keys, kinds, models, types
from receipts.services.issuing import fingerprint
from receipts.verify import Verdict, verify_bytes
from receipts.verify.apart import BusyError, GaveUpError, verify_apart

MAX_MEGABYTES = 15
MAX_PAGES = 500
_NOBODYS = "0" * 64


def check(code: str) -> types.CheckResult:
    """What became of the paper with this CEA, typed or pasted; raises ``receipt.cea_unreadable`` if it is not whole.

    A wrong code and an id that was never given get the same answer, in the same time.
    """
    row = find_by_code(code)
    result = _as_it_stands(row) if row is not None else types.CheckResult("unknown")
    return _counted(result, models.CheckWay.CODE)


def find_by_code(code: str) -> models.Receipt | None:
    """The paper with this CEA, compared in constant time; raises ``receipt.cea_unreadable``."""
    asked = cea.parse(code)
    if asked is None:
        raise AmparoError("receipt.cea_unreadable")
    row = _issued().filter(cea_id=asked.id).first()
    same = hmac.compare_digest(fingerprint(asked), row.cea_hash if row is not None else _NOBODYS)
    return row if same else None


def check_file(data: bytes) -> types.CheckResult:
    """Whether these are, byte for byte, the bytes of a paper of ours, and its seal still holds."""
    _refuse_oddities(data)
    row = _issued().filter(sha256=hashlib.sha256(data).hexdigest()).first()
    result = _check_ours(row, data) if row is not None else _check_strange(data)
    return _counted(result, models.CheckWay.FILE)


def _issued() -> QuerySet[models.Receipt]:
    related = ("stored_file", "replaced_by", "seal_certificate")
    return models.Receipt.objects.exclude(stored_file=None).select_related(*related)


def _refuse_oddities(data: bytes) -> None:
    if len(data) > MAX_MEGABYTES << 20:
        raise AmparoError("receipt.too_big", megabytes=MAX_MEGABYTES)
    if b"%PDF-" not in data[:1024]:
        raise AmparoError("receipt.not_a_pdf")


def _check_ours(row: models.Receipt, data: bytes) -> types.CheckResult:
    """Every byte is one we issued, so it is safe to look at the seal in this process.

    The certificate is judged at the moment of issue: that the paper existed then is known from our own record.
    """
    verdict = verify_bytes(data, keys.trust(), row.issued_at)
    if verdict.state == "authentic":
        return _as_it_stands(row, verdict)
    return types.CheckResult("unknown", reasons=verdict.reasons)


def _seal_believed(row: models.Receipt) -> bool:
    """Whether its certificate was still believed when the paper was issued."""
    certificate = row.seal_certificate
    lost = certificate.revoked_from if certificate is not None else None
    return lost is None or row.issued_at < lost


def _check_strange(data: bytes) -> types.CheckResult:
    """Not our bytes. If they claim to be one of our papers, that paper was altered; otherwise we know nothing of it."""
    try:
        verdict = verify_apart(data, keys.roots_file())
    except BusyError:
        raise AmparoError("receipt.busy") from None
    except GaveUpError:
        raise AmparoError("receipt.too_costly") from None
    if verdict.pages > MAX_PAGES:
        raise AmparoError("receipt.too_many_pages", pages=MAX_PAGES)
    claimed = _issued().filter(cea_id__in=cea.ids_in(data)).first()
    if claimed is None:
        return types.CheckResult("unknown", reasons=verdict.reasons)
    reasons = verdict.reasons if verdict.state != "authentic" else ()
    return types.CheckResult(
        "altered",
        claimed.kind,
        kinds.name_of(claimed.kind),
        claimed.issued_at,
        claimed.office_name,
        cea_id=claimed.cea_id,
        reasons=(*reasons, "El archivo no es, byte a byte, el que se emitió."),
    )


def _as_it_stands(row: models.Receipt, verdict: Verdict | None = None) -> types.CheckResult:
    words: dict[models.ReceiptState, types.CheckState] = {
        models.ReceiptState.ISSUED: "authentic",
        models.ReceiptState.REPLACED: "replaced",
        models.ReceiptState.REVOKED: "revoked",
    }
    state = words[models.ReceiptState(row.state)]
    if state == "authentic" and not _seal_believed(row):
        state = "revoked"
    return types.CheckResult(
        state,
        row.kind,
        kinds.name_of(row.kind),
        row.issued_at,
        row.office_name,
        row.issuer,
        row.cea_id,
        row.replaced_by.cea_id if row.replaced_by else "",
        verdict.reasons if verdict else (),
        row.seal_level,
        row.public_id,
        models.Leaf.objects.filter(sha256=row.sha256).exists(),
    )


def _counted(result: types.CheckResult, way: models.CheckWay) -> types.CheckResult:
    models.CheckLog.objects.create(at=timezone.now(), way=way, state=result.state)
    return result
