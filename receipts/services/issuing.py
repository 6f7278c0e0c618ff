"""Issuing papers, handing them out, replacing and revoking them.

Issuing and fetching: whoever calls has already decided that the actor may. Replacing, revoking and reading an original
ask the policies here, which ask the room whose matter the paper is about (`receipts.readers`).
"""

import dataclasses
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core import events, vault
from core.actors import Actor
from core.encryption import blind_index
from core.errors import AmparoError, Refused
from core.policies import may, require
from receipts import cea, keys, kinds, models, selectors, types
from receipts.layout import Stamp, prepare
from receipts.seal import Sealed, Sealer, SignerError, Unsealed
from receipts.services.certificates import certificate_in_use
from receipts.types import say

NOTICE = "Documento de demostración, sin efectos jurídicos."
_WHY_REPLACED = {
    models.RevocationReason.WRONG_CONTENT: say("Motivo: el anterior contenía datos equivocados."),
    models.RevocationReason.SEAL_COMPROMISED: say("Motivo: el sello del anterior dejó de ser seguro."),
}


def issue(document: types.Document, *, subject_type: str, subject_ref: str, actor: Actor) -> types.Receipt:
    """Lay out, seal, number and keep a letter; the same letter about the same matter is issued only once."""
    subject_ref = str(subject_ref)
    standing = _standing(document, subject_ref)
    if standing is not None:
        return selectors.as_type(standing)
    try:
        with transaction.atomic():
            row = _take_place(document, subject_type, subject_ref)
            _seal_and_keep(document, row)
            events.record("receipt.issued", actor, subject_type, subject_ref, _payload(row))
    except IntegrityError:
        # Somebody issued the same letter in the meantime. Without it the fault was another one.
        standing = _standing(document, subject_ref)
        if standing is None:
            raise
        row = standing
    return selectors.as_type(row)


def content(receipt_public_id: UUID | str, actor: Actor, purpose: str = "") -> bytes:
    """The sealed bytes, the same for ever; that they were fetched is recorded."""
    row = selectors.row_of(receipt_public_id)
    if row.stored_file is None:
        raise AmparoError("receipt.not_found")
    data = vault.read(row.stored_file)
    events.record("receipt.downloaded", actor, row.subject_type, row.subject_ref, _payload(row), purpose)
    return data


def replace(receipt_public_id: UUID | str, document: types.Document, actor: Actor, reason: str) -> types.Receipt:
    """Issue `document` in place of a paper that stands; the new one says so, and checking the old one does too.

    `reason` is one of `models.REPLACEMENT_REASONS`; it stands in the new paper.
    """
    why = _reason(reason, models.REPLACEMENT_REASONS)
    with transaction.atomic():
        old = _lock_standing(receipt_public_id)
        require(actor, "receipt.replace", old)
        document = dataclasses.replace(document, blocks=(*_instead_of(old, why), *document.blocks))
        new = issue(document, subject_type=old.subject_type, subject_ref=old.subject_ref, actor=actor)
        old.replaced_by = selectors.row_of(new.public_id)
        old.state, old.revocation_reason = models.ReceiptState.REPLACED, why
        old.save(update_fields=["replaced_by", "state", "revocation_reason", "changed_at"])
        payload = {**_payload(old), "new_cea_id": old.replaced_by.cea_id, "reason": str(why.label)}
        events.record("receipt.replaced", actor, old.subject_type, old.subject_ref, payload)
    return new


def revoke(receipt_public_id: UUID | str, actor: Actor, reason: str) -> types.Receipt:
    """Withdraw a paper that should not have been issued; its bytes stay, checking it says *revoked*.

    `reason` is one of `RevocationReason`; who may read the matter's history reads it there.
    """
    why = _reason(reason, models.RevocationReason)
    with transaction.atomic():
        row = _lock_standing(receipt_public_id)
        require(actor, "receipt.revoke", row)
        row.state, row.revocation_reason = models.ReceiptState.REVOKED, why
        row.save(update_fields=["state", "revocation_reason", "changed_at"])
        payload = {**_payload(row), "reason": str(why.label)}
        events.record("receipt.revoked", actor, row.subject_type, row.subject_ref, payload)
    return selectors.as_type(row)


def original(receipt_public_id: UUID | str, actors: Iterable[Actor]) -> bytes:
    """The sealed bytes for somebody who came by way of the check page: the first of `actors` who may read it does."""
    row = selectors.row_of(receipt_public_id)
    asking = tuple(actors)
    reader = next((actor for actor in asking if may(actor, "receipt.read_original", row)), None)
    if reader is None:
        raise Refused("receipt.read_original", "receipt", str(row.public_id))
    return content(row.public_id, reader, purpose="comprobación de autenticidad")


def fingerprint(code: cea.Cea) -> str:
    """The keyed hash a code is compared by: id, date and code together."""
    return blind_index("receipts.cea", code.compact)


def _standing(document: types.Document, subject_ref: str) -> models.Receipt | None:
    return models.Receipt.objects.filter(
        subject_ref=subject_ref, kind=document.kind, content_hash=document.content_hash()
    ).first()


def _reason(code: str, allowed: Iterable[models.RevocationReason]) -> models.RevocationReason:
    found = next((reason for reason in allowed if reason.value == code), None)
    if found is None:
        raise AmparoError("receipt.reason_unknown")
    return found


def _lock_standing(public_id: UUID | str) -> models.Receipt:
    row = models.Receipt.objects.select_for_update().get(pk=selectors.row_of(public_id).pk)
    if row.state != models.ReceiptState.ISSUED:
        raise AmparoError("receipt.already_replaced")
    return row


def _take_place(document: types.Document, subject_type: str, subject_ref: str) -> models.Receipt:
    now = timezone.now()
    code = cea.new(timezone.localdate(now))
    return models.Receipt.objects.create(
        kind=document.kind,
        title=document.title,
        office_name=document.office_name,
        subject_type=subject_type,
        subject_ref=subject_ref,
        content_hash=document.content_hash(),
        cea_id=code.id,
        cea_date=code.day,
        cea_code=code.code,
        cea_hash=fingerprint(code),
        issued_at=now,
    )


def _instead_of(old: models.Receipt, why: models.RevocationReason) -> tuple[types.Paragraph, types.Paragraph]:
    replaced = say(
        "Este documento sustituye al de Id. CEA {cea_id}. Día en que se emitió aquel: {day}.",
        cea_id=old.cea_id,
        day=timezone.localdate(old.issued_at),
    )
    return types.Paragraph(replaced, "strong"), types.Paragraph(_WHY_REPLACED[why])


def _seal_and_keep(document: types.Document, row: models.Receipt) -> None:
    code = cea.Cea(row.cea_id, row.cea_date, row.cea_code)
    address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('receipts:verify')}"
    stamp = Stamp(
        cea=code,
        issued_at=timezone.localtime(row.issued_at),
        # The whole code goes in the link: whoever scans the QR holds the paper, and the page shows nothing personal.
        check_url=f"{address}?cea={code.compact}",
        check_address=address,
        notice=NOTICE if settings.DEMONSTRATION else "",
    )
    sealer = keys.sealer()
    place = sealer.place(reason=f"Documento con Id. CEA {code.id}", moment=stamp.issued_at)
    sealed = _closed(sealer, prepare(document, stamp, place))
    row.stored_file = vault.store(sealed.data, "application/pdf")
    row.sha256, row.size = row.stored_file.sha256, len(sealed.data)
    row.issuer, row.seal_level = sealer.issuer, sealed.level
    row.seal_certificate = certificate_in_use(sealer)
    row.save(update_fields=["stored_file", "sha256", "size", "issuer", "seal_level", "seal_certificate", "changed_at"])


def _closed(sealer: Sealer, unsealed: Unsealed) -> Sealed:
    try:
        return sealer.close(unsealed)
    except SignerError as error:
        raise AmparoError("receipt.seal_unavailable") from error


def _payload(row: models.Receipt) -> dict[str, str]:
    return {"receipt": str(row.public_id), "document": kinds.name_of(row.kind), "cea_id": row.cea_id}
