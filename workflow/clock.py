"""The legal clock, read from its ledger: six months from the registry entry (art. 28.3), less the time it stood still.

It stands still while documents are awaited, three months at most for each wait (art. 28.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.calendars import add_months

MONTHS_TO_RESOLVE = 6
LONGEST_STOP_MONTHS = 3


class Entry(Protocol):
    """What the reading needs of a ledger line."""

    move: str
    on: date


@dataclass(frozen=True)
class Stretch:
    """A piece of the calendar bar: days that run, or days that stand still; `offset` days after the start."""

    running: bool
    begins: date
    ends: date
    offset: int

    @property
    def days(self) -> int:
        """Its length."""
        return (self.ends - self.begins).days


@dataclass(frozen=True)
class ClockReading:
    """The clock on a given day."""

    started_on: date
    silence_date: date
    days_left: int
    stopped_since: date | None
    stop_ends_on: date | None
    stopped_days: int
    closed_on: date | None
    stretches: tuple[Stretch, ...]
    read_on: date

    @property
    def width(self) -> int:
        """Days of the whole bar."""
        return max(1, (self.silence_date - self.started_on).days)

    @property
    def today_at(self) -> int | None:
        """Where the day of the reading falls on the bar; None when it is outside."""
        at = (self.read_on - self.started_on).days
        return at if 0 <= at <= self.width else None

    @property
    def urgency(self) -> str:
        """``late``, ``soon`` (two weeks), ``near`` (six weeks) or ``calm``; screens add a word to the colour."""
        if self.days_left < 0:
            return "late"
        return "soon" if self.days_left <= 14 else "near" if self.days_left <= 42 else "calm"


def stop_limit(stopped_on: date) -> date:
    """Last day a stop begun on `stopped_on` holds the clock."""
    return add_months(stopped_on, LONGEST_STOP_MONTHS)


def _stops(entries: Iterable[Entry], today: date) -> tuple[date, list[tuple[date, date]], date | None, date | None]:
    started: date | None = None
    stops: list[tuple[date, date]] = []
    open_since: date | None = None
    closed: date | None = None
    for entry in entries:
        if entry.move == "start":
            started = entry.on
        elif entry.move == "stop" and open_since is None:
            open_since = entry.on
        elif entry.move in ("resume", "close") and open_since is not None:
            stops.append((open_since, min(entry.on, stop_limit(open_since))))
            open_since = None
        if entry.move == "close":
            closed = entry.on
    if started is None:
        raise ValueError("a clock without a start")
    if open_since is not None:
        stops.append((open_since, min(max(today, open_since), stop_limit(open_since))))
    return started, stops, open_since, closed


def reading(entries: Iterable[Entry], today: date) -> ClockReading:
    """Read the ledger on `today`. Days stood still push the silence date by as many days."""
    started, stops, open_since, closed = _stops(entries, today)
    stopped_days = sum((end - begin).days for begin, end in stops)
    silence = add_months(started, MONTHS_TO_RESOLVE) + timedelta(days=stopped_days)
    reference = closed or today
    return ClockReading(
        started_on=started,
        silence_date=silence,
        days_left=(silence - reference).days,
        stopped_since=open_since,
        stop_ends_on=stop_limit(open_since) if open_since else None,
        stopped_days=stopped_days,
        closed_on=closed,
        stretches=_stretches(started, stops, silence),
        read_on=today,
    )


def _stretches(started: date, stops: list[tuple[date, date]], silence: date) -> tuple[Stretch, ...]:
    pieces: list[Stretch] = []
    at = started

    def add(running: bool, begins: date, ends: date) -> None:
        if ends > begins:
            pieces.append(Stretch(running, begins, ends, (begins - started).days))

    for begin, end in stops:
        add(True, at, begin)
        add(False, begin, end)
        at = end
    add(True, at, silence)
    return tuple(pieces)
