"""A link with which a telephone goes on taking the pictures of a case."""

from __future__ import annotations

from django.db import models

from core.models import PublicModel


class PhoneLink(PublicModel):
    """Good once and for ten minutes; of its token only an index is kept. A newer one of the same case ends it."""

    subject_ref = models.CharField(max_length=60, db_index=True)
    token_index = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "enlace al móvil"
        verbose_name_plural = "enlaces al móvil"

    def __str__(self) -> str:
        return f"{self.public_id}"
