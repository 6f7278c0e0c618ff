"""Plain values that screens and other callers read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from workflow.clock import ClockReading
from workflow.comparison import ComparedField


@dataclass(frozen=True)
class QueueRow:
    """One dossier of a processor's queue."""

    public_id: UUID
    number: str
    person: str
    municipality: str
    state: str
    waits_for: str
    clock: ClockReading
    clock_words: str
    clock_colour: str
    flags: tuple[str, ...]
    why_me: str


@dataclass(frozen=True)
class PersonCard:
    """A person of the unit as the dossier shows them."""

    ref: str
    name: str
    relation: str
    age: str
    known: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CheckRow:
    """A check with its two columns and what may be done with it."""

    public_id: UUID
    person: str
    source: str
    state: str
    state_word: str
    colour: str
    fields: tuple[ComparedField, ...]
    asked_at: datetime | None
    exchange_ref: str
    tries: int
    next_try_at: datetime | None
    reason: str
    accepted_by: str
    settled: bool
    note: str


@dataclass(frozen=True)
class FlagRow:
    """A flag, or a proposal of the case rules, with the facts it rests on in words."""

    name: str
    sentence: str
    article: str
    rule: str
    high: bool
    route: bool
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class NextAct:
    """An act the actor may do now on the dossier. `url_name` is an address of this room."""

    label: str
    url_name: str
    primary: bool = False
    note: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """One event of the dossier or its application, in the officer's words."""

    title: str
    at: datetime
    byline: str
    text: str = ""


@dataclass(frozen=True)
class FailedStep:
    """A job that gave up and waits for a person."""

    task_id: int
    name: str
    reason: str


@dataclass(frozen=True)
class PaperRow:
    """A sealed paper of the dossier. `state` is a code of receipts: issued, replaced, revoked."""

    public_id: str
    title: str
    issued_at: datetime
    state: str
    state_word: str


@dataclass(frozen=True)
class HearingRow:
    """A hearing with what the person said. `office` is the row of this room (`workflow.models.Hearing`)."""

    office: Any
    statement: str
    answered_at: datetime | None


@dataclass(frozen=True)
class OpenRequest:
    """The document the dossier waits for."""

    label: str
    asked_at: datetime
    due_on: date
    text: str


@dataclass(frozen=True)
class ConditionRow:
    """A requirement of the rule trace."""

    id: str
    label: str
    met: bool | None
    word: str
    article: str
    reason: str
    exception: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReviewRow:
    """One proposal in front of fiscal control, or decided by it."""

    public_id: UUID
    number: str
    person: str
    office: str
    clock: ClockReading
    clock_words: str
    clock_colour: str
    monthly_cents: int
    limit_cents: int
    sent_at: datetime
    proposed_by: str
    word: str
    colour: str
    decided_at: datetime | None

    @property
    def over_by(self) -> int:
        """How far over the limit, in cents."""
        return self.monthly_cents - self.limit_cents
