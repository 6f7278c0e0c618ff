"""The supervisor's board: one directorate, person by person, in a number of statements that does not grow with it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from core.models import Office, StaffMember
from rules import services as rules
from workflow.fair_share import WAITS, Taker
from workflow.models import Absence, DecisionKind, Dossier, Resolution
from workflow.models.dossier import CLOSED, IN_HAND
from workflow.selectors.takers import by_name, is_automatic, takers_of

MONTHS = 6
"""The legal term; what is older stands together in the last band."""


@dataclass(frozen=True)
class PersonRow:
    """One processor of the directorate. `active` is False for who no longer processes here but still holds dossiers."""

    member: StaffMember
    active: bool
    load: int
    waiting: int
    share: int
    weight: int
    cap: int | None
    skills: tuple[str, ...]
    oldest: date | None
    overdue: int
    decided: int
    absence: Absence | None

    @property
    def away(self) -> bool:
        """Absent today, not only some day to come."""
        return self.absence is not None and self.absence.from_on <= timezone.localdate()


@dataclass(frozen=True)
class Unassigned:
    """Dossiers without a person, by what they wait for."""

    count: int
    oldest: date | None
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Band:
    """Open dossiers of one age, in months since the registry entry: those whose clock runs and those it stands for."""

    label: str
    running: int
    stopped: int


@dataclass(frozen=True)
class Board:
    """Everything on the page."""

    automatic: bool
    people: tuple[PersonRow, ...]
    unassigned: Unassigned
    bands: tuple[Band, ...]
    refusals: tuple[tuple[str, int], ...]
    refused: int
    decided: int
    without_asking: int
    since: date


def board(office: Office) -> Board:
    """The board of one directorate, today."""
    today = timezone.localdate()
    since = today.replace(month=1, day=1)
    dossiers = Dossier.objects.filter(office=office)
    decided, without_asking = _decided(office, since)
    refusals, refused = _refusals(office, since)
    return Board(
        automatic=is_automatic(office),
        people=_people(office, today),
        unassigned=_unassigned(dossiers),
        bands=_bands(dossiers, today),
        refusals=refusals,
        refused=refused,
        decided=decided,
        without_asking=without_asking,
        since=since,
    )


def _people(office: Office, today: date) -> tuple[PersonRow, ...]:
    takers = {taker.id: taker for taker in takers_of(office, today)}
    work = {row["assignee_id"]: row for row in _work(office, today)}
    ids = {*takers, *work}
    absences = _absences(ids, today)
    decided = _decided_this_month(office, today)
    members = StaffMember.objects.filter(pk__in=ids)
    rows = [
        _row(member, takers.get(member.pk), work.get(member.pk, {}), absences.get(member.pk), decided[member.pk])
        for member in members
    ]
    return tuple(sorted(rows, key=lambda row: (not row.active, by_name(row.member.full_name))))


def _row(
    member: StaffMember, taker: Taker | None, work: dict[str, Any], absence: Absence | None, decided: int
) -> PersonRow:
    return PersonRow(
        member=member,
        active=taker is not None,
        load=taker.load if taker else work.get("load", 0),
        waiting=work.get("waiting", 0),
        share=taker.share if taker else work.get("load", 0),
        weight=taker.weight if taker else 0,
        cap=taker.cap if taker else None,
        skills=tuple(sorted(taker.skills)) if taker else (),
        oldest=work.get("oldest"),
        overdue=work.get("overdue", 0),
        decided=decided,
        absence=absence,
    )


def _work(office: Office, today: date) -> Any:
    """Of each person: dossiers of this office in hand, those on hold, the nearest legal date, and those past it."""
    running = Q(clock_stopped=False)
    rows = Dossier.objects.filter(office=office, state__in=IN_HAND, assignee__isnull=False).values("assignee_id")
    return rows.annotate(
        load=Count("pk"),
        waiting=Count("pk", filter=Q(clock_stopped=True)),
        oldest=Min("silence_date", filter=running),
        overdue=Count("pk", filter=running & Q(silence_date__lt=today)),
    )


def _absences(ids: set[int], today: date) -> dict[int, Absence]:
    """The absence each is in, or else the next."""
    rows = Absence.objects.filter(staff_id__in=ids, until_on__gte=today, ended_at=None).order_by("-from_on")
    return {row.staff_id: row for row in rows}


def _decided_this_month(office: Office, today: date) -> Counter[int]:
    rows = Resolution.objects.filter(dossier__office=office, resolved_at__gte=_midnight(today.replace(day=1)))
    return Counter(dict(rows.values("resolved_by_id").annotate(n=Count("pk")).values_list("resolved_by_id", "n")))


def _unassigned(dossiers: Any) -> Unassigned:
    rows = dossiers.filter(unassigned_since__isnull=False, assignee=None).exclude(state__in=CLOSED)
    found = list(rows.values("unassigned_reason").annotate(n=Count("pk"), oldest=Min("silence_date")))
    return Unassigned(
        count=sum(row["n"] for row in found),
        oldest=min((row["oldest"] for row in found), default=None),
        reasons=tuple((WAITS.get(row["unassigned_reason"], ""), row["n"]) for row in found),
    )


def _bands(dossiers: Any, today: date) -> tuple[Band, ...]:
    """The age pyramid, the oldest on top."""
    bands: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = dossiers.exclude(state__in=CLOSED).values("registered_on", "clock_stopped").annotate(n=Count("pk"))
    for row in rows:
        bands[min(_months(row["registered_on"], today), MONTHS)][row["clock_stopped"]] += row["n"]
    return tuple(Band(_label(month), *bands[month]) for month in range(MONTHS, -1, -1))


def _months(since: date, today: date) -> int:
    """Whole months gone by."""
    return max(0, (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day))


def _label(month: int) -> str:
    if month == 0:
        return "Menos de 1 mes"
    return f"{MONTHS} meses o más" if month == MONTHS else f"De {month} a {month + 1} meses"


def _decided(office: Office, since: date) -> tuple[int, int]:
    """Decided since the year began, and how many of them without asking the citizen for anything."""
    rows = Resolution.objects.filter(dossier__office=office, resolved_at__gte=_midnight(since))
    found = rows.aggregate(
        decided=Count("pk", distinct=True),
        asked=Count("pk", filter=Q(dossier__correction_requests__isnull=False), distinct=True),
    )
    return found["decided"], found["decided"] - found["asked"]


def _refusals(office: Office, since: date) -> tuple[tuple[tuple[str, int], ...], int]:
    """Requirements not met, most frequent first, in the words of the rule text; and how many refusals there were."""
    rows = Resolution.objects.filter(
        dossier__office=office, kind=DecisionKind.DENIED, resolved_at__gte=_midnight(since)
    )
    reasons: Counter[tuple[str, str]] = Counter()
    refused = 0
    for row in rows.values("dossier__benefit", "unmet").annotate(n=Count("pk")):
        refused += row["n"]
        reasons.update({(row["dossier__benefit"], requirement): row["n"] for requirement in row["unmet"]})
    return tuple((_requirement(*code), number) for code, number in reasons.most_common()), refused


def _requirement(benefit: str, code: str) -> str:
    """A requirement in the words of the rule text; its code where today's text has it no more."""
    requirements = rules.text(benefit, timezone.localdate()).requirements
    return next((one.label for one in requirements if one.id == code), code)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
