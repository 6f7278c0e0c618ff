"""Which certificate sealed what, and from when one is not believed any more."""

import hashlib
from datetime import datetime

from asn1crypto import pem
from django.db import transaction
from django.utils import timezone

from core import events
from core.actors import Actor
from core.errors import AmparoError
from core.policies import require
from receipts import models
from receipts.seal import Sealer


def certificate_in_use(sealer: Sealer) -> models.SealCertificate:
    """The row of the sealer's certificate, made the first time it seals."""
    certificate = sealer.signer.certificate
    der = certificate.dump()
    return models.SealCertificate.objects.get_or_create(
        fingerprint=hashlib.sha256(der).hexdigest(),
        defaults={
            "name": sealer.issuer[:200],
            "serial_number": f"{certificate.serial_number:x}",
            "valid_from": certificate.not_valid_before,
            "valid_to": certificate.not_valid_after,
            "certificate": pem.armor("CERTIFICATE", der).decode(),
            "first_used_at": timezone.now(),
        },
    )[0]


def revoke_certificate(fingerprint: str, since: datetime, actor: Actor) -> models.SealCertificate:
    """Stop believing what a certificate sealed from `since` on, when its key was lost; what it sealed before stands."""
    require(actor, "seal.revoke")
    with transaction.atomic():
        row = models.SealCertificate.objects.select_for_update().filter(fingerprint__startswith=fingerprint).first()
        if row is None or not fingerprint:
            raise AmparoError("receipt.unknown_certificate")
        row.revoked_from = since if row.revoked_from is None else min(since, row.revoked_from)
        row.save(update_fields=["revoked_from"])
        payload = {"certificate": row.fingerprint, "since": row.revoked_from}
        events.record("seal.revoked", actor, "seal_certificate", row.fingerprint[:40], payload)
    return row
