"""What a citizen's application keeps. Everything that tells who somebody is lies encrypted."""

from __future__ import annotations

from django.db import models

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel


class ApplicationState(models.TextChoices):
    """The states of architecture §6, with the words screens use."""

    DRAFT = "draft", "Borrador"
    IDENTITY_PENDING = "identity_pending", "Falta comprobar tu identidad"
    IDENTITY_REVIEW = "identity_review", "Una persona revisa tu identidad"
    SIGNATURE_PENDING = "signature_pending", "Falta tu firma"
    SUBMITTED = "submitted", "Presentada"
    JOINED = "joined", "Unida a otra solicitud tuya"
    WITHDRAWN = "withdrawn", "Retirada"
    CLOSED = "closed", "Terminada"
    DELETED = "deleted", "Borrada"


EDITABLE = (
    ApplicationState.DRAFT,
    ApplicationState.IDENTITY_PENDING,
    ApplicationState.IDENTITY_REVIEW,
    ApplicationState.SIGNATURE_PENDING,
)
FILED = (
    ApplicationState.SUBMITTED,
    ApplicationState.JOINED,
    ApplicationState.WITHDRAWN,
    ApplicationState.CLOSED,
)


class PoliceState(models.TextChoices):
    """What the police answered about a person's identity, as far as we know today."""

    PENDING = "pending", "Sin comprobar"
    MATCH = "match", "Comprobado"
    DIFFERS = "differs", "No coincide"
    NOT_FOUND = "not_found", "No consta"
    DOWN = "down", "No hemos podido comprobarlo ahora"


class DocumentState(models.TextChoices):
    """Where a document stands."""

    PROMISED = "promised", "Lo aportarás después"
    REQUESTED = "requested", "Te lo hemos pedido"
    RECEIVED = "received", "Recibido"
    ACCEPTED = "accepted", "Admitido"
    REJECTED = "rejected", "No sirve"


class Channel(models.TextChoices):
    """How an application came in."""

    ONLINE = "online", "Por internet"
    IN_PERSON = "in_person", "En persona, en una oficina"


class Application(PublicModel):
    """One application for one benefit: a draft until signed, then a registry entry.

    `answers` is the contract's case (unit and members' facts, no names); names and
    documents of people live in `Member`. `version` is the optimistic lock of two tabs. `captured_by`, in
    `capture_office`, had the person in front on `captured_on`: that day only, the capture is theirs.
    """

    benefit = models.CharField(max_length=20, default="imv")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    captured_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    capture_office = models.ForeignKey("core.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    captured_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT, db_index=True
    )
    version = models.PositiveIntegerField(default=1)
    province_code = models.CharField(max_length=2, db_index=True)
    email = EncryptedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    phone = EncryptedTextField(blank=True, default="")
    answers = EncryptedJSONField(default=dict)
    answers_to_review = models.JSONField(default=list)
    household_confirmed = models.BooleanField(default=False)
    address = EncryptedJSONField(default=dict)
    iban = EncryptedTextField(blank=True, default="")
    applicant_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    identity_check_id = models.CharField(max_length=64, blank=True, default="")
    identity_outcome = models.CharField(max_length=20, blank=True, default="")
    presence_id = models.CharField(max_length=64, blank=True, default="")
    electronic_id = models.CharField(max_length=64, blank=True, default="")
    biometrics_consented_at = models.DateTimeField(null=True, blank=True)
    biometrics_refused_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    expiry_notices = models.PositiveSmallIntegerField(default=0)
    registry_number = models.CharField(max_length=20, null=True, blank=True, unique=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    silence_date = models.DateField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True, default="")
    consent_id = models.CharField(max_length=64, blank=True, default="")
    assessment_id = models.BigIntegerField(null=True, blank=True)
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined_applications"
    )

    class Meta:
        verbose_name = "solicitud"
        verbose_name_plural = "solicitudes"
        ordering = ("-id",)
        indexes = (models.Index(fields=("captured_by", "captured_on"), name="captures_of_the_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("benefit", "applicant_index"),
                condition=models.Q(state=ApplicationState.SUBMITTED),
                name="one_live_application_per_person",
            ),
        )

    def __str__(self) -> str:
        return f"solicitud {self.registry_number or self.public_id}"

    @property
    def editable(self) -> bool:
        """A draft in any of its stages: nothing has been registered yet."""
        return self.state in EDITABLE


class Member(PublicModel):
    """Who a person of the cohabitation unit is. The facts the law reads stay in the case."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    ref = models.CharField(max_length=8)
    first_name = EncryptedTextField(blank=True, default="")
    first_surname = EncryptedTextField(blank=True, default="")
    second_surname = EncryptedTextField(blank=True, default="")
    document_kind = models.CharField(max_length=10, blank=True, default="")
    document_number = EncryptedTextField(blank=True, default="")
    document_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    document_expires_on = models.DateField(null=True, blank=True)
    police_state = models.CharField(max_length=12, choices=PoliceState.choices, default=PoliceState.PENDING)
    police_differences = models.JSONField(default=list)
    police_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "miembro"
        verbose_name_plural = "miembros"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("application", "ref"), name="member_ref_once"),)

    def __str__(self) -> str:
        return f"miembro {self.ref}"

    @property
    def full_name(self) -> str:
        """Name as people write it; empty until typed."""
        return " ".join(part for part in (self.first_name, self.first_surname, self.second_surname) if part)


class Document(PublicModel):
    """A paper the application needs: given, promised for later, or asked for by the office."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="documents")
    requirement_code = models.CharField(max_length=60)
    label = EncryptedTextField(blank=True, default="")
    sensitive = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=DocumentState.choices)
    stored_file = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = EncryptedTextField(blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=60, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    requested_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    received_at = models.DateTimeField(null=True, blank=True)
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")
    notices = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"documento {self.pk}"

    @property
    def shown_label(self) -> str:
        """What is printed and told: the name of a sensitive paper says what happened to somebody."""
        return "Documento reservado" if self.sensitive else self.label

    @property
    def told_code(self) -> str:
        """The requirement's code for events, with the same care."""
        return "reserved" if self.sensitive else self.requirement_code


class DraftLink(models.Model):
    """The link of an e-mail that leads back to a draft. Only its hash is kept."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "enlace de borrador"
        verbose_name_plural = "enlaces de borrador"

    def __str__(self) -> str:
        return f"enlace {self.pk}"


class Progress(models.Model):
    """One point on the citizen's line: what happened, when, and what they must do about it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="progress")
    step = models.CharField(max_length=40)
    at = models.DateTimeField()
    params = models.JSONField(default=dict)
    action_due = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "avance"
        verbose_name_plural = "avances"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d}"


class Hearing(PublicModel):
    """Being heard before an adverse decision: what it would lead to, until when, and what the person said.

    `closed_at` is when it was answered, or when the office went on without an answer.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="hearings")
    consequence = EncryptedTextField(blank=True, default="")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    statement = EncryptedTextField(blank=True, default="")
    receipt_public_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "audiencia"
        verbose_name_plural = "audiencias"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",), condition=models.Q(closed_at=None), name="one_open_hearing_of_application"
            ),
        )

    def __str__(self) -> str:
        return f"audiencia {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether the person may still answer: also after the last day, while the office has not gone on."""
        return self.closed_at is None


class Letter(models.Model):
    """A sealed PDF the citizen may take away: receipt, letter or resolution.

    `facts` is what the office told with a resolution, in plain data, for the certificates made of it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    summary = EncryptedTextField(blank=True, default="")
    facts = EncryptedJSONField(default=dict)
    receipt_public_id = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    class Meta:
        verbose_name = "escrito"
        verbose_name_plural = "escritos"
        ordering = ("issued_at", "id")
        constraints = (models.UniqueConstraint(fields=("application", "receipt_public_id"), name="letter_listed_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.receipt_public_id}"
