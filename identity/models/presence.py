"""That somebody was there: the original document seen, by whom, in which office and when. No picture, no biometrics."""

from __future__ import annotations

from django.db import models

from core.encryption import EncryptedJSONField
from core.models import PublicModel


class PresenceCheck(PublicModel):
    """An identity established in person. `document` is what was read on the original: kind, number and expiry."""

    subject_ref = models.CharField(max_length=60, db_index=True)
    document = EncryptedJSONField()
    number_index = models.CharField(max_length=64, blank=True)
    office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "comprobación en persona"
        verbose_name_plural = "comprobaciones en persona"
        ordering = ("seen_at", "id")

    def __str__(self) -> str:
        return f"{self.public_id}"
