"""Who somebody is by an identity provider's word."""

from __future__ import annotations

from django.db import models

from core.encryption import EncryptedJSONField
from core.models import PublicModel


class ElectronicIdentity(PublicModel):
    """One sign-in at an identity provider that ended well: what it said of the person, and in whose matter.

    `claims` holds the number and the name, nothing else of what the provider sent; `subject_index` is the blind index
    of issuer and subject, so that the same person is known again without keeping who.
    """

    subject_ref = models.CharField(max_length=60, db_index=True, blank=True)
    issuer = models.CharField(max_length=200)
    subject_index = models.CharField(max_length=64, db_index=True)
    number_index = models.CharField(max_length=64)
    claims = EncryptedJSONField()
    assurance = models.CharField(max_length=100, blank=True)
    authenticated_at = models.DateTimeField()

    class Meta:
        verbose_name = "identidad electrónica"
        verbose_name_plural = "identidades electrónicas"

    def __str__(self) -> str:
        return f"{self.public_id}"
