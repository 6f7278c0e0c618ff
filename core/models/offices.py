"""Offices, and the changes of them that wait for a second administrator."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from core.encryption import EncryptedTextField
from core.models.base import PublicModel


class OfficeKind(models.TextChoices):
    """Central services, a province's directorate, or its information centre (CAISS)."""

    CENTRAL = "central", "Servicios centrales"
    PROVINCIAL_OFFICE = "provincial_office", "Dirección provincial"
    CAISS = "caiss", "CAISS"


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices by whether people still work in them."""

    def open(self) -> "OfficeQuerySet":
        """Those that have not been closed."""
        return self.filter(closed_on=None)


class Office(PublicModel):
    """A place where staff work. `province_code` is the INE code, empty for central services.

    `address_ranges` are the networks (CIDR) its capturers work from; none means that nobody captures there. A closed
    office stays: acts of years ago keep their place.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=OfficeKind.choices)
    province_code = models.CharField(max_length=2, blank=True, db_index=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    address_ranges = models.JSONField(default=list)
    closed_on = models.DateField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["province_code"],
                condition=Q(kind="provincial_office", closed_on=None),
                name="one_open_directorate_per_province",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="central"), name="one_central_office"),
        ]

    def __str__(self) -> str:
        return self.name


class OfficeChangeKind(models.TextChoices):
    """What is asked for."""

    CREATE = "create", "Oficina nueva"
    EDIT = "edit", "Cambio de datos"
    CLOSE = "close", "Cierre"


class OfficeChangeState(models.TextChoices):
    """Where the change stands."""

    PENDING = "pending", "Por confirmar"
    APPLIED = "applied", "Hecho"
    REFUSED = "refused", "Rechazado"


class OfficeChange(PublicModel):
    """A change of an office that one administrator asks for and another confirms. `values` are the office's fields."""

    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=OfficeChangeKind.choices)
    state = models.CharField(max_length=10, choices=OfficeChangeState.choices, default=OfficeChangeState.PENDING)
    values = models.JSONField(default=dict)
    reason = EncryptedTextField(blank=True, default="")
    asked_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "core.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "cambio de oficina"
        verbose_name_plural = "cambios de oficinas"
        ordering = ("asked_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office"], condition=Q(state="pending"), name="one_pending_office_change"),
            models.CheckConstraint(
                condition=~Q(state="applied") | ~Q(decided_by=F("asked_by")), name="office_change_needs_a_second_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
