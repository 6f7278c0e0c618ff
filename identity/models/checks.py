"""A check of one person's identity by pictures, and the pictures."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from core.encryption import EncryptedJSONField, EncryptedTextField
from core.models import PublicModel


class IdentityCheckState(models.TextChoices):
    """Where a check stands. A machine never refuses: only a person writes ``not_confirmed``."""

    OPEN = "open", "Abierta"
    RETAKE = "retake", "Repetir una foto"
    REVIEW = "review", "La mira una persona"
    VERIFIED = "verified", "Comprobada"
    ACCEPTED = "accepted", "Aceptada por una persona"
    NOT_CONFIRMED = "not_confirmed", "No confirmada por una persona"


class IdentityCheck(PublicModel):
    """What was claimed, what was measured, what came out.

    ``picture_tries`` counts, side by side, the pictures that had to be taken again. ``measures`` holds every value
    measured with its threshold and the models' hashes: no picture, no vector of a face.
    """

    subject_ref = models.CharField(max_length=60, db_index=True)
    province_code = models.CharField(max_length=2, blank=True)
    claimed = EncryptedJSONField()
    number_index = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=20, choices=IdentityCheckState.choices, default=IdentityCheckState.OPEN)
    face_consent = models.BooleanField(default=False)
    face_consent_at = models.DateTimeField(null=True)
    picture_tries = models.JSONField(default=dict)
    police_state = models.CharField(max_length=20, blank=True)
    reasons = models.JSONField(default=list)
    retake_sides = models.JSONField(default=list)
    measures = models.JSONField(default=dict)
    concluded_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    review_reason = EncryptedTextField(blank=True)

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"


class PictureSide(models.TextChoices):
    """What a picture shows."""

    FRONT = "front", "Anverso"
    BACK = "back", "Reverso"
    SELFIE = "selfie", "Selfie"
    TURN = "turn", "Cara girada"


class Picture(PublicModel):
    """One picture that was kept: encrypted in the vault until it is purged; what was read of it, encrypted too."""

    check_of = models.ForeignKey(IdentityCheck, on_delete=models.CASCADE, related_name="pictures")
    side = models.CharField(max_length=10, choices=PictureSide.choices)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    read = EncryptedJSONField(default=dict)
    problems = models.JSONField(default=list)
    measures = models.JSONField(default=dict)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["check_of", "side"], condition=models.Q(replaced_at=None), name="picture_one_per_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.public_id}"
