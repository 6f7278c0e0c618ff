"""Every question put to another administration, and what came back."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField
from core.models import PublicModel


class ExchangeResult(models.TextChoices):
    """`asked` stays only where the process died before the answer."""

    ASKED = "asked", "Preguntado, sin respuesta anotada"
    OK = "ok", "Coincide"
    DIFFERS = "differs", "No coincide"
    NOT_FOUND = "not_found", "No consta"
    DOWN = "down", "El servicio no responde"


class Exchange(PublicModel):
    """One question: who asked, about whose case, why, and how it went.

    The question itself is not kept, only its keyed hash; the answer is kept encrypted, since decisions rest on it.
    """

    connector = models.CharField(max_length=20)
    subject_type = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60, db_index=True)
    purpose = models.CharField(max_length=200)
    officer = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=10, choices=ExchangeResult.choices, default=ExchangeResult.ASKED)
    fault = models.CharField(max_length=40, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    request_hash = models.CharField(max_length=64)
    answer_hash = models.CharField(max_length=64, blank=True)
    answer = EncryptedJSONField()

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        indexes: ClassVar = [models.Index(fields=["connector", "asked_at"], name="exchange_of_connector")]

    def __str__(self) -> str:
        return f"{self.connector} {self.result}"
