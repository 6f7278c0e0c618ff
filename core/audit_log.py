"""Reading what happened, newest first, page by page.

Whoever shows it narrows it: ``read(filters, within=events_of_my_office)``; central administration reads all. Lines hold
the event in an officer's words, who did it and about what; whose dossier that is, the reader's room looks up. Paging is
by key, so the thousandth page costs as much as the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from core import events
from core.models import AuditEvent, Role, StaffMember

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50

SUBJECTS = {
    "access": "Intentos rechazados",
    "assignment": "Reparto",
    "absence": "Ausencias",
    "dossier": "Expedientes",
    "check": "Comprobaciones",
    "document": "Documentos",
    "identity": "Identidad",
    "mail": "Correo que no llega",
    "application": "Solicitudes",
    "receipt": "Justificantes",
    "staff": "Personal",
    "office": "Oficinas",
    "relocation": "Deslocalización",
    "fiscal": "Control fiscal",
    "handover": "Traspasos",
    "code": "Códigos de un solo uso",
    "consent": "Consentimientos",
    "interop": "Consultas a otras administraciones",
    "job": "Pasos automáticos",
    "roots": "Cierre de cada día",
    "seal": "Sello",
    "text_version": "Reglas y cuantías",
    "policy_run": "Simulaciones de políticas",
}
"""Names of the groups of kinds, by the word before the dot; a group without a name is called by that word."""


@dataclass(frozen=True)
class Filters:
    """What is looked for; both days included, `group` the word before the dot of the kinds, refs public ids."""

    from_on: date | None = None
    until_on: date | None = None
    group: str = ""
    actor_ref: str = ""
    subject_ref: str = ""


@dataclass(frozen=True)
class Line:
    """One event in words. `byline` is who did it, `about` the member of staff it is about; citizens are never named."""

    id: int
    at: datetime
    kind: str
    sentence: str
    byline: str
    about: str
    roles: str
    purpose: str
    subject_type: str
    subject_ref: str


@dataclass(frozen=True)
class LogPage:
    """Some lines; `older` is the cursor of the page that follows, empty on the last."""

    lines: tuple[Line, ...]
    older: str


def groups() -> list[tuple[str, str]]:
    """Groups of kinds that exist, for a filter."""
    words = {kind.partition(".")[0] for kind in events.kinds()}
    return sorted(((word, SUBJECTS.get(word, word)) for word in words), key=lambda pair: pair[1].casefold())


def read(
    filters: Filters, *, within: "QuerySet[AuditEvent] | None" = None, before: str = "", size: int = PAGE
) -> LogPage:
    """A page of events that fit `filters`, inside `within`, older than the cursor `before`."""
    rows = AuditEvent.objects.all() if within is None else within
    rows = _filtered(rows, filters)
    cursor = _cursor(before)
    if cursor is not None:
        at, key = cursor
        # Two conditions, not one with OR at the top: the first bounds the index, the second settles ties.
        rows = rows.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=key))
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    shown = found[:size]
    older = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > size else ""
    return LogPage(_lines(shown), older)


def _filtered(rows: "QuerySet[AuditEvent]", filters: Filters) -> "QuerySet[AuditEvent]":
    if filters.from_on:
        rows = rows.filter(at__gte=_midnight(filters.from_on))
    if filters.until_on:
        rows = rows.filter(at__lt=_midnight(filters.until_on + timedelta(days=1)))
    if filters.group:
        rows = rows.filter(kind__startswith=f"{filters.group}.")
    if filters.actor_ref:
        rows = rows.filter(actor_kind="staff", actor_ref=filters.actor_ref)
    if filters.subject_ref:
        rows = rows.filter(subject_ref=filters.subject_ref)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _cursor(text: str) -> tuple[datetime, int] | None:
    """A cursor that somebody wrote by hand is no cursor: the first page is shown."""
    moment, _, key = text.partition("~")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
        return (at, int(key)) if timezone.is_aware(at) else None
    except ValueError:
        return None


def _lines(rows: Iterable[AuditEvent]) -> tuple[Line, ...]:
    rows = list(rows)
    refs = {row.actor_ref for row in rows if row.actor_kind == "staff"}
    refs |= {row.payload["staff"] for row in rows if row.payload.get("staff")}
    names = {
        str(ref): name
        for ref, name in StaffMember.objects.filter(public_id__in=refs).values_list("public_id", "full_name")
    }
    return tuple(
        Line(
            id=row.pk,
            at=row.at,
            kind=row.kind,
            sentence=events.sentence(row) or row.kind,
            byline=_byline(row, names),
            about=names.get(row.payload.get("staff", ""), ""),
            roles=_roles(row.actor_roles),
            purpose=row.purpose,
            subject_type=row.subject_type,
            subject_ref=row.subject_ref,
        )
        for row in rows
    )


def _byline(row: AuditEvent, names: dict[str, str]) -> str:
    if row.actor_kind == "staff":
        return names.get(row.actor_ref, "Personal")
    words = {"citizen": "La persona interesada", "system": "Automático", "anyone": "Sin identificar"}
    words["cohabitant"] = "Otra persona de la unidad"
    return words.get(row.actor_kind, row.actor_kind)


def _roles(text: str) -> str:
    """``supervisor@28`` as it was held then: *Supervisor (DP)*."""
    labels = dict(Role.choices)
    held = dict.fromkeys(part.partition("@")[0] for part in text.split(",") if part)
    return ", ".join(str(labels.get(role, role)) for role in held)
