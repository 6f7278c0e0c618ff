"""Reads of this room: the snapshot workflow starts from, and what a citizen sees of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from applications.accesses import accesses as accesses  # noqa: PLC0414 - told by this door
from applications.case import (
    APPLICANT_REF,
    birth_date_of,
    case_of,
    ordered_members,
    relation_of,
)
from applications.consents import confirmations as confirmations  # noqa: PLC0414 - told by this door
from applications.consents import consents as consents  # noqa: PLC0414 - told by this door
from applications.levels import asked_of, reached_by
from applications.levels import identity_target as identity_target  # noqa: PLC0414 - told by this door
from applications.models import (
    EDITABLE,
    FILED,
    Application,
    ApplicationState,
    Document,
    Hearing,
    Letter,
    Member,
)
from applications.services.household import document_index
from applications.services.progress import words
from applications.services.submission import registered_on
from applications.soundness import unsound_submissions as unsound_submissions  # noqa: PLC0414 - told by this door
from applications.types import (
    Address,
    Capture,
    DocumentView,
    IdentityState,
    LetterView,
    Person,
    Step,
    SubmittedApplication,
)
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from core.identifiers import mask_document, normalize_document_number
from receipts import selectors as papers


def _by_public_id(public_id: UUID | str, rows: QuerySet[Application] | None = None) -> Application:
    try:
        return (Application.objects.all() if rows is None else rows).get(public_id=public_id)
    except (Application.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("application.not_found") from None


def application_for(actor: Actor, public_id: UUID | str) -> Application:
    """The application, if `actor` may read it."""
    application = _by_public_id(public_id)
    policies.require(actor, "application.read", application)
    return application


def submitted(public_id: UUID | str) -> SubmittedApplication:
    """Snapshot of a submitted application for the dossier. Whoever calls has checked who may read it."""
    application = _by_public_id(public_id, Application.objects.filter(state__in=FILED))
    assert application.submitted_at
    assert application.silence_date
    assert application.registry_number
    people = tuple(_person(application, member) for member in ordered_members(application))
    case = case_of(application, registered_on(application))
    return SubmittedApplication(
        public_id=application.public_id,
        benefit=application.benefit,
        state=application.state,
        registry_number=application.registry_number,
        submitted_at=application.submitted_at,
        registered_on=registered_on(application),
        silence_date=application.silence_date,
        province_code=application.province_code,
        address=address_of(application),
        email=application.email,
        iban=application.iban,
        people=people,
        case=case,
        declared=declared_facts(application, people, case),
        documents=tuple(document_view(document) for document in application.documents.all()),
        identity=IdentityState(
            application.identity_check_id,
            application.identity_outcome,
            people[0].police_state if people else "",
            application.presence_id,
            application.electronic_id,
            reached_by(application),
            asked_of(application.benefit),
        ),
        assessment_id=application.assessment_id,
        receipt_public_id=application.receipt_public_id,
        content_hash=application.content_hash,
        joined_to=application.joined_to.public_id if application.joined_to else None,
        channel=application.channel,
        captured_by_ref=str(application.captured_by.public_id) if application.captured_by else "",
        capture_office=application.capture_office.name if application.capture_office else "",
        phone=application.phone,
        confirmations=tuple(one for one in confirmations(application) if one.state),
        consent_id=application.consent_id,
    )


def _person(application: Application, member: Member) -> Person:
    return Person(
        ref=member.ref,
        relation=relation_of(application, member.ref),
        first_name=member.first_name,
        first_surname=member.first_surname,
        second_surname=member.second_surname,
        document_kind=member.document_kind,
        document_number=member.document_number,
        document_expires_on=member.document_expires_on,
        birth_date=birth_date_of(application, member.ref),
        police_state=member.police_state,
    )


def address_of(application: Application) -> Address:
    """Where the unit lives, as typed."""
    return Address(**{name: application.address.get(name, "") for name in Address.__dataclass_fields__})


def declared_facts(
    application: Application, people: tuple[Person, ...], case: dict[str, Any]
) -> tuple[dict[str, Any], ...]:
    """What was declared, in the vocabulary of the case rules: person, field, value. Income is the unit's, in cents."""
    facts: list[dict[str, Any]] = []
    for person in people:
        facts += [
            {"person": person.ref, "field": "name", "value": person.full_name},
            {"person": person.ref, "field": "document_number", "value": person.document_number},
        ]
        if person.birth_date:
            facts.append({"person": person.ref, "field": "birth_date", "value": person.birth_date.isoformat()})
    facts += [
        {"person": APPLICANT_REF, "field": "province", "value": application.province_code},
        {"person": APPLICANT_REF, "field": "address", "value": address_of(application).line},
    ]
    income = case["unit"].get("annual_income_previous_year")
    if income is not None:
        facts.append({"person": APPLICANT_REF, "field": "income", "value": cents_of(income)})
    return tuple(facts)


def cents_of(money: object) -> int:
    """Money of the contract (number or string with a point) as cents."""
    whole, _, decimals = str(money).partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole or 0)) * 100 + int((decimals + "00")[:2]))


def document_view(document: Document) -> DocumentView:
    """A document as plain data."""
    return DocumentView(
        public_id=document.public_id,
        requirement_code=document.requirement_code,
        label=document.label,
        state=document.state,
        file_name=document.file_name,
        size=document.size,
        media_type=document.media_type,
        sha256=document.sha256,
        stored_file_id=document.stored_file_id,
        requested_at=document.requested_at,
        due_on=document.due_on,
        reason=document.reason,
        received_at=document.received_at,
    )


def timeline(application: Application) -> list[Step]:
    """The citizen's line, in words, oldest first."""
    steps = []
    for row in application.progress.all():
        title, text = words(row.step, row.params)
        steps.append(Step(row.step, title, text, row.at, row.action_due))
    return steps


def letters(application: Application) -> list[LetterView]:
    """Sealed PDFs the person may take away, newest first."""
    rows: list[Letter] = list(application.letters.order_by("-issued_at", "-id"))
    gone = papers.stand_no_more([row.receipt_public_id for row in rows])
    return [
        LetterView(
            row.kind,
            row.title,
            row.summary,
            row.receipt_public_id,
            row.issued_at,
            no_longer=gone.get(row.receipt_public_id, ""),
        )
        for row in rows
    ]


def hearing_answers(application_id: int) -> dict[str, tuple[str, datetime | None]]:
    """What the person said in each hearing, and when, by the hearing's public id."""
    rows = Hearing.objects.filter(application_id=application_id)
    return {str(row.public_id): (row.statement, row.answered_at) for row in rows}


def captures_today(actor: Actor, query: str = "") -> list[Capture]:
    """The actor's own captures of today, the newest first; `query` keeps those of a registry or document number."""
    rows = policies.narrow(actor, "application.capture", Application.objects.exclude(state=ApplicationState.DELETED))
    if query:
        number = normalize_document_number(query)
        of_person = Q(members__ref=APPLICANT_REF, members__document_index=document_index(number))
        rows = rows.filter(Q(registry_number="".join(query.split())) | of_person)
    return [_capture(application) for application in rows.prefetch_related("members").order_by("-id").distinct()]


def _capture(application: Application) -> Capture:
    person = next(member for member in application.members.all() if member.ref == APPLICANT_REF)
    return Capture(
        public_id=application.public_id,
        person=person.full_name,
        document=mask_document(person.document_number) if person.document_number else "",
        state=application.get_state_display() if application.state in FILED else "Sin terminar",
        filed=application.state in FILED,
        registry_number=application.registry_number or "",
        begun_at=application.created_at,
        submitted_at=application.submitted_at,
    )


def draft_behind(email_hash: str, document_number: str) -> Application | None:
    """The newest draft of an e-mail and a document number; both must be right, and only their indexes are compared."""
    return (
        Application.objects.filter(
            email_index=email_hash,
            state__in=EDITABLE,
            members__ref=APPLICANT_REF,
            members__document_index=document_index(document_number),
        )
        .order_by("-saved_at")
        .first()
    )


def filed_behind(registry_number: str, document_number: str) -> Application | None:
    """The submitted application of a registry number and its applicant's document number, both right."""
    return Application.objects.filter(
        registry_number=registry_number,
        applicant_index=document_index(document_number),
        state__in=FILED,
    ).first()


def live_application_number(application: Application) -> str:
    """Registry number of another live application of the same person, to warn on drafts; empty if none."""
    if not application.applicant_index:
        return ""
    other = Application.objects.filter(
        benefit=application.benefit,
        applicant_index=application.applicant_index,
        state=ApplicationState.SUBMITTED,
    ).exclude(pk=application.pk)
    return other.values_list("registry_number", flat=True).first() or ""
