"""Who a dossier is given to and why; and what a supervisor sets so that giving goes well."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel
from workflow import fair_share


class HandoverCause(models.TextChoices):
    """Why a supervisor gave out or moved dossiers, before any words of their own."""

    GIVEN = "given", "Estaban sin asignar"
    MOVED = "moved", "Cambio de manos"
    ABSENCE = "absence", "Ausencia de quien los tenía"


class Handover(PublicModel):
    """Dossiers that a supervisor gave out or moved in one act, and the reason they wrote.

    `skipped` are those that had changed between the preview and the act.
    """

    office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="handovers")
    made_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cause = models.CharField(max_length=10, choices=HandoverCause.choices)
    reason = EncryptedTextField()
    moved = models.PositiveIntegerField()
    skipped = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "traspaso"
        verbose_name_plural = "traspasos"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.moved} expedientes, {self.cause}"


class HandoverNotice(PublicModel):
    """What one processor is told of a handover, in their queue and by e-mail: how many came to them, how many left."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="notices")
    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="handover_notices")
    received = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "aviso de traspaso"
        verbose_name_plural = "avisos de traspaso"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handover", "staff"], name="handover_notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff"], name="handover_notice_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"+{self.received} −{self.left}"


class Assignment(models.Model):
    """A dossier given to a person: by whom, and why to that person (*why me*).

    `load` and `candidates` are what the choice was made on, `sheet` the rest of its numbers (`fair_share.score_sheet`,
    and the supervisor's name where one gave it). `note` is the reason a supervisor wrote. Both may tell of people, so
    they lie encrypted.
    """

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="assignments")
    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="assignments")
    at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    reason = models.CharField(max_length=40)
    load = models.PositiveIntegerField()
    candidates = models.PositiveIntegerField()
    sheet = EncryptedJSONField(default=dict)
    note = EncryptedTextField(blank=True, default="")
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "asignación"
        verbose_name_plural = "asignaciones"
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(ended_at=None), name="one_live_assignment")
        ]
        indexes: ClassVar = [models.Index(fields=["staff", "at"], name="assignment_latest")]

    def __str__(self) -> str:
        return f"{self.dossier} → {self.staff_id}"

    @property
    def why(self) -> str:
        """The reason in words."""
        chosen = fair_share.why(self.load, self.candidates, self.sheet)
        if self.made_by == "system":
            return chosen
        given = f"Te lo dio {self.sheet.get('by', 'quien supervisa')}. Motivo: {self.note}"
        return f"{given} {chosen}" if self.reason == "least_load" else given


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
