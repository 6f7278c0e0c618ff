"""Who works in an office, as what, since when, and who said so."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.encryption import EncryptedTextField
from core.models.base import PublicModel
from core.models.offices import Office

if TYPE_CHECKING:
    from django.db.models import QuerySet


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
    """Roles by date. Whoever asks who may do something begins here: a grant not yet confirmed does not count."""

    def live_on(self, day: date) -> "QuerySet[StaffRole]":
        """Confirmed roles held on `day`; both ends of the period are included. One ended by hand stops that day."""
        not_ended = Q(ended_at=None) | Q(ended_at__date__gt=day)
        period = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(not_ended, period, valid_from__lte=day, confirmed_at__isnull=False)

    def pending(self) -> "QuerySet[StaffRole]":
        """Grants that wait for a second administrator, oldest first."""
        return self.filter(confirmed_at=None, ended_at=None).order_by("granted_at", "id")


class StaffRole(PublicModel):
    """A role in one office between two dates; there is no role without an office.

    One administrator grants it, another confirms it, and only then does it count. `granted_by` and `confirmed_by` are
    empty for those the system itself made when it was set up. `ended_at` is the moment somebody ended it, or, for one
    never confirmed, refused it.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="staff_roles")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    reason = EncryptedTextField(blank=True, default="")
    granted_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = EncryptedTextField(blank=True, default="")

    objects = StaffRoleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "role", "office", "valid_from"], condition=Q(ended_at=None), name="staff_role_once"
            ),
            models.CheckConstraint(condition=~Q(confirmed_by=F("granted_by")), name="grant_needs_a_second_person"),
            models.CheckConstraint(condition=~Q(granted_by=F("staff")), name="nobody_grants_to_themselves"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("staff")), name="nobody_confirms_for_themselves"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["granted_at"], name="grant_pending", condition=Q(confirmed_at=None) & Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.office}"
