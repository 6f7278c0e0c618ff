"""What is kept of a simulation: that there was one and how it ended; and its answers, if somebody asks for a link."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from core.encryption import EncryptedTextField


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


class SavedSimulation(models.Model):
    """Answers that somebody asked to keep. They can be read only with the link, which is kept nowhere.

    `fingerprint` finds the row from the link's token; `answers` are sealed under a key made of that token, and the
    whole again under the house's own. Nothing says who saved them, nor when: only the day they are deleted.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    answers = EncryptedTextField()
    expires_on = models.DateField(db_index=True)

    class Meta:
        ordering: ClassVar = ["expires_on"]

    def __str__(self) -> str:
        return f"hasta {self.expires_on}"
