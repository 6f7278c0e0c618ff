"""Addresses that mail does not reach."""

from __future__ import annotations

from django.db import models

from core.models import PublicModel


class UndeliverableAddress(PublicModel):
    """That a message to an address came back, or was refused at the door. Only the address's blind index is kept.

    `status` is that of RFC 3463 (``5.1.1``: nobody there). The row goes as soon as a code sent there is given back:
    somebody reads that address.
    """

    email_index = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=12)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.status} {self.public_id}"
