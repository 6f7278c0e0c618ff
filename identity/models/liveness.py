"""The turn that was asked for, once, and the pictures that were already sent as an answer to one."""

from __future__ import annotations

from django.db import models

from core.models import PublicModel
from identity.models.checks import IdentityCheck


class TurnSide(models.TextChoices):
    """A side of the person's own, not of the picture."""

    LEFT = "left", "Izquierda"
    RIGHT = "right", "Derecha"


class TurnChallenge(PublicModel):
    """A side chosen by the server, for one check, good once and for a minute. Of its nonce only an index is kept."""

    check_of = models.ForeignKey(IdentityCheck, on_delete=models.CASCADE, related_name="challenges")
    nonce_index = models.CharField(max_length=64, unique=True)
    side = models.CharField(max_length=5, choices=TurnSide.choices)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "giro pedido"
        verbose_name_plural = "giros pedidos"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.side} {self.public_id}"


class SeenFrame(models.Model):
    """A keyed hash of a picture sent with a turn: the same bytes are not taken a second time. No picture, no face."""

    index = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "fotograma ya enviado"
        verbose_name_plural = "fotogramas ya enviados"

    def __str__(self) -> str:
        return self.index[:8]
