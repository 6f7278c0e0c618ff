"""What was issued and with which seal, the chain of days, and how often somebody checked a paper."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedTextField
from core.models import PublicModel


class ReceiptState(models.TextChoices):
    """A paper stands, gave way to another, or was withdrawn."""

    ISSUED = "issued", "En vigor"
    REPLACED = "replaced", "Sustituido"
    REVOKED = "revoked", "Anulado"


class RevocationReason(models.TextChoices):
    """Why a paper was withdrawn. Codes, so that nobody writes about a person here."""

    ISSUED_BY_MISTAKE = "issued_by_mistake", "se emitió por error"
    WRONG_RECIPIENT = "wrong_recipient", "era para otra persona"
    WRONG_CONTENT = "wrong_content", "contenía datos equivocados"
    ANNULLED = "annulled", "una resolución posterior lo dejó sin efecto"
    SEAL_COMPROMISED = "seal_compromised", "el sello con que se emitió dejó de ser seguro"


REPLACEMENT_REASONS = (RevocationReason.WRONG_CONTENT, RevocationReason.SEAL_COMPROMISED)
"""Why a paper that should exist is issued again, corrected."""


class SealCertificate(models.Model):
    """A certificate that has sealed papers here: which key sealed what, for as long as the papers last."""

    fingerprint = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    serial_number = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    certificate = models.TextField()
    first_used_at = models.DateTimeField()
    # From this moment on, what it sealed is not believed; what it sealed before stands.
    revoked_from = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.serial_number}"


class Receipt(PublicModel):
    """One sealed PDF: issued once, kept as it is for ever.

    `content_hash` is of what the letter says, `sha256` of the sealed bytes. The code is kept twice: encrypted, to be
    shown to whom it belongs, and as a keyed hash, to be compared.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    office_name = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    cea_id = models.CharField(max_length=12, unique=True)
    cea_date = models.DateField()
    cea_code = EncryptedTextField()
    cea_hash = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveIntegerField(default=0)
    # Empty only inside the transaction that issues: the row takes its place first, so that two never seal one letter.
    stored_file = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=200, blank=True)
    seal_certificate = models.ForeignKey(SealCertificate, null=True, on_delete=models.PROTECT, related_name="receipts")
    seal_level = models.CharField(max_length=5, blank=True)
    issued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReceiptState.choices, default=ReceiptState.ISSUED)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    revocation_reason = models.CharField(max_length=20, choices=RevocationReason.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_ref", "kind", "content_hash"], name="receipt_issued_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_ref", "issued_at"], name="receipt_subject"),
            models.Index(fields=["issued_at"], name="receipt_issued_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cea_id}"


class DailyRoot(models.Model):
    """The papers of one day as the root of a Merkle tree, sealed and chained to the day before.

    `statement` is what was sealed, byte for byte; `signature` is the seal beside it (CAdES, DER).
    """

    day = models.DateField(unique=True)
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    statement = models.BinaryField()
    signature = models.BinaryField()
    seal_certificate = models.ForeignKey(SealCertificate, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day} {self.root}"


class Leaf(models.Model):
    """A paper's place in the tree of its day. It names the paper by its hash, not by its row: if the row goes, it
    shows."""

    daily_root = models.ForeignKey(DailyRoot, on_delete=models.PROTECT, related_name="leaves")
    position = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["daily_root", "position"], name="leaf_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.daily_root_id}/{self.position}"


class CheckWay(models.TextChoices):
    """How somebody asked: by the code, or with the file itself."""

    CODE = "code", "Código"
    FILE = "file", "Archivo"


class CheckLog(models.Model):
    """That a check was made and how it ended; not who made it nor of which paper."""

    at = models.DateTimeField()
    way = models.CharField(max_length=4, choices=CheckWay.choices)
    state = models.CharField(max_length=10)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="check_log_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.way} {self.state}"
