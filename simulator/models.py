"""What is kept of a simulation: that there was one, and how it ended."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone


class Simulation(models.Model):
    """One finished simulation, as a count for statistics. Kept twelve months.

    Nothing here leads to a person: no answers, no address, the day and not the hour, and a random identifier, because a
    UUIDv7 would tell the moment and so the application that followed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    total_cents = models.PositiveIntegerField(null=True)
    text_hash = models.CharField(max_length=80)
    created_on = models.DateField(default=timezone.localdate, db_index=True)

    class Meta:
        ordering: ClassVar = ["created_on"]

    def __str__(self) -> str:
        return f"{self.created_on} {self.kind}"
