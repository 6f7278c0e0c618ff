"""A processor's queue, by legal date."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.actors import Actor
from core.policies import narrow
from workflow.clock import ClockReading, reading
from workflow.models import (
    Assignment,
    Check,
    CheckState,
    CorrectionRequest,
    Dossier,
    DossierState,
    Flag,
    HandoverNotice,
)
from workflow.types import QueueRow

_BACK_IN_STUDY = (DossierState.UNDER_STUDY, DossierState.SUSPENDED_FOR_DOCUMENTS, DossierState.HEARING)
_WAITING = (DossierState.SUSPENDED_FOR_DOCUMENTS, DossierState.HEARING, DossierState.FISCAL_REVIEW)
VIEWS: dict[str, tuple[str, Q]] = {
    "hacer": (
        "Por hacer",
        Q(state__in=(DossierState.ASSIGNED, DossierState.UNDER_STUDY, DossierState.PROPOSED)),
    ),
    "devueltos": ("Devueltos por control fiscal", Q(returned_at__isnull=False, state__in=_BACK_IN_STUDY)),
    "espera": ("En espera", Q(state__in=_WAITING)),
    "terminados": (
        "Terminados",
        Q(state__in=(DossierState.RESOLVED, DossierState.NOTIFIED, DossierState.WITHDRAWN)),
    ),
}
# Counted for the lines of the page alone: joined instead, the checks of the whole queue would be grouped to show 25.
_UNSETTLED = (
    Check.objects.filter(dossier=OuterRef("pk"))
    .exclude(state__in=(CheckState.OK, CheckState.ACCEPTED_BY_PERSON))
    .order_by()
    .values("dossier")
    .annotate(number=Count("pk"))
    .values("number")
)
COLOURS = {"late": "red", "soon": "red", "near": "orange", "calm": "green"}


def queue(actor: Actor, view: str) -> "QuerySet[Dossier]":
    """Dossiers of `actor` in one of the saved views: what fiscal control sent back first, then by legal date."""
    order = ("-closed_at",) if view == "terminados" else (F("returned_at").asc(nulls_last=True), "silence_date")
    return (
        narrow(actor, "queue.read", Dossier.objects.filter(VIEWS[view][1]))
        .select_related("office")
        .annotate(unsettled=Coalesce(Subquery(_UNSETTLED), 0))
        .prefetch_related(
            "clock",
            Prefetch("flags", Flag.objects.filter(cleared_at=None, kind="flag"), "live_flags"),
            Prefetch("assignments", Assignment.objects.filter(ended_at=None), "live_assignments"),
            Prefetch("correction_requests", CorrectionRequest.objects.filter(state="open"), "open_requests"),
        )
        .order_by(*order, "id")
    )


def counts(actor: Actor) -> list[tuple[str, str, int]]:
    """Key, name and number of dossiers of each saved view."""
    mine = narrow(actor, "queue.read", Dossier.objects.all())
    totals: dict[str, int] = mine.aggregate(**{key: Count("pk", filter=which) for key, (_, which) in VIEWS.items()})
    return [(key, name, totals[key]) for key, (name, _) in VIEWS.items()]


def notices(actor: Actor) -> list[HandoverNotice]:
    """Handovers that touched `actor` and that they have not said to have read, newest first."""
    mine = HandoverNotice.objects.filter(staff__public_id=actor.ref, seen_at=None)
    return list(mine.select_related("handover__made_by").order_by("-pk")[:5])


def row(dossier: Any) -> QueueRow:
    """One line of the queue, in words. `dossier` comes from `queue`."""
    clock = reading(dossier.clock.all(), timezone.localdate())
    return QueueRow(
        public_id=dossier.public_id,
        number=dossier.number,
        person=dossier.applicant_name,
        municipality=dossier.municipality,
        state=dossier.get_state_display(),
        waits_for=_waits_for(dossier),
        clock=clock,
        clock_words=clock_words(clock),
        clock_colour=clock_colour(clock),
        flags=_flag_words(dossier),
        why_me=dossier.live_assignments[0].why if dossier.live_assignments else "",
    )


def _flag_words(dossier: Any) -> tuple[str, ...]:
    sent_back = [RETURNED] if is_back_in_study(dossier) else []
    return (*sent_back, *dict.fromkeys(FLAG_NAMES.get(flag.name, flag.name) for flag in dossier.live_flags))


def is_back_in_study(dossier: Dossier) -> bool:
    """Fiscal control sent it back and nothing else has been proposed since."""
    return dossier.returned_at is not None and dossier.state in _BACK_IN_STUDY


RETURNED = "Devuelto por control fiscal"
FLAG_NAMES = {
    "undeclared_income": "Ingresos sin declarar",
    "address_differs": "Domicilio distinto",
    "identity_differs": "Identidad distinta",
    "automatic_grant_proposal": "Propuesta automática: conceder",
}


def clock_words(clock: ClockReading) -> str:
    """Days left as a person says it."""
    if clock.closed_on:
        return "terminado"
    if clock.stopped_since:
        return f"detenido, quedan {clock.days_left} días"
    if clock.days_left < 0:
        return f"vencido hace {-clock.days_left} días"
    return "vence hoy" if clock.days_left == 0 else f"quedan {clock.days_left} días"


def clock_colour(clock: ClockReading) -> str:
    """Colour that goes with the words."""
    return "grey" if clock.closed_on or clock.stopped_since else COLOURS[clock.urgency]


_WAITS = {
    DossierState.FISCAL_REVIEW: "Control fiscal: debe aprobarla otra persona",
    DossierState.PROPOSED: "Resolver tu propuesta",
    DossierState.RESOLVED: "Sellar y notificar (automático)",
    DossierState.NOTIFIED: "Nada",
    DossierState.WITHDRAWN: "Nada",
}


def _waits_for(dossier: Any) -> str:
    if dossier.open_requests:
        return f"Documento: {dossier.open_requests[0].label}"
    if dossier.state in _WAITS:
        return _WAITS[DossierState(dossier.state)]
    if is_back_in_study(dossier):
        return "Corregir lo que pide control fiscal"
    if dossier.unsettled:
        noun = "comprobación" if dossier.unsettled == 1 else "comprobaciones"
        return f"{dossier.unsettled} {noun} por resolver"
    return "Empezar el estudio" if dossier.state == DossierState.ASSIGNED else "Tu propuesta"
