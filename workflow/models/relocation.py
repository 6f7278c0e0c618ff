"""New dossiers of one directorate worked by another: the rule, and each dossier it moved."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from core.encryption import EncryptedTextField
from core.models import PublicModel

if TYPE_CHECKING:
    from django.db.models import QuerySet


class RelocationRuleQuerySet(models.QuerySet["RelocationRule"]):
    """Rules by date."""

    def live_on(self, day: date) -> "QuerySet[RelocationRule]":
        """Rules that move new dossiers on `day`."""
        return self.filter(ended_at=None, from_on__lte=day, until_on__gte=day)

    def not_over(self, day: date) -> "QuerySet[RelocationRule]":
        """Those of now and those still to begin."""
        return self.filter(ended_at=None, until_on__gte=day)


class RelocationRule(PublicModel):
    """`share` per cent of the new dossiers of `from_office` go to `to_office` between two days, both included.

    `arrivals` counts the new dossiers the rule has looked at: which of them move follows from it alone
    (`workflow.share_of_arrivals`).
    """

    from_office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="relocations_out")
    to_office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="relocations_in")
    share = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    reason = EncryptedTextField()
    published_by = models.ForeignKey("core.StaffMember", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    arrivals = models.PositiveIntegerField(default=0)

    objects = RelocationRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "regla de deslocalización"
        verbose_name_plural = "reglas de deslocalización"
        ordering = ("from_on", "id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="relocation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="relocation_share_is_a_percentage"),
            models.CheckConstraint(condition=~Q(from_office=F("to_office")), name="relocation_goes_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.share} % de {self.from_office_id} a {self.to_office_id}"


class Relocation(PublicModel):
    """One dossier moved to another directorate, by a rule or one by one; `returned_at` when it came back."""

    dossier = models.ForeignKey("workflow.Dossier", on_delete=models.PROTECT, related_name="relocations")
    rule = models.ForeignKey(
        RelocationRule, null=True, blank=True, on_delete=models.PROTECT, related_name="relocations"
    )
    from_office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey("core.Office", on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(blank=True, default="")
    moved_by = models.CharField(max_length=60)
    moved_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "deslocalización"
        verbose_name_plural = "deslocalizaciones"
        ordering = ("moved_at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(returned_at=None), name="one_live_relocation"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_office_id} → {self.to_office_id}"
