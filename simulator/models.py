"""What is kept of a simulation (a count, and its answers for who asks for a link), and runs of the policy simulator."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from core.encryption import EncryptedTextField
from core.models.base import PublicModel


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


class PolicyRunState(models.TextChoices):
    """Where a run of the policy simulator is."""

    QUEUED = "queued", "En espera"
    RUNNING = "running", "Calculando"
    DONE = "done", "Terminada"
    FAILED = "failed", "No se pudo"
    CANCELLED = "cancelled", "Cancelada"


class PolicyRun(PublicModel):
    """A reform tried over a population: what was asked, how far it is, and figures of groups as its result.

    Each law is the text in force on its day, or the version of a text with that `…_version`, `…_hash` and `…_title` as
    it reads that day. `changes` are the figures of the second law that differ from its text (`rules.reforms`).
    `upload` is the table somebody brought, gone from the vault when the run ends; with none, the synthetic population.
    `alive_at` is the last sign of whoever runs it.
    """

    asked_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=PolicyRunState.choices, default=PolicyRunState.QUEUED)
    before_on = models.DateField()
    after_on = models.DateField()
    before_version = models.UUIDField(null=True)
    before_hash = models.CharField(max_length=120, blank=True)
    before_title = models.CharField(max_length=120, blank=True)
    after_version = models.UUIDField(null=True)
    after_hash = models.CharField(max_length=120, blank=True)
    after_title = models.CharField(max_length=120, blank=True)
    changes = models.JSONField(default=dict)
    upload = models.ForeignKey("core.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    upload_kind = models.CharField(max_length=10, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=80, blank=True)
    cancel_asked = models.BooleanField(default=False)
    alive_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    seconds = models.FloatField(null=True)
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [models.Index(fields=["state", "created_at"], name="policy_run_due")]

    def __str__(self) -> str:
        return f"{self.before_on} → {self.after_on}: {self.state}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in (PolicyRunState.QUEUED, PolicyRunState.RUNNING)
