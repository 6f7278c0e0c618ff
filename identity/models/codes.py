"""One-time codes and the consents given with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedTextField
from core.models import PublicModel


class Channel(models.TextChoices):
    """How a code travels."""

    EMAIL = "email", "Por correo electrónico"
    SMS = "sms", "Por SMS"


class OneTimeCode(PublicModel):
    """Six digits sent for one purpose, one text and one case. The digits are kept only as an HMAC.

    They go to `email` or to `phone`, as `channel` says; `address_index` is the blind index of that one.
    """

    purpose = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    email = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField(blank=True, default="")
    address_index = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    bound_to = models.CharField(max_length=64, blank=True)
    text_version = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address_index", "sent_at"], name="code_sends_of_address")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(tries__lte=5), name="code_five_tries_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"


class CodeGuard(models.Model):
    """Wrong tries for one address or number and purpose, across codes: asking for a new code gives no new tries."""

    address_index = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    wrong = models.PositiveSmallIntegerField(default=0)
    last_wrong_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address_index", "purpose"], name="code_guard_once"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.wrong}"


class ConsentMethod(models.TextChoices):
    """How somebody agreed."""

    CODE = "code", "Con un código de un solo uso"
    PAPER = "paper", "Firma a mano en papel"
    SCREEN = "screen", "Firma a mano en una pantalla"
    PAGE = "page", "Marcado en la página, en una sesión abierta con un código"


class Consent(PublicModel):
    """A text somebody agreed to, with what proves it: a code, or their own hand before a member of staff.

    One code, one consent. `signature` is the scanned sheet or the drawing; `witnessed_by` who saw it being signed.
    `person_ref` tells which person of the case agreed. A consent taken back keeps its row, with `revoked_at`.
    """

    subject_ref = models.CharField(max_length=60, db_index=True)
    purpose = models.CharField(max_length=40)
    text = EncryptedTextField()
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    bound_to = models.CharField(max_length=64, blank=True)
    method = models.CharField(max_length=10, choices=ConsentMethod.choices, default=ConsentMethod.CODE)
    challenge = models.OneToOneField(OneTimeCode, null=True, on_delete=models.PROTECT, related_name="consent")
    signature = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    witnessed_by = models.CharField(max_length=40, blank=True)
    person_ref = models.CharField(max_length=8, blank=True, default="")
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(method="code", challenge__isnull=False, signature=None)
                | models.Q(method__in=("paper", "screen"), challenge=None, signature__isnull=False)
                & ~models.Q(witnessed_by="")
                | models.Q(method="page", purpose="face", challenge=None, signature=None),
                name="consent_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_version} {self.public_id}"
