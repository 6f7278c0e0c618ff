"""Plain values that cross the identity door: what was claimed, what a picture gave, what came out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse

from core.errors import AmparoError

Side = Literal["front", "back", "selfie", "turn"]
Turn = Literal["left", "right"]
Outcome = Literal["verified", "review", "retake"]


@dataclass(frozen=True)
class ClaimedIdentity:
    """What the person typed about themselves; the pictures are read against it."""

    document_kind: str
    number: str
    first_name: str
    first_surname: str
    second_surname: str = ""
    birth_date: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class Problem:
    """One thing to put right, in the words shown to the person."""

    code: str
    what: str
    next_step: str


@dataclass(frozen=True)
class PictureResult:
    """Answer to one picture. ``accepted`` false: nothing was kept, take it again."""

    accepted: bool
    problems: tuple[Problem, ...] = ()
    read: dict[str, str] = field(default_factory=dict)
    tries_left: int = 0


@dataclass(frozen=True)
class TurnAsked:
    """To which side of their own the person turns the head, once, until when; `nonce` travels with the answer."""

    nonce: str = field(repr=False)
    side: Turn
    expires_at: datetime


@dataclass(frozen=True)
class CheckOutcome:
    """Conclusion of a check. There is no refusal among the outcomes: a person decides those."""

    outcome: Outcome
    reasons: tuple[Problem, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    retake_sides: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckState:
    """Where a check stands, without any picture or personal datum."""

    check_id: str
    subject_ref: str
    state: str
    sides: tuple[str, ...]
    tries_left: dict[str, int]
    reasons: tuple[Problem, ...]
    face_consent: bool
    opened_at: datetime
    concluded_at: datetime | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way. Keep `challenge_id`; offer another code from `resend_after`."""

    challenge_id: uuid.UUID
    resend_after: datetime
    expires_at: datetime


@dataclass(frozen=True)
class VerifiedCode:
    """Somebody with access to `email`, or to `phone`, gave the right code for `bound_to`. Checked against its row
    wherever used.
    """

    challenge_id: uuid.UUID
    purpose: str
    subject_ref: str
    bound_to: str
    email: str = field(repr=False)
    verified_at: datetime
    phone: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailTrouble:
    """That mail does not arrive at an address: what happened, in plain words, since when, and what to do."""

    what: str
    next_step: str
    since: datetime


@dataclass(frozen=True)
class FailedDelivery:
    """One message of ours that did not arrive, read off a delivery report (RFC 3464)."""

    address: str = field(repr=False)
    status: str


@dataclass(frozen=True)
class HandSignature:
    """A text signed by hand: the scanned sheet, or what was drawn on a screen. `bound_to` as in a code."""

    method: Literal["paper", "screen"]
    content: bytes = field(repr=False)
    media_type: str
    bound_to: str


@dataclass(frozen=True)
class ConsentEvidence:
    """Where the proof of a consent is kept. `method` is "code", "paper" or "screen"; by hand, with its file."""

    public_id: uuid.UUID
    text_hash: str
    at: datetime
    method: str = "code"
    signature_id: int | None = None
    witnessed_by: str = ""


@dataclass(frozen=True)
class ConsentFacts:
    """What was agreed to and when, without the text nor anybody's name."""

    purpose: str
    version: str
    text_hash: str
    method: str
    given_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class SeenDocument:
    """What was read on an original document, in the hand."""

    kind: str
    number: str = field(repr=False)
    expires_on: date


@dataclass(frozen=True)
class Presence:
    """An identity established in person: which document, by whom, in which office and when."""

    public_id: uuid.UUID
    document: SeenDocument | None = field(repr=False)
    office_id: int
    office_name: str
    seen_by_ref: str
    seen_by_name: str = field(repr=False)
    seen_at: datetime


@dataclass(frozen=True)
class ElectronicFacts:
    """One sign-in at the identity provider that ended well: in whose matter, and the person it says."""

    public_id: uuid.UUID
    subject_ref: str
    number: str = field(repr=False)
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)


@dataclass(frozen=True)
class Visits:
    """What sign-ins at the identity provider are for.

    `subject_of` names the matter this browser has open (empty for none); the others answer the person.
    """

    subject_of: Callable[[HttpRequest], str]
    arrived: Callable[[HttpRequest, ElectronicFacts], HttpResponse]
    failed: Callable[[HttpRequest, AmparoError], HttpResponse]
