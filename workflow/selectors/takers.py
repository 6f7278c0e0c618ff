"""The processors of a directorate as the rule of assignment sees them, and what each dossier asks of them.

Five statements however many people and dossiers there are.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.models import Office, Role, StaffMember, StaffRole
from workflow.fair_share import Choice, Taker, Wish, share_out
from workflow.models import Absence, Assignment, AssignmentPolicy, AssignmentTerms, Dossier
from workflow.models.dossier import IN_HAND

REHEARSED = 20


def is_automatic(office: Office) -> bool:
    """Whether the directorate gives out its dossiers by itself; so it does until a supervisor says otherwise."""
    chosen = AssignmentPolicy.objects.filter(office=office).values_list("automatic", flat=True).first()
    return chosen is None or chosen


def active_ids(office: Office, today: date | None = None) -> list[int]:
    """Staff with a live role of processor in the directorate's province, absent or not."""
    live = StaffRole.objects.live_on(today or timezone.localdate())
    here = live.filter(role=Role.PROCESSOR, office__province_code=office.province_code, staff__user__is_active=True)
    return sorted(set(here.values_list("staff_id", flat=True)))


def takers_of(office: Office, today: date | None = None) -> list[Taker]:
    """Everybody active in the directorate, with their load, terms and absence today."""
    today = today or timezone.localdate()
    ids = active_ids(office, today)
    loads = loads_of(ids)
    terms = {row.staff_id: row for row in AssignmentTerms.objects.filter(office=office, staff_id__in=ids)}
    away = set(absences_on(today).filter(staff_id__in=ids).values_list("staff_id", flat=True))
    return [
        Taker(
            id=staff_id,
            load=loads.get(staff_id, 0),
            weight=found.weight if (found := terms.get(staff_id)) else 100,
            cap=found.cap if found else None,
            skills=frozenset(found.skills if found else ()),
            absent=staff_id in away,
            latest=latest.timestamp() if latest else 0.0,
        )
        for staff_id, latest in _latest(ids)
    ]


def _latest(ids: list[int]) -> Iterable[tuple[int, datetime | None]]:
    """When each was last given a dossier: one look into the index for each person, however long their history."""
    last = Assignment.objects.filter(staff=OuterRef("pk")).order_by("-at").values("at")[:1]
    return StaffMember.objects.filter(pk__in=ids).order_by("pk").annotate(last=Subquery(last)).values_list("pk", "last")


def loads_of(staff_ids: Iterable[int]) -> dict[int, int]:
    """Dossiers in hand of each person, wherever they are from."""
    rows = Dossier.objects.filter(assignee_id__in=list(staff_ids), state__in=IN_HAND).values("assignee_id")
    return dict(rows.annotate(load=Count("pk")).values_list("assignee_id", "load"))


def absences_on(day: date) -> QuerySet[Absence]:
    """Absences that count on `day`."""
    return Absence.objects.filter(from_on__lte=day, until_on__gte=day, ended_at=None)


def wish_of(dossier: Dossier) -> Wish:
    """What one dossier asks of whoever takes it."""
    capturer = Dossier.objects.filter(pk=dossier.pk).values_list("application__captured_by_id", flat=True).get()
    return Wish(frozenset(dossier.skills), capturer)


def rehearsal(office: Office, takers: list[Taker], count: int = REHEARSED) -> list[Choice]:
    """How the next dossiers would go on these terms: they ask for what the last ones that came asked for."""
    recent = Dossier.objects.filter(office=office).order_by("-pk").values_list("skills", flat=True)[:count]
    wishes = [Wish(frozenset(skills)) for skills in recent]
    return share_out(takers, (wishes + [Wish()] * count)[:count])


def by_name(name: str) -> str:
    """A name as a person would file it: *Óscar* among the O."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
