"""Assessments made, and the texts they were made with: enough to replay any decision ever taken."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField
from core.models import PublicModel


class ArchivedText(models.Model):
    """The files of a rule text some assessment was made with, named by their content hash."""

    hash = models.CharField(max_length=120, unique=True)
    benefit = models.CharField(max_length=40)
    files = models.JSONField()
    archived_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.hash


class Assessment(PublicModel):
    """An answer once given: the case and the outcome, encrypted, and the hash of the text behind it."""

    benefit = models.CharField(max_length=40)
    on = models.DateField()
    text_hash = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60)
    eligible = models.BooleanField(null=True)
    kind = models.CharField(max_length=40)
    case = EncryptedJSONField()
    outcome = EncryptedJSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_ref", "created_at"], name="assessment_of_subject")]

    def __str__(self) -> str:
        return f"{self.benefit} {self.purpose} {self.on}"
