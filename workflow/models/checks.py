"""What other administrations were asked, what they said, and what the case rules concluded from it."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel


class CheckSource(models.TextChoices):
    """The administration asked."""

    POLICE = "police", "Policía: identidad"
    TAX = "tax", "Agencia Tributaria: ingresos y patrimonio"
    RESIDENCE = "residence", "Padrón (INE): domicilio"


class CheckState(models.TextChoices):
    """Where a check stands. `down` is kept in `last_failure`: a check nobody answered stays pending."""

    PENDING = "pending", "Pendiente"
    OK = "ok", "Coincide"
    DIFFERS = "differs", "No coincide"
    NOT_FOUND = "not_found", "No consta"
    ACCEPTED_BY_PERSON = "accepted_by_person", "Dado por válido"


class Check(PublicModel):
    """One member × one source."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="checks")
    member_ref = models.CharField(max_length=8)
    source = models.CharField(max_length=12, choices=CheckSource.choices)
    state = models.CharField(max_length=20, choices=CheckState.choices, default=CheckState.PENDING)
    declared = EncryptedJSONField(default=dict)
    obtained = EncryptedJSONField(default=dict)
    differences = models.JSONField(default=list)
    exchange_ref = models.CharField(max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    accepted_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "comprobación"
        verbose_name_plural = "comprobaciones"
        ordering = ("member_ref", "source")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "member_ref", "source"], name="check_once_per_member_and_source")
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], name="check_due", condition=models.Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.member_ref} × {self.source}: {self.state}"

    @property
    def settled(self) -> bool:
        """The administration answered that all is as declared, or a person answers for it."""
        return self.state in (CheckState.OK, CheckState.ACCEPTED_BY_PERSON)


class Severity(models.TextChoices):
    """How much a flag matters to the decision."""

    HIGH = "high", "Importante"
    NOTICE = "notice", "Para tenerla en cuenta"


class Flag(models.Model):
    """A conclusion of the case rules, with the facts it rests on. Cleared when the rules no longer conclude it."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=60)
    rule = models.CharField(max_length=80)
    article = models.CharField(max_length=120, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.NOTICE)
    sentence = EncryptedTextField()
    grounds = EncryptedJSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "aviso"
        verbose_name_plural = "avisos"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "fingerprint"], name="flag_once_per_conclusion")
        ]
        indexes: ClassVar = [
            models.Index(fields=["name", "dossier"], name="flag_live", condition=models.Q(cleared_at=None)),
        ]

    def __str__(self) -> str:
        return self.name
