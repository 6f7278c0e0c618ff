"""Many dossiers at once, written straight into the tables, for what only needs their rows; a lot a directorate."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Application, ApplicationState
from core.calendars import add_months
from core.models import Office, StaffMember
from tests.procedures import ours, traps  # noqa: F401 - they register their flows
from workflow.engine import desk
from workflow.models import Check, CheckSource, CheckState, ClockEntry, ClockMove, Dossier, DossierState


def write(count: int, office: Office, *, prefix: str, **fields: Any) -> list[Dossier]:
    """`count` dossiers of `office` with their applications and the start of their clock; the first days overdue."""
    now, today = timezone.now(), timezone.localdate()
    applications = Application.objects.bulk_create(
        [
            Application(
                state=ApplicationState.SUBMITTED,
                province_code=office.province_code,
                email="persona@example.org",
                applicant_index=f"{prefix}-{place}",
                registry_number=f"{prefix}{place:07d}",
                submitted_at=now,
                silence_date=add_months(today, 6),
                expires_at=now + dt.timedelta(days=30),
            )
            for place in range(count)
        ],
        batch_size=2000,
    )
    dossiers = Dossier.objects.bulk_create(
        [
            Dossier(
                number=f"IMV-{prefix}{place:07d}",
                application=application,
                registry_number=f"{prefix}{place:07d}",
                registered_on=(began := today - dt.timedelta(days=place % 190)),
                office=office,
                competent_office=office,
                silence_date=add_months(began, 6),
                municipality="Alcalá de Henares",
                applicant_name="Persona Sintética Ejemplo",
                **fields,
            )
            for place, application in enumerate(applications)
        ],
        batch_size=2000,
    )
    ClockEntry.objects.bulk_create(
        [
            ClockEntry(dossier=dossier, move=ClockMove.START, on=dossier.registered_on, reason="Entrada en el registro")
            for dossier in dossiers
        ],
        batch_size=2000,
    )
    return dossiers


def write_checks(dossiers: list[Dossier], people: int = 1) -> None:
    """The checks of `people` persons of each dossier."""
    Check.objects.bulk_create(
        [
            Check(dossier=dossier, member_ref=f"m{person}", source=source, state=CheckState.PENDING)
            for dossier in dossiers
            for person in range(people)
            for source in CheckSource.values
        ],
        batch_size=2000,
    )


def started(count: int, benefit: str, member: StaffMember, *, checks: bool = False) -> list[Dossier]:
    """`count` dossiers of `member` under study, each at the beginning of the procedure of `benefit`."""
    office, prefix = member.roles.get().office, f"{benefit[:3]}{Dossier.objects.count()}-"
    dossiers = write(count, office, prefix=prefix, benefit=benefit, assignee=member, state=DossierState.UNDER_STUDY)
    if checks:
        write_checks(dossiers)
    start(dossiers)
    return dossiers


def start(dossiers: list[Dossier]) -> None:
    """Begin the procedure of each, as opening a dossier does."""
    for dossier in dossiers:
        with transaction.atomic():
            dossier.process = desk.start(dossier, dossier.benefit)
            dossier.save(update_fields=["process"])
