"""Directorates side by side: what is pending for each processor, how fast it goes, and what relocation does to it.

A number of statements that does not grow with offices, rules or dossiers.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from core.actors import Actor
from core.models import Office, OfficeKind, Role, StaffRole
from core.policies import narrow
from core.provinces import FORAL_PROVINCES, PROVINCES
from workflow.models import Dossier, DossierState, Relocation, RelocationRule
from workflow.models.dossier import CLOSED
from workflow.services.relocating import NOT_BEGUN, is_over
from workflow.share_of_arrivals import DAYS_LOOKED_BACK, Effect, Pace, effect, expected_moved

STEPS = (20, 40, 80)
"""Dossiers for each processor from which a province is drawn a shade darker."""


@dataclass(frozen=True)
class ProvinceRow:
    """One directorate today."""

    office: Office
    province: str
    foral: bool
    pending: int
    processors: int
    oldest: date | None
    pace: Pace

    @property
    def per_processor(self) -> int | None:
        """Pending for each active processor; None where there is nobody."""
        return round(self.pending / self.processors) if self.processors else None

    @property
    def level(self) -> str:
        """Shade on the map: ``none`` where nothing waits, ``0`` to ``3``, ``nobody`` where nobody is there to work."""
        if not self.pending:
            return "none"
        if self.per_processor is None:
            return "nobody"
        return str(sum(self.per_processor > step for step in STEPS))

    @property
    def waiting_days(self) -> int | None:
        """How long what is pending takes at the pace of the last month."""
        return effect(self.pace, self.pace, 1, 1)[0].now.waiting_days


def provinces() -> dict[int, ProvinceRow]:
    """Every open directorate, by its key."""
    offices = Office.objects.open().filter(kind=OfficeKind.PROVINCIAL_OFFICE).order_by("province_code")
    since = timezone.now() - timedelta(days=DAYS_LOOKED_BACK)
    pending, arrived, decided = _pending(), _arrived_since(since), _decided_since(since)
    processors = _processors()
    rows = {}
    for office in offices:
        count, oldest = pending.get(office.pk, (0, None))
        rows[office.pk] = ProvinceRow(
            office=office,
            province=PROVINCES[office.province_code],
            foral=office.province_code in FORAL_PROVINCES,
            pending=count,
            processors=processors[office.province_code],
            oldest=oldest,
            pace=Pace(count, arrived.get(office.pk, 0), decided.get(office.pk, 0)),
        )
    return rows


def _pending() -> dict[int, tuple[int, date | None]]:
    rows = Dossier.objects.exclude(state__in=CLOSED).order_by().values("office")
    counted = rows.annotate(pending=Count("pk"), oldest=Min("silence_date"))
    return {row["office"]: (row["pending"], row["oldest"]) for row in counted}


def _arrived_since(since: object) -> dict[int, int]:
    rows = Dossier.objects.filter(created_at__gte=since).order_by().values("office")
    return dict(rows.annotate(number=Count("pk")).values_list("office", "number"))


def _decided_since(since: object) -> dict[int, int]:
    done = (DossierState.RESOLVED, DossierState.NOTIFIED)
    rows = Dossier.objects.filter(state__in=done, resolution__resolved_at__gte=since).order_by().values("office")
    return dict(rows.annotate(number=Count("pk")).values_list("office", "number"))


def _processors() -> Counter[str]:
    live = StaffRole.objects.live_on(timezone.localdate())
    rows = live.filter(role=Role.PROCESSOR, staff__user__is_active=True).values_list(
        "office__province_code", "staff_id"
    )
    return Counter(province for province, _ in set(rows))


@dataclass(frozen=True)
class RuleRow:
    """A rule in the list: where it stands, what it has moved, and what it does to the waiting of both."""

    rule: RelocationRule
    state: str
    colour: str
    moved: int
    away: int
    unstarted: int
    origin: Effect | None
    destination: Effect | None

    @property
    def words(self) -> str:
        """What it does, as it is said."""
        origin, destination = (PROVINCES[one.province_code] for one in (self.rule.from_office, self.rule.to_office))
        return f"{self.rule.share} % de {origin} a {destination}"

    @property
    def may_end(self) -> bool:
        """It still moves, or will."""
        return self.state in ("En vigor", "Empieza después")


@dataclass(frozen=True)
class _Counted:
    """Dossiers a rule moved: in all, lately, still away, and of those not begun."""

    moved: int = 0
    lately: int = 0
    away: int = 0
    unstarted: int = 0


def rules(actor: Actor, rows: dict[int, ProvinceRow], limit: int = 50) -> list[RuleRow]:
    """Rules, those of now and to come first, then the latest that ended."""
    found = narrow(actor, "relocation.manage", RelocationRule.objects.select_related("from_office", "to_office"))
    kept = list(found.order_by("-until_on", "-pk")[:limit])
    counts = _counts([rule.pk for rule in kept])
    listed = [_rule_row(rule, counts.get(rule.pk, _Counted()), rows) for rule in kept]
    return sorted(listed, key=lambda row: not row.may_end)


def _counts(ids: list[int]) -> dict[int, _Counted]:
    away = Q(returned_at=None)
    since = timezone.now() - timedelta(days=DAYS_LOOKED_BACK)
    rows = Relocation.objects.filter(rule__in=ids).order_by().values("rule")
    counted = rows.annotate(
        moved=Count("pk"),
        lately=Count("pk", filter=Q(moved_at__gte=since)),
        away=Count("pk", filter=away),
        unstarted=Count("pk", filter=away & Q(dossier__state__in=NOT_BEGUN)),
    )
    return {
        row["rule"]: _Counted(row["moved"], row["lately"], row["away"], row["unstarted"])
        for row in counted
        if row["rule"] is not None
    }


def _rule_row(rule: RelocationRule, counts: _Counted, rows: dict[int, ProvinceRow]) -> RuleRow:
    over = is_over(rule)
    if over:
        state, colour = "Terminada", "grey"
    else:
        begun = rule.from_on <= timezone.localdate()
        state, colour = ("En vigor", "green") if begun else ("Empieza después", "teal")
    period = (rule.from_on, rule.until_on)
    both = None if over else simulated(rule.from_office, rule.to_office, rule.share, period, rows, counts.lately)
    effects = (both.origin, both.destination) if both else (None, None)
    return RuleRow(rule, state, colour, counts.moved, counts.away, counts.unstarted, *effects)


@dataclass(frozen=True)
class Simulated:
    """What a rule would do to its two directorates, and how many dossiers it would move."""

    origin: Effect
    destination: Effect
    moved: int
    days: int


def simulated(
    origin: Office,
    destination: Office,
    share: int,
    period: tuple[date, date],
    rows: dict[int, ProvinceRow],
    lately: int = 0,
) -> Simulated | None:
    """The arithmetic of `share_of_arrivals.effect` on today's figures; None for an office that is no directorate.

    `lately` is what a rule that runs already moved in the days looked back at: put back at the origin and taken from
    the destination, so that *without* means without it.
    """
    if origin.pk not in rows or destination.pk not in rows:
        return None
    days = max(0, (period[1] - max(period[0], timezone.localdate())).days + 1)
    own, other = rows[origin.pk].pace, rows[destination.pk].pace
    own = Pace(own.pending, own.arrived + lately, own.decided)
    other = Pace(other.pending, max(0, other.arrived - lately), other.decided)
    first, second = effect(own, other, share, days)
    return Simulated(first, second, expected_moved(own, share, days), days)
