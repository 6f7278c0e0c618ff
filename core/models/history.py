"""What happened, chained, and the messages that tell it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.identifiers import new_public_id


class AuditEvent(models.Model):
    """One thing that happened. Append-only: the database refuses changes and deletions once chained.

    `position`, `previous_hash` and `hash` are filled just after the commit (`core.events.chain_pending`).
    """

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_ref = models.CharField(max_length=40, blank=True)
    actor_roles = models.CharField(max_length=200, blank=True)
    subject_type = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=60)
    purpose = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    position = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_ref", "at"], name="event_of_subject"),
            models.Index(fields=["-at", "-id"], name="event_latest_first"),
            models.Index(fields=["id"], name="event_unchained", condition=Q(position=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type} {self.subject_ref}"


class EventChain(models.Model):
    """The head of the chain: one row, locked while events are chained."""

    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.position} {self.hash}"


class OutboxState(models.TextChoices):
    """A message waits, or was delivered. It is never given up: it is retried ever more slowly."""

    PENDING = "pending", "Pendiente"
    DELIVERED = "delivered", "Entregado"


class OutboxMessage(models.Model):
    """An event on its way to one handler. Written with the event, delivered after the commit, at least once."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="messages")
    handler = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=OutboxState.choices, default=OutboxState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=100, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_once_per_handler"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at"], name="outbox_due", condition=Q(state="pending")),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.state}"
