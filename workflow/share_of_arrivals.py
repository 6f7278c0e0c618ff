"""Which of the dossiers that arrive a relocation rule moves, and what moving them would do to the waiting.

Plain arithmetic on plain values: so that the share is exact, can be proved, and can be shown before it is published.
"""

from dataclasses import dataclass

DAYS_LOOKED_BACK = 30
"""What came in and what was decided in these days is what is taken to go on."""


def is_moved(arrival: int, share: int) -> bool:
    """Whether the `arrival`-th dossier (from 1) moves at `share` per cent.

    The whole part of what should have moved by now grows by one exactly at those that move: of any ten in a row,
    30 % is three, neither two nor four, and no chance is involved.
    """
    return arrival * share // 100 > (arrival - 1) * share // 100


def moved_of(arrivals: int, share: int) -> int:
    """How many of the first `arrivals` moved."""
    return arrivals * share // 100


@dataclass(frozen=True)
class Pace:
    """A directorate in figures: what is pending now, and what came in and was decided in the days looked back at."""

    pending: int
    arrived: int
    decided: int


@dataclass(frozen=True)
class Outlook:
    """What would be pending on the rule's last day, and how long the last of the queue would wait then.

    `waiting_days` is None where nothing was decided in the days looked back at: then nobody can tell.
    """

    pending: int
    waiting_days: int | None


@dataclass(frozen=True)
class Effect:
    """One directorate: now, on the last day without the rule, and on the last day with it."""

    now: Outlook
    without: Outlook
    with_rule: Outlook

    @property
    def steps(self) -> tuple[Outlook, Outlook, Outlook]:
        """The three in the order in which they are read."""
        return self.now, self.without, self.with_rule


def _outlook(pending: float, decided: int) -> Outlook:
    left = max(0, round(pending))
    return Outlook(left, round(left * DAYS_LOOKED_BACK / decided) if decided else None)


def _after(pace: Pace, days: int, extra: float = 0.0) -> Outlook:
    """Pending after `days` at the same pace, with `extra` more arriving over all of them."""
    change = (pace.arrived - pace.decided) * days / DAYS_LOOKED_BACK
    return _outlook(pace.pending + change + extra, pace.decided)


def effect(origin: Pace, destination: Pace, share: int, days: int) -> tuple[Effect, Effect]:
    """What the rule does to both, if as many go on arriving and being decided as until now."""
    moved = origin.arrived * days / DAYS_LOOKED_BACK * share / 100
    return (
        Effect(_outlook(origin.pending, origin.decided), _after(origin, days), _after(origin, days, -moved)),
        Effect(
            _outlook(destination.pending, destination.decided),
            _after(destination, days),
            _after(destination, days, moved),
        ),
    )


def expected_moved(origin: Pace, share: int, days: int) -> int:
    """How many dossiers the rule would move in all."""
    return round(origin.arrived * days / DAYS_LOOKED_BACK * share / 100)
