"""Many dossiers at once for the benches, written straight into the tables; synthetic, each lot in one directorate."""

import datetime as dt
from typing import Any

from django.utils import timezone

from applications.models import Application, ApplicationState
from core.calendars import add_months
from core.models import Office
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


STUDY = DossierState.UNDER_STUDY
