"""What was issued, and how often somebody checked a paper."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedTextField
from core.models import PublicModel


class ReceiptState(models.TextChoices):
    """A paper stands, gave way to another, or was withdrawn."""

    ISSUED = "issued", "En vigor"
    REPLACED = "replaced", "Sustituido"
    REVOKED = "revoked", "Anulado"


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
    issued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReceiptState.choices, default=ReceiptState.ISSUED)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_ref", "kind", "content_hash"], name="receipt_issued_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject_type", "subject_ref", "issued_at"], name="receipt_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.cea_id}"


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
