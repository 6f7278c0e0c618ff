"""What this room hands to others: frozen, plain, no model inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

DECIDING_LETTERS = {"resolution": "resolved", "inadmission": "inadmissible", "lapse": "lapsed"}
"""Kinds of letter that end the procedure, each with the step it puts on the person's line."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the unit, as declared, with what the police last said of them."""

    ref: str
    relation: str
    first_name: str
    first_surname: str
    second_surname: str
    document_kind: str
    document_number: str
    document_expires_on: date | None
    birth_date: date | None
    police_state: str

    @property
    def full_name(self) -> str:
        """Name as people write it."""
        return " ".join(part for part in (self.first_name, self.first_surname, self.second_surname) if part)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the unit lives."""

    province_code: str = ""
    municipality: str = ""
    street: str = ""
    postal_code: str = ""

    @property
    def line(self) -> str:
        """The address on one line."""
        place = " ".join(part for part in (self.postal_code, self.municipality) if part)
        return ", ".join(part for part in (self.street, place) if part)


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of the application."""

    public_id: UUID
    requirement_code: str
    label: str
    state: str
    file_name: str
    size: int
    media_type: str
    sha256: str
    stored_file_id: int | None
    requested_at: datetime | None
    due_on: date | None
    reason: str
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class IdentityState:
    """How far the applicant's identity check got: outcome is "verified", "review" or "".

    `presence_id` is set where the document was seen with the person present (identity.PresenceCheck), `electronic_id`
    where an identity provider vouched for them. `level` is the one reached and `asked` the procedure's
    (applications.levels).
    """

    check_id: str
    outcome: str
    police_state: str
    presence_id: str = ""
    electronic_id: str = ""
    level: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """What another adult answered when asked to confirm; `state` is empty where nobody asked.

    `consent_id` leads to the evidence; version and hash are of the text that was agreed to.
    """

    ref: str
    name: str
    state: str
    words: str
    at: datetime | None = None
    consent_id: str = ""
    version: str = ""
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class SubmittedApplication:
    """Everything an officer's dossier starts from. `case` is the contract's, dated on the entry.

    `channel` is "online" or "in_person". `captured_by_ref` is the public id of the member of staff who filled it in
    with the person present (empty where nobody did) and `capture_office` the name of that office.
    """

    public_id: UUID
    benefit: str
    state: str
    registry_number: str
    submitted_at: datetime
    registered_on: date
    silence_date: date
    province_code: str
    address: Address
    email: str
    iban: str
    people: tuple[Person, ...]
    case: dict[str, Any]
    declared: tuple[dict[str, Any], ...]
    documents: tuple[DocumentView, ...]
    identity: IdentityState
    assessment_id: int | None
    receipt_public_id: str
    content_hash: str
    joined_to: UUID | None = None
    channel: str = "online"
    captured_by_ref: str = ""
    capture_office: str = ""
    phone: str = ""
    confirmations: tuple[ConfirmationView, ...] = ()
    consent_id: str = ""

    @property
    def applicant(self) -> Person:
        """The person who asks."""
        return next(person for person in self.people if person.relation == "applicant")


@dataclass(frozen=True, slots=True)
class Submission:
    """What comes back from submitting, the same however many times it is asked."""

    public_id: UUID
    state: str
    registry_number: str
    submitted_at: datetime
    silence_date: date
    receipt_public_id: str
    joined_to_number: str = ""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a person's page asks to know who somebody is (the six fields of the form)."""

    first_name: str
    first_surname: str
    second_surname: str
    document_kind: str
    document_number: str
    document_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A point on the citizen's line, already in words."""

    step: str
    title: str
    text: str
    at: datetime
    action_due: date | None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the task list: `state` is "done", "missing", "ours" (nothing to bring) or "later"."""

    key: str
    title: str
    state: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A sealed PDF the citizen may take away."""

    kind: str
    title: str
    summary: str
    receipt_public_id: str
    issued_at: datetime
    no_longer: str = ""
    """*Sustituido* or *Anulado* where it does not stand any more."""


@dataclass(frozen=True, slots=True)
class Access:
    """One line of *quién ha visto mi expediente*: `title` what was done, `byline` by whom, `text` what for."""

    at: datetime
    byline: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Capture:
    """A line of *mis capturas de hoy*."""

    public_id: UUID
    person: str
    document: str
    state: str
    filed: bool
    registry_number: str
    begun_at: datetime
    submitted_at: datetime | None
