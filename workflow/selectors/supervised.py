"""Dossiers of a directorate as its supervisor picks among them, and which directorates somebody supervises."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from core.actors import Actor
from core.calendars import add_months
from core.models import Office, OfficeKind, StaffMember
from core.policies import narrow
from workflow.handover_plan import MOST_AT_ONCE, ROW_WORDS, is_movable
from workflow.models import Dossier, DossierState, Flag
from workflow.models.dossier import CLOSED
from workflow.selectors.queue import FLAG_NAMES

UNASSIGNED = "sin-asignar"
STATES = [(value, label) for value, label in DossierState.choices if value not in CLOSED]
DUE = [("vencido", "Vencido"), ("15", "Vence en 15 días"), ("45", "Vence en 45 días"), ("detenido", "Detenido")]
AGES = [(str(months), f"Más de {months} {'mes' if months == 1 else 'meses'}") for months in (1, 2, 3, 4, 5, 6)]


@dataclass(frozen=True)
class Pick:
    """What the supervisor looks at; the names are those of the address."""

    persona: str = ""
    estado: str = ""
    plazo: str = ""
    edad: str = ""
    aviso: str = ""

    @classmethod
    def read(cls, data: Any) -> "Pick":
        """From an address or a form; whatever is not of the lists is left out when the rows are filtered."""
        return cls(**{field.name: data.get(field.name, "") for field in fields(cls)})

    @property
    def query(self) -> str:
        """As part of an address."""
        return urlencode({field.name: value for field in fields(self) if (value := getattr(self, field.name))})


@dataclass(frozen=True)
class SupervisedRow:
    """A dossier in the list. `stuck` says why it cannot be moved now."""

    dossier: Dossier
    days_left: int
    flags: tuple[str, ...]
    stuck: str


def supervised_offices(actor: Actor) -> list[Office]:
    """Directorates `actor` supervises, usually one."""
    offices = Office.objects.filter(kind=OfficeKind.PROVINCIAL_OFFICE)
    return list(narrow(actor, "supervision.read", offices).order_by("code"))


def picked(actor: Actor, office: Office, pick: Pick) -> QuerySet[Dossier]:
    """Open dossiers of the directorate that fit, the nearest legal date first."""
    rows = narrow(actor, "dossier.reassign", Dossier.objects.filter(office=office)).exclude(state__in=CLOSED)
    rows = _of_person(rows, pick.persona)
    if pick.estado in dict(STATES):
        rows = rows.filter(state=pick.estado)
    if pick.aviso in FLAG_NAMES:
        live = Flag.objects.filter(name=pick.aviso, cleared_at=None).values("dossier_id")
        rows = rows.filter(pk__in=live)
    found: QuerySet[Dossier] = _of_date(rows, pick).order_by("silence_date", "pk")
    return found


def _of_person(rows: Any, persona: str) -> Any:
    if persona == UNASSIGNED:
        return rows.filter(assignee=None, unassigned_since__isnull=False)
    if not persona:
        return rows
    try:
        return rows.filter(assignee__public_id=persona)
    except ValidationError:
        return rows.none()


def _of_date(rows: Any, pick: Pick) -> Any:
    today: date = timezone.localdate()
    if pick.plazo == "detenido":
        rows = rows.filter(clock_stopped=True)
    elif pick.plazo == "vencido":
        rows = rows.filter(clock_stopped=False, silence_date__lt=today)
    elif pick.plazo in ("15", "45"):
        last = today + timedelta(days=int(pick.plazo))
        rows = rows.filter(clock_stopped=False, silence_date__range=(today, last))
    if pick.edad in dict(AGES):
        rows = rows.filter(registered_on__lte=add_months(today, -int(pick.edad)))
    return rows


def with_details(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """What a line of the list shows."""
    flags = Prefetch("flags", Flag.objects.filter(cleared_at=None, kind="flag"), "live_flags")
    return rows.select_related("assignee").prefetch_related(flags)


def supervised_row(dossier: Any) -> SupervisedRow:
    """One line; `dossier` comes from `with_details`."""
    code = is_movable(dossier)
    return SupervisedRow(
        dossier,
        (dossier.silence_date - timezone.localdate()).days,
        tuple(dict.fromkeys(FLAG_NAMES.get(flag.name, flag.name) for flag in dossier.live_flags)),
        ROW_WORDS.get(code, ""),
    )


def first_ids(rows: QuerySet[Dossier]) -> list[int]:
    """Those that can be moved in one act, and one more if there are more."""
    return list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])


def names_of(ids: Any) -> list[tuple[str, str]]:
    """Public id and name of some staff, by name, for a list to choose from."""
    rows = StaffMember.objects.filter(pk__in=ids).order_by("full_name").values_list("public_id", "full_name")
    return [(str(ref), name) for ref, name in rows]
