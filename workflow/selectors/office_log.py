"""What happened in one directorate: to its dossiers and their applications, its settings, and what it was refused."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core.audit_log import Line
from core.models import AuditEvent, Office, StaffMember, StaffRole
from workflow.models import Dossier

_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class _AsWritten(Cast):
    """A public id as events write it. SQLite keeps UUIDs without their hyphens."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The 32 figures in their five groups."""
        column, params = compiler.compile(self.get_source_expressions()[0])
        return " || '-' || ".join(f"SUBSTR({column}, {at}, {size})" for at, size in _GROUPS), [*params] * len(_GROUPS)


def events_of_office(office: Office) -> QuerySet[AuditEvent]:
    """Its dossiers, wherever they are competent; its own settings; and attempts of its staff that were refused."""
    dossiers = Dossier.objects.filter(office=office).order_by()
    own = dossiers.values_list(_AsWritten(F("public_id"), TextField()), flat=True)
    applications = dossiers.values_list(_AsWritten(F("application__public_id"), TextField()), flat=True)
    return AuditEvent.objects.filter(
        Q(subject_type="dossier", subject_ref__in=own)
        | Q(subject_type="application", subject_ref__in=applications)
        | Q(subject_type="office", subject_ref=str(office.public_id))
        | Q(kind="access.refused", actor_ref__in=[str(ref) for ref, _ in staff_of_office(office)])
    )


def staff_of_office(office: Office) -> list[tuple[Any, str]]:
    """Public id and name of whoever has had a role in the province's offices, by name."""
    held = StaffRole.objects.filter(office__province_code=office.province_code).values("staff_id")
    rows = StaffMember.objects.filter(pk__in=held).order_by("full_name")
    return list(rows.values_list("public_id", "full_name"))


def numbers_of(lines: Iterable[Line]) -> dict[str, tuple[str, str]]:
    """Of each subject that is a dossier or its application: the dossier's public id and number."""
    refs = {line.subject_ref for line in lines if line.subject_type == "dossier"}
    forms = {line.subject_ref for line in lines if line.subject_type == "application"}
    rows = Dossier.objects.filter(Q(public_id__in=refs) | Q(application__public_id__in=forms))
    found: dict[str, tuple[str, str]] = {}
    for dossier, application, number in rows.values_list("public_id", "application__public_id", "number"):
        found[str(dossier)] = found[str(application)] = (str(dossier), number)
    return found
