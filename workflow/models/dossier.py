"""The dossier itself, its clock, and why somebody from elsewhere reads it."""

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel


class DossierState(models.TextChoices):
    """The states of architecture §6 that issue 2 reaches, with the words screens use."""

    OPEN = "open", "Abierto"
    ADMISSION = "admission", "En admisión"
    CHECKING = "checking", "En comprobación"
    ASSIGNED = "assigned", "Asignado"
    UNDER_STUDY = "under_study", "En estudio"
    SUSPENDED_FOR_DOCUMENTS = "suspended_for_documents", "Suspendido: faltan documentos"
    HEARING = "hearing", "En audiencia"
    PROPOSED = "proposed", "Propuesto"
    FISCAL_REVIEW = "fiscal_review", "En control fiscal"
    RESOLVED = "resolved", "Resuelto"
    NOTIFIED = "notified", "Notificado"
    WITHDRAWN = "withdrawn", "Desistido"


CLOSED = (DossierState.RESOLVED, DossierState.NOTIFIED, DossierState.WITHDRAWN)
IN_HAND = (
    DossierState.ASSIGNED,
    DossierState.UNDER_STUDY,
    DossierState.SUSPENDED_FOR_DOCUMENTS,
    DossierState.HEARING,
    DossierState.PROPOSED,
    DossierState.FISCAL_REVIEW,
)
_STILL_OPEN = ~models.Q(state__in=CLOSED)


class Dossier(PublicModel):
    """One application in the hands of an office. The flow's process points here by its seed.

    `competent_office` is the directorate of the person's province, whose heading letters carry; `office` is the one
    that works it, another only while a relocation lasts. `silence_date` is derived from the clock ledger and stored
    because queues sort by it. `skills` are the specialities it asks of its processor (`workflow.skills`); they tell of
    people's lives, so they lie encrypted. `unassigned_since` and `unassigned_reason` are set while it waits for a
    person to be given to. `returned_at` is set while fiscal control's last word was to send it back: it stands
    first in the queue until there is another proposal.
    """

    number = models.CharField(max_length=20, unique=True)
    benefit = models.CharField(max_length=20, default="imv")
    application = models.OneToOneField("applications.Application", on_delete=models.PROTECT, related_name="dossier")
    registry_number = models.CharField(max_length=20, db_index=True)
    registered_on = models.DateField()
    office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="dossiers")
    competent_office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="competent_dossiers")
    state = models.CharField(max_length=30, choices=DossierState.choices, default=DossierState.OPEN)
    assignee = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    process = models.OneToOneField(
        "viewflow.Process", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    skills = EncryptedJSONField(default=list)
    unassigned_since = models.DateTimeField(null=True, blank=True)
    unassigned_reason = models.CharField(max_length=20, blank=True, default="")
    returned_at = models.DateTimeField(null=True, blank=True)
    silence_date = models.DateField()
    clock_stopped = models.BooleanField(default=False)
    municipality = EncryptedTextField(blank=True, default="")
    applicant_name = EncryptedTextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "expediente"
        verbose_name_plural = "expedientes"
        indexes: ClassVar = [
            models.Index(fields=["assignee", "state", "silence_date", "id"], name="dossier_queue"),
            models.Index(fields=["office", "state"], name="dossier_office"),
            models.Index(
                fields=["office", "silence_date"],
                name="dossier_unassigned",
                condition=models.Q(unassigned_since__isnull=False),
            ),
            # What lists and boards of a directorate read: the open ones only, however many are closed behind them.
            models.Index(fields=["office", "silence_date", "id"], name="dossier_open_dates", condition=_STILL_OPEN),
            models.Index(
                fields=["office", "assignee", "state", "clock_stopped", "silence_date", "registered_on", "id"],
                name="dossier_open_board",
                condition=_STILL_OPEN,
            ),
            models.Index(fields=["assignee", "-closed_at"], name="dossier_ended", condition=models.Q(state__in=CLOSED)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def closed(self) -> bool:
        """Nothing more is done on it."""
        return self.state in CLOSED


class ClockMove(models.TextChoices):
    """What an entry does to the legal clock."""

    START = "start", "Empieza"
    STOP = "stop", "Se detiene"
    RESUME = "resume", "Sigue"
    CLOSE = "close", "Termina"


class ClockEntry(models.Model):
    """One line of the ledger of the legal time limit. Never changed, only added to."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="clock")
    move = models.CharField(max_length=10, choices=ClockMove.choices)
    on = models.DateField()
    reason = models.CharField(max_length=120)
    article = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "apunte del plazo"
        verbose_name_plural = "apuntes del plazo"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.move} {self.on}"


class StatedPurpose(models.Model):
    """Why a processor of another directorate reads a dossier. Opens it to them for a few hours, to read only."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="purposes")
    staff = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    detail = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "finalidad declarada"
        verbose_name_plural = "finalidades declaradas"

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d}"
