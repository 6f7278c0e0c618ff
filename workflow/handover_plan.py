"""What moving some dossiers would do, before it is done: who gets how many, with which load, and what cannot be moved.

A supervisor sees a plan, and what is done is that plan: it travels in the page, signed, and each dossier with the state
it was seen in, so that one that changed meanwhile is left alone and told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing

from core.errors import AmparoError
from core.models import Office, StaffMember
from workflow.fair_share import WAITS, Choice, Taker, Wish, choose, may_take
from workflow.models import Dossier, DossierState, HandoverCause
from workflow.models.dossier import CLOSED, IN_HAND
from workflow.selectors.takers import loads_of, takers_of

MOST_AT_ONCE = 1000
VALID_FOR = timedelta(hours=1)
_SALT = "workflow.handover"

NOT_MOVABLE = {
    "closed": "terminados: ya no los tramita nadie.",
    "fiscal_review": "en control fiscal: esperan a otra persona. Podrás moverlos si vuelven.",
    "too_early": "todavía en comprobaciones: se reparten al acabarlas.",
    "same": "que ya tiene la persona elegida.",
    "capturer": "que capturó la persona elegida: no puede tramitarlos.",
    "well_placed": "que ya tiene quien debe: nadie quedaría con menos carga para su reparto.",
}
"""Why a dossier stays where it is, in words that follow their number."""

ROW_WORDS = {"fiscal_review": "No se puede mover", "too_early": "Aún no se reparte"}


@dataclass(frozen=True)
class Move:
    """One dossier and who it goes to; `version` says in which state it was seen."""

    dossier: UUID
    version: int
    to: UUID
    load: int
    able: int


@dataclass(frozen=True)
class Share:
    """What the plan does to one person."""

    name: str
    before: int
    receives: int
    gives: int
    weight: int
    cap: int | None

    @property
    def after(self) -> int:
        """Their open dossiers once it is done."""
        return self.before + self.receives - self.gives

    @property
    def over_cap(self) -> bool:
        """Only by hand: the rule never goes over a cap."""
        return self.cap is not None and self.receives > 0 and self.after > self.cap


@dataclass(frozen=True)
class Plan:
    """What would be done. `kept` and `waiting` are sentences with how many dossiers each is said of."""

    office: UUID
    cause: str
    by_rule: bool
    moves: tuple[Move, ...]
    shares: tuple[Share, ...] = ()
    kept: tuple[tuple[str, int], ...] = ()
    waiting: tuple[tuple[str, int], ...] = ()

    def sign(self) -> str:
        """The plan as it travels in the page."""
        people = list(dict.fromkeys(move.to for move in self.moves))
        rows = [[one.dossier.hex, one.version, people.index(one.to), one.load, one.able] for one in self.moves]
        content = [self.office.hex, self.cause, self.by_rule, [person.hex for person in people], rows]
        return signing.dumps(content, salt=_SALT, compress=True)


def signed(token: str) -> Plan:
    """The plan that `sign` wrote; raises ``assignment.preview_expired`` if it is old or not ours."""
    try:
        office, cause, by_rule, people, rows = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        raise AmparoError("assignment.preview_expired") from None
    moves = tuple(
        Move(UUID(dossier), version, UUID(people[to]), load, able) for dossier, version, to, load, able in rows
    )
    return Plan(UUID(office), cause, by_rule, moves)


def version_of(changed_at: datetime) -> int:
    """A number that is another whenever the dossier was saved in between."""
    return int(changed_at.timestamp() * 1_000_000)


def is_movable(dossier: Dossier) -> str:
    """Nothing, or why it cannot be given to another person now (code of `NOT_MOVABLE`)."""
    if dossier.state in CLOSED:
        return "closed"
    if dossier.state == DossierState.FISCAL_REVIEW:
        return "fiscal_review"
    if dossier.assignee_id is None and dossier.unassigned_since is None:
        return "too_early"
    return ""


def plan(office: Office, ids: Sequence[int], to: StaffMember | None = None, cause: str = "") -> Plan:
    """What giving these dossiers of `office` to one person, or by the rule for None, would do."""
    if len(ids) > MOST_AT_ONCE:
        raise AmparoError("assignment.too_many", most=MOST_AT_ONCE)
    kept: Counter[str] = Counter()
    movable: list[Dossier] = []
    for dossier in _seen(office, ids):
        reason = is_movable(dossier) or (_not_to(dossier, to) if to else "")
        if reason:
            kept[reason] += 1
        else:
            movable.append(dossier)
    takers = {taker.id: taker for taker in takers_of(office)}
    choices = _to_one(movable, takers, to.pk) if to else _by_rule(movable, takers)
    kept["well_placed"] = len(movable) - len(choices)
    waiting = Counter(choice.waits_for for _, choice in choices if choice.taker is None)
    return Plan(
        office=office.public_id,
        cause=cause or _cause(movable),
        by_rule=to is None,
        moves=_moves(choices),
        shares=_shares(choices, takers),
        kept=tuple((NOT_MOVABLE[code], number) for code, number in kept.items() if number),
        waiting=tuple((WAITS[code].lower(), number) for code, number in waiting.items()),
    )


def _seen(office: Office, ids: Sequence[int]) -> Any:
    rows = (
        Dossier.objects.filter(office=office, pk__in=ids).select_related("application").order_by("silence_date", "pk")
    )
    return rows.only(
        *("public_id", "changed_at", "state", "assignee_id", "unassigned_since", "skills", "silence_date"),
        "application__captured_by",
    )


def _not_to(dossier: Dossier, to: StaffMember) -> str:
    if dossier.assignee_id == to.pk:
        return "same"
    return "capturer" if dossier.application.captured_by_id == to.pk else ""


def _cause(movable: list[Dossier]) -> str:
    given = movable and all(dossier.assignee_id is None for dossier in movable)
    return HandoverCause.GIVEN if given else HandoverCause.MOVED


def _to_one(movable: list[Dossier], takers: dict[int, Taker], to: int) -> list[tuple[Dossier, Choice]]:
    """All to one person; nobody where that person does not process here."""
    taker = takers.get(to)
    if taker is None:
        return [(dossier, Choice(None, 0)) for dossier in movable]
    return [
        (dossier, Choice(replace(taker, load=taker.load + place), len(takers))) for place, dossier in enumerate(movable)
    ]


def _by_rule(movable: list[Dossier], takers: dict[int, Taker]) -> list[tuple[Dossier, Choice]]:
    """Who takes each: first those nobody has begun, then the nearest legal date.

    What has a holder moves only where that helps: they cannot keep it, or somebody else would end lighter than they
    are now. So a second balancing moves nothing.
    """
    now = dict(takers)
    turn = max((taker.latest for taker in takers.values()), default=0.0)
    found = []
    for dossier in sorted(movable, key=lambda one: one.state not in (DossierState.ASSIGNED, DossierState.CHECKING)):
        wish = Wish(frozenset(dossier.skills), dossier.application.captured_by_id, dossier.assignee_id)
        choice = choose(list(now.values()), wish)
        holder = now.get(dossier.assignee_id) if dossier.assignee_id else None
        if holder is not None and choice.taker is not None and _keeps(holder, choice.taker, wish, now):
            continue
        found.append((dossier, choice))
        if choice.taker is not None:
            turn += 1
            now[choice.taker.id] = replace(choice.taker, load=choice.taker.load + 1, latest=turn)
            if holder is not None:
                now[holder.id] = replace(holder, load=holder.load - 1)
    return found


def _keeps(holder: Taker, taker: Taker, wish: Wish, now: dict[int, Taker]) -> bool:
    """Whether the dossier is well where it is: its holder could be given it, and would not be heavier than `taker`."""
    without_it = replace(holder, load=holder.load - 1)
    fit = may_take(without_it, list(now.values()), replace(wish, holder=None))
    return fit and without_it.after <= taker.after


def _moves(choices: list[tuple[Dossier, Choice]]) -> tuple[Move, ...]:
    ids = {choice.taker.id for _, choice in choices if choice.taker}
    people = dict(StaffMember.objects.filter(pk__in=ids).values_list("pk", "public_id"))
    return tuple(
        Move(
            dossier.public_id,
            version_of(dossier.changed_at),
            people[choice.taker.id],
            choice.taker.load,
            choice.able,
        )
        for dossier, choice in choices
        if choice.taker
    )


def _shares(choices: list[tuple[Dossier, Choice]], takers: dict[int, Taker]) -> tuple[Share, ...]:
    """Everybody the plan touches, whoever receives most first."""
    received = Counter(choice.taker.id for _, choice in choices if choice.taker)
    given = Counter(dossier.assignee_id for dossier, choice in choices if choice.taker and dossier.assignee_id)
    touched = {*received, *(pk for pk in given if pk is not None)}
    # Somebody who no longer processes here may still hold dossiers.
    loads = {pk: taker.load for pk, taker in takers.items()} | loads_of(touched - set(takers))
    names = dict(StaffMember.objects.filter(pk__in=touched).values_list("pk", "full_name"))
    rows = [
        Share(
            names[pk],
            loads.get(pk, 0),
            received[pk],
            given[pk],
            takers[pk].weight if pk in takers else 0,
            takers[pk].cap if pk in takers else None,
        )
        for pk in touched
    ]
    return tuple(sorted(rows, key=lambda row: (-row.receives, row.gives, row.name)))


def in_hands_of(member: StaffMember, office: Office) -> list[int]:
    """Dossiers of `office` in the person's hands; those that cannot move are said in the plan."""
    rows = Dossier.objects.filter(assignee=member, office=office, state__in=IN_HAND).order_by("silence_date", "pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
