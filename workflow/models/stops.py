"""The human hand on what runs by itself (requirement S2-48)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.encryption import EncryptedTextField
from core.models import PublicModel


class AutomationStop(PublicModel):
    """The automatic steps of one dossier, stopped by a person with a reason until a person sets them going again.

    What is stopped are the jobs of the flow and the questions asked again by themselves. People's acts go on, and so
    does the legal clock.
    """

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="automation_stops")
    reason = EncryptedTextField()
    stopped_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField()
    resumed_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "parada de los pasos automáticos"
        verbose_name_plural = "paradas de los pasos automáticos"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_live_automation_stop"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {'parado' if self.ended_at is None else 'en marcha'}"
