"""Verbs of the other adults' confirmation: each by a link of their own, and none of it holds the application up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from applications.case import APPLICANT_REF, birth_date_of, ordered_members
from applications.cohabitant_text import CohabitantText, text_for
from applications.letters.heading import office_name
from applications.models import (
    EDITABLE,
    Application,
    ApplicationState,
    Confirmation,
    ConfirmationState,
    Member,
)
from applications.services.receipt import list_letter
from applications.services.rows import Reference, locked, member_of, tell
from core import mail, policies
from core.actors import Actor, cohabitant
from core.errors import AmparoError
from identity import services as identity
from identity.selectors import sheet_of
from identity.types import VerifiedCode
from receipts import services as receipts
from receipts.types import Receipt

LINK_DAYS = 30
BETWEEN_LINKS = timedelta(seconds=60)
MOST_LINKS_A_DAY = 5
MAJORITY_AGE = 18
_LIVE = (*EDITABLE, ApplicationState.SUBMITTED, ApplicationState.JOINED)
_ANSWERABLE = (ConfirmationState.ASKED, ConfirmationState.DECLINED, ConfirmationState.TAKEN_BACK)


def adults_of(application: Application) -> list[Member]:
    """The other adults of the unit who have a name already, in the order of the case."""
    return [member for member in ordered_members(application) if _may_be_asked(application, member)]


def _may_be_asked(application: Application, member: Member) -> bool:
    born = birth_date_of(application, member.ref)
    named = bool(member.first_name and member.first_surname)
    return member.ref != APPLICANT_REF and named and born is not None and _years(born) >= MAJORITY_AGE


def _years(born: date) -> int:
    today = timezone.localdate()
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def standing_confirmation(application: Application, ref: str) -> Confirmation | None:
    """The one that counts for a person; None where nobody asked."""
    rows = application.confirmations.filter(member_ref=ref)
    return rows.exclude(state=ConfirmationState.REPLACED).first()


def ask_confirmation(application_id: Reference, ref: str, email: str, *, actor: Actor) -> Confirmation:
    """Mail a person of the unit a link of their own; an earlier link that nobody answered is worth nothing any more.

    Raises ``confirmation.not_adult``, ``confirmation.answered``, ``confirmation.too_soon``,
    ``code.address_refused`` or ``confirmation.not_sent``.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        application = locked(application_id)
        policies.require(actor, "application.ask_confirmation", application)
        if application.state not in _LIVE:
            raise AmparoError("application.not_editable")
        if not _may_be_asked(application, member_of(application, ref)):
            raise AmparoError("confirmation.not_adult")
        _replace(application, ref)
        now = timezone.now()
        confirmation = Confirmation.objects.create(
            application=application,
            member_ref=ref,
            email=email.strip(),
            token_hash=_hash(token),
            asked_at=now,
            expires_at=now + timedelta(days=LINK_DAYS),
        )
        tell("application.confirmation_asked", actor, application, ref=ref)
    _mail_link(confirmation, token)
    return confirmation


def _replace(application: Application, ref: str) -> None:
    rows = application.confirmations.filter(member_ref=ref)
    now = timezone.now()
    if rows.filter(state=ConfirmationState.CONFIRMED).exists():
        raise AmparoError("confirmation.answered")
    if rows.filter(asked_at__gt=now - BETWEEN_LINKS).exists():
        raise AmparoError("confirmation.too_soon")
    if rows.filter(asked_at__gt=now - timedelta(days=1)).count() >= MOST_LINKS_A_DAY:
        raise AmparoError("confirmation.too_soon")
    rows.update(state=ConfirmationState.REPLACED)


def _mail_link(confirmation: Confirmation, token: str) -> None:
    from applications.notices import mail_confirmation_link

    try:
        mail_confirmation_link(confirmation, token)
    except mail.AddressRefusedError:
        confirmation.delete()
        raise AmparoError("code.address_refused") from None
    except OSError:
        confirmation.delete()
        raise AmparoError("confirmation.not_sent") from None


def confirmation_behind(token: str) -> Confirmation:
    """What a mailed link leads to, while it is good; raises ``confirmation.link_expired``."""
    row = Confirmation.objects.select_related("application").filter(token_hash=_hash(token)).first()
    if row is None or not is_open(row):
        raise AmparoError("confirmation.link_expired")
    return row


def confirmation_of(reference: UUID | str) -> Confirmation:
    """By its public id, while it is good; raises ``confirmation.link_expired``."""
    try:
        row = Confirmation.objects.select_related("application").get(public_id=reference)
    except (Confirmation.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("confirmation.link_expired") from None
    if not is_open(row):
        raise AmparoError("confirmation.link_expired")
    return row


def is_open(row: Confirmation) -> bool:
    """Whether its person may still use it: who confirmed may always come back to take it back."""
    alive = row.state != ConfirmationState.REPLACED and row.application.state != ApplicationState.DELETED
    in_time = row.state == ConfirmationState.CONFIRMED or row.expires_at > timezone.now()
    return alive and in_time and row.application.members.filter(ref=row.member_ref).exists()


@transaction.atomic
def confirm(confirmation_id: UUID | str, verified: VerifiedCode, text: CohabitantText) -> Confirmation:
    """The code sent to the person's address is their confirmation of `text`. Twice is once."""
    row = _locked(confirmation_id)
    if row.state == ConfirmationState.CONFIRMED:
        return row
    if row.state not in _ANSWERABLE or verified.bound_to != text.hash or verified.email != row.email:
        raise AmparoError("code.other_text")
    actor = _person(row)
    evidence = identity.record_consent(
        subject_ref=str(row.application.public_id),
        text=text.text,
        text_version=text.version,
        verified=verified,
        actor=actor,
        person_ref=row.member_ref,
    )
    row.consent_id = str(evidence.public_id)
    _answer(row, ConfirmationState.CONFIRMED)
    tell("application.confirmed", actor, row.application, ref=row.member_ref, version=text.version)
    return row


@transaction.atomic
def decline(confirmation_id: UUID | str) -> Confirmation:
    """The person prefers not to. Nothing follows by itself, and the link goes on being good."""
    row = _locked(confirmation_id)
    if row.state == ConfirmationState.ASKED:
        _answer(row, ConfirmationState.DECLINED)
        tell("application.confirmation_declined", _person(row), row.application, ref=row.member_ref)
    return row


@transaction.atomic
def take_back(confirmation_id: UUID | str, *, actor: Actor) -> Confirmation:
    """The person takes their confirmation back; that it stood until now stays written. Twice is once."""
    row = _locked(confirmation_id)
    if row.state == ConfirmationState.CONFIRMED:
        identity.revoke_consent(row.consent_id, actor)
        _answer(row, ConfirmationState.TAKEN_BACK)
        tell("application.confirmation_taken_back", actor, row.application, ref=row.member_ref)
    return row


def _answer(row: Confirmation, state: ConfirmationState) -> None:
    row.state, row.answered_at = state, timezone.now()
    row.save(update_fields=["state", "answered_at", "consent_id", "changed_at"])


def _locked(confirmation_id: UUID | str) -> Confirmation:
    locked(confirmation_of(confirmation_id).application)
    return confirmation_of(confirmation_id)


def _person(row: Confirmation) -> Actor:
    return cohabitant(str(row.application.public_id), row.member_ref)


def confirmation_sheet(confirmation_id: UUID | str, *, actor: Actor) -> bytes:
    """The sealed evidence sheet of a confirmation, for the person who gave it."""
    row = confirmation_of(confirmation_id)
    if actor != _person(row) or not row.consent_id:
        raise AmparoError("consent.unknown")
    return _sheet(row.application, row.consent_id, actor, "descarga de quien consintió")


def evidence_of(application: Application, consent_id: str, actor: Actor, purpose: str) -> bytes:
    """The sealed sheet of any consent of an application. Whoever calls has checked that the actor may."""
    if consent_id not in {application.consent_id, *application.confirmations.values_list("consent_id", flat=True)}:
        raise AmparoError("consent.unknown")
    return _sheet(application, consent_id, actor, purpose)


def _sheet(application: Application, consent_id: str, actor: Actor, purpose: str) -> bytes:
    return receipts.content(_sealed_sheet(application, consent_id, actor).public_id, actor, purpose)


def _sealed_sheet(application: Application, consent_id: str, actor: Actor) -> Receipt:
    """Sealed once for each state the consent is in."""
    sheet = sheet_of(consent_id, reference=application.registry_number or "", office_name=office_name(application))
    return receipts.issue(sheet.document, subject_type=sheet.subject_type, subject_ref=sheet.subject_ref, actor=actor)


@transaction.atomic
def issue_signature_evidence(application_id: Reference, *, actor: Actor) -> None:
    """Seal the evidence sheet of the application's own signature and list it among the person's papers."""
    application = locked(application_id)
    policies.require(actor, "application.certificate", application)
    if not application.consent_id:
        raise AmparoError("consent.unknown")
    list_letter(application, _sealed_sheet(application, application.consent_id, actor))


def shown_text(row: Confirmation) -> tuple[list[tuple[str, str]], CohabitantText]:
    """What the person is shown of themselves, and the text that goes with it: nothing of anybody else's."""
    from applications.selectors import address_of
    from applications.summary import day_words, relation_label
    from core.identifiers import mask_document

    application = row.application
    member = member_of(application, row.member_ref)
    applicant = member_of(application, APPLICANT_REF)
    rows = [
        ("Quién pide la ayuda", applicant.full_name or "—"),
        ("Tu nombre", member.full_name),
        ("Tu documento", mask_document(member.document_number) if member.document_number else "Sin poner todavía"),
        ("Tu fecha de nacimiento", day_words(birth_date_of(application, member.ref))),
        ("Relación, según quien pide la ayuda", relation_label(application, member.ref)),
        ("Domicilio", address_of(application).line or "Sin poner todavía"),
    ]
    return rows, text_for(row, "\n".join(f"{label}: {value}" for label, value in rows))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
