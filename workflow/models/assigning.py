"""Who a dossier is given to and why; and what a supervisor sets so that giving goes well."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.encryption import EncryptedTextField
from core.models import PublicModel


class Assignment(models.Model):
    """A dossier given to a person: by whom, and why to that person (*why me*).

    `note` is the reason a supervisor wrote; it may tell of people, so it lies encrypted.
    """

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="assignments")
    at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    reason = models.CharField(max_length=40)
    load = models.PositiveIntegerField()
    candidates = models.PositiveIntegerField()
    note = EncryptedTextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "asignación"
        verbose_name_plural = "asignaciones"
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_live_assignment")
        ]

    def __str__(self) -> str:
        return f"{self.dossier} → {self.staff_id}"

    @property
    def why(self) -> str:
        """The reason in words."""
        if self.candidates == 1:
            return "Único tramitador activo de la dirección provincial."
        noun = "expediente" if self.load == 1 else "expedientes"
        return (
            f"Reparto automático: con {self.load} {noun} en curso, la menor carga "
            f"de los {self.candidates} tramitadores activos."
        )


class AssignmentPolicy(PublicModel):
    """How a directorate gives out its dossiers. With `automatic` off they wait until the supervisor gives them."""

    office = models.OneToOneField("core.Office", on_delete=models.PROTECT, related_name="assignment_policy")
    automatic = models.BooleanField(default=True)

    class Meta:
        verbose_name = "política de reparto"
        verbose_name_plural = "políticas de reparto"

    def __str__(self) -> str:
        return f"{self.office_id}: {'automático' if self.automatic else 'a mano'}"


class AssignmentTerms(PublicModel):
    """What one processor takes in one directorate: `weight` (100 is a full share), `cap` in open dossiers, skills."""

    office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="assignment_terms")
    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="assignment_terms")
    weight = models.PositiveSmallIntegerField(default=100)
    cap = models.PositiveIntegerField(null=True, blank=True)
    skills = models.JSONField(default=list)

    class Meta:
        verbose_name = "condiciones de reparto"
        verbose_name_plural = "condiciones de reparto"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "staff"], name="assignment_terms_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} en {self.office_id}: {self.weight} %"


class Absence(PublicModel):
    """Days on which a processor takes no new dossier; both ends included. Why they are away is nobody's business."""

    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    recorded_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "ausencia"
        verbose_name_plural = "ausencias"
        ordering = ("from_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.from_on} a {self.until_on}"
