"""Assessments made, the texts they were made with, and the versions of a text that administrators publish."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from core.encryption import EncryptedJSONField
from core.models import PublicModel


class ArchivedText(models.Model):
    """The files of a rule text some assessment was made with, named by their content hash."""

    hash = models.CharField(max_length=120, unique=True)
    benefit = models.CharField(max_length=40)
    files = models.JSONField()
    archived_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.hash


class Assessment(PublicModel):
    """An answer once given: the case and the outcome, encrypted, and the hash of the text behind it."""

    benefit = models.CharField(max_length=40)
    on = models.DateField()
    text_hash = models.CharField(max_length=120)
    purpose = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60)
    eligible = models.BooleanField(null=True)
    kind = models.CharField(max_length=40)
    case = EncryptedJSONField()
    outcome = EncryptedJSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_ref", "created_at"], name="assessment_of_subject")]

    def __str__(self) -> str:
        return f"{self.benefit} {self.purpose} {self.on}"


class TextVersionState(models.TextChoices):
    """Where a version stands on its way to counting."""

    DRAFT = "draft", "Borrador"
    PROPOSED = "proposed", "Por revisar"
    PUBLISHED = "published", "Publicada"
    WITHDRAWN = "withdrawn", "Retirada"


class TextVersion(PublicModel):
    """A whole rule text written in the office: one person writes it, another signs it, and then nobody changes it.

    `hash` is the content hash of `files`; `revision` counts the changes of a draft. `based_on_hash` is the text it was
    copied from, of the release or of another version. `pending` are the parameters whose amounts were copied from
    another year and nobody has confirmed. `reviewer` is who signed it or sent it back last, with `review_note`.
    """

    benefit = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=TextVersionState.choices, default=TextVersionState.DRAFT)
    files = models.JSONField()
    hash = models.CharField(max_length=120)
    revision = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()
    based_on_hash = models.CharField(max_length=120)
    pending = models.JSONField(default=list)
    reason = models.TextField()
    author = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    trial = models.ForeignKey("rules.TextTrial", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey("core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_note = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reviewer=F("author")), name="text_version_needs_a_second_person"),
            models.CheckConstraint(
                condition=~Q(state__in=("proposed", "published")) | Q(trial__isnull=False, proposed_at__isnull=False),
                name="text_version_proposed_is_tried",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(reviewer__isnull=False, published_at__isnull=False),
                name="text_version_published_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="text_version_withdrawn_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["benefit", "valid_from"], name="text_version_published", condition=Q(state="published")
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.benefit})"


class TextTrialState(models.TextChoices):
    """How far a trial has come."""

    WAITING = "waiting", "En espera"
    RUNNING = "running", "Probando"
    DONE = "done", "Terminada"
    FAILED = "failed", "Parada por un error"


class TextTrial(PublicModel):
    """A version tried on examples, a population and stored assessments, piece by piece.

    `plan` says what it is tried on, fixed when it was asked for; `position` is how many cases are done of `total`;
    `report` grows with them. Nothing in plan or report leads to a person.
    """

    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="trials")
    revision = models.PositiveIntegerField()
    hash = models.CharField(max_length=120)
    against_hash = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=TextTrialState.choices, default=TextTrialState.WAITING)
    plan = models.JSONField()
    position = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    report = models.JSONField(default=dict)
    requested_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "revision"],
                condition=Q(state__in=("waiting", "running")),
                name="text_trial_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.revision}"
