"""The written acts of an officer: asking for something, proposing, resolving."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel


class CorrectionRequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", "Esperando"
    ANSWERED = "answered", "Respondido"
    DROPPED = "dropped", "Sin efecto"


class CorrectionRequest(PublicModel):
    """A document asked of the citizen, which stops the clock (art. 28.4). One open at a time."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="correction_requests")
    state = models.CharField(max_length=12, choices=CorrectionRequestState.choices, default=CorrectionRequestState.OPEN)
    requirement_code = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    text = EncryptedTextField(blank=True, default="")
    due_on = models.DateField()
    document_ref = models.CharField(max_length=64, blank=True, default="")
    asked_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "requerimiento de subsanación"
        verbose_name_plural = "requerimientos de subsanación"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state="open"), name="one_open_correction_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_code} {self.state}"


class HearingState(models.TextChoices):
    """Where a hearing stands."""

    OPEN = "open", "Abierta"
    ANSWERED = "answered", "La persona contestó"
    ENDED = "ended", "Terminó el plazo"
    DROPPED = "dropped", "Sin efecto"


class Hearing(PublicModel):
    """The person is told what speaks against them and may answer. The legal clock runs on. One open at a time.

    `content` is what the letter says: ``{"facts": [[label, declared, found, source], …], "consequence": …}``.
    """

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="hearings")
    state = models.CharField(max_length=10, choices=HearingState.choices, default=HearingState.OPEN)
    content = EncryptedJSONField(default=dict)
    due_on = models.DateField()
    hearing_ref = models.CharField(max_length=64)
    opened_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "trámite de audiencia"
        verbose_name_plural = "trámites de audiencia"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=models.Q(state="open"), name="one_open_hearing")
        ]

    def __str__(self) -> str:
        return f"audiencia {self.state}"


class DecisionKind(models.TextChoices):
    """What is proposed or resolved."""

    GRANTED = "granted", "Concesión"
    DENIED = "denied", "Denegación"
    INADMISSIBLE = "inadmissible", "Inadmisión"
    LAPSED = "lapsed", "Caducidad"


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    PROPOSED = "proposed", "Propuesta"
    RESOLVED = "resolved", "Resuelta"
    RETURNED = "returned", "Devuelta por control fiscal"
    DROPPED = "dropped", "Sin efecto"


class Proposal(PublicModel):
    """What the processor proposes, on one stored assessment that can be replayed."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=14, choices=DecisionKind.choices)
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    assessment = models.ForeignKey("rules.Assessment", on_delete=models.PROTECT, related_name="+")
    monthly_cents = models.BigIntegerField()
    over_limit = models.BooleanField()
    limit_cents = models.BigIntegerField()
    note = EncryptedTextField(blank=True, default="")
    content = EncryptedJSONField(default=dict)
    proposed_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    class Meta:
        verbose_name = "propuesta"
        verbose_name_plural = "propuestas"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=models.Q(state="proposed"), name="one_live_proposal")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class FiscalReviewState(models.TextChoices):
    """Where the second look at a proposal over the control limit stands."""

    WAITING = "waiting", "Pendiente"
    APPROVED = "approved", "Conforme"
    RETURNED = "returned", "Devuelta"
    DROPPED = "dropped", "Sin efecto"


class FiscalReview(PublicModel):
    """A proposal over the control limit, in front of another person, who approves it or returns it with a reason."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="fiscal_reviews")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="fiscal_review")
    state = models.CharField(max_length=10, choices=FiscalReviewState.choices, default=FiscalReviewState.WAITING)
    sent_at = models.DateTimeField()
    reviewer = models.ForeignKey("core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "control fiscal"
        verbose_name_plural = "controles fiscales"
        ordering = ("sent_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(state="waiting"), name="one_waiting_fiscal_review"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["sent_at"], name="fiscal_waiting", condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.state}"


class Resolution(PublicModel):
    """The decision. `content` is what the letter says, frozen when it was taken; `unmet` the requirements not met.

    `resolved_by` is the processor who answers for it; over the control limit `approved_by` is another person.
    """

    dossier = models.OneToOneField("workflow.Dossier", on_delete=models.PROTECT, related_name="resolution")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="resolution")
    kind = models.CharField(max_length=14, choices=DecisionKind.choices)
    monthly_cents = models.BigIntegerField()
    effects_from = models.DateField(null=True, blank=True)
    unmet = models.JSONField(default=list)
    content = EncryptedJSONField(default=dict)
    resolved_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField()
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")
    cea = models.CharField(max_length=80, blank=True, default="")
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "resolución"
        verbose_name_plural = "resoluciones"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("resolved_by")),
                name="nobody_approves_their_own",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["resolved_at"], name="resolution_when")]

    def __str__(self) -> str:
        return f"{self.kind} {self.resolved_at:%Y-%m-%d}"
