"""Offices, staff and their roles, events, outbox, stored files and registry counters."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.identifiers import new_public_id

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PublicModel(models.Model):
    """Integer key inside, UUIDv7 outside (Viewflow's seed must be an integer; addresses must not count rows)."""

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class OfficeKind(models.TextChoices):
    """Central services, a province's directorate, or its information centre (CAISS)."""

    CENTRAL = "central", "Servicios centrales"
    PROVINCIAL_OFFICE = "provincial_office", "Dirección provincial"
    CAISS = "caiss", "CAISS"


class Office(PublicModel):
    """A place where staff work. `province_code` is the INE code, empty for central services.

    `address_ranges` are the networks (CIDR) its capturers work from; none means that nobody captures there.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    address_ranges = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The five roles of the powers table (requirements §1.6)."""

    CAPTURER = "capturer", "Capturador (CAISS)"
    PROCESSOR = "processor", "Tramitador"
    SUPERVISOR = "supervisor", "Supervisor (DP)"
    ADMINISTRATOR = "administrator", "Administrador (SSCC)"
    FISCAL_REVIEWER = "fiscal_reviewer", "Control fiscal"


class StaffMember(PublicModel):
    """A person who works in an office. Never deleted: acts of years ago keep their author."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_member")
    full_name = models.CharField(max_length=120)
    employee_number = models.CharField(max_length=20, unique=True)

    def __str__(self) -> str:
        return self.full_name


class StaffRoleQuerySet(models.QuerySet["StaffRole"]):
    """Roles by date."""

    def live_on(self, day: date) -> "QuerySet[StaffRole]":
        """Roles held on `day`; both ends of the period are included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class StaffRole(models.Model):
    """A role in one office between two dates; there is no role without an office."""

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="staff_roles")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "role", "office", "valid_from"], name="staff_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.office}"


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


class StoredFile(PublicModel):
    """An encrypted file of the vault. `purge_at` is the moment its content must be gone; the row stays as proof."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    key_id = models.CharField(max_length=20)
    purge_at = models.DateTimeField(null=True, db_index=True)
    purged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.media_type} {self.size}"


class RegistryCounter(models.Model):
    """Last number given in a registry book in a year; locked while a number is taken, so none is skipped."""

    book = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["book", "year"], name="registry_book_year")]

    def __str__(self) -> str:
        return f"{self.book} {self.year}: {self.last}"
