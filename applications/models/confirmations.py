"""What other adults of the unit were asked to confirm."""

from __future__ import annotations

from django.db import models

from applications.models.applications import Application
from core.encryption import EncryptedTextField
from core.models import PublicModel


class ConfirmationState(models.TextChoices):
    """Where another adult's confirmation stands. None of these stops the application."""

    ASKED = "asked", "Pendiente de que conteste"
    CONFIRMED = "confirmed", "Confirmó"
    DECLINED = "declined", "Prefiere no confirmar"
    TAKEN_BACK = "taken_back", "Confirmó y después lo retiró"
    REPLACED = "replaced", "Sustituida por otro enlace"


class Confirmation(PublicModel):
    """That another adult of the unit was asked, by a link of their own, to confirm; and what they answered.

    Only the link's hash is kept. `consent_id` is the identity room's consent, once there is one.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="confirmations")
    member_ref = models.CharField(max_length=8)
    email = EncryptedTextField()
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=ConfirmationState.choices, default=ConfirmationState.ASKED)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    consent_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "confirmación"
        verbose_name_plural = "confirmaciones"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "member_ref"),
                condition=~models.Q(state=ConfirmationState.REPLACED),
                name="one_confirmation_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"confirmación {self.public_id}"
