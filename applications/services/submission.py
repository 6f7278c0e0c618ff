"""Submitting: one number, one receipt, one dossier, however many times the button is pressed. And withdrawing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from applications.case import APPLICANT_REF, case_of
from applications.declaration import Declaration, declaration_of
from applications.models import FILED, Application, ApplicationState, Channel
from applications.scans import media_type_of
from applications.services.captures import require_presence
from applications.services.completeness import completeness
from applications.services.household import document_index
from applications.services.papers import keep_signature
from applications.services.progress import write_step
from applications.services.receipt import issue_submission_receipt, issue_withdrawal_receipt, list_letter
from applications.services.rows import Reference, locked, member_of, require_editable, tell
from applications.types import DECIDING_LETTERS, Submission
from core import policies
from core.actors import ANYONE, Actor
from core.calendars import add_months
from core.errors import AmparoError
from core.registry_numbers import next_number
from identity import services as identity
from identity.types import HandSignature, VerifiedCode
from rules import services as rules

BOOK = "solicitudes"
# Law art. 28.3: six months from the entry to resolve and notify; silence means dismissed.
MONTHS_TO_ANSWER = 6


@transaction.atomic
def submit(application_id: Reference, verified: VerifiedCode | HandSignature, *, actor: Actor) -> Submission:
    """Sign and register the application; a second time gives the same answer and changes nothing.

    The person signs with a code; in an office, by hand, before the capturer who has them and their document in front.
    """
    application = locked(application_id)
    policies.require(actor, "application.submit", application)
    if application.state in FILED:
        return submission_of(application)
    require_editable(application)
    application.channel = _channel(application, verified, actor)
    if isinstance(verified, HandSignature):
        verified = _signature_on_file(verified)
    declaration = _signed_text(application, verified)
    evidence = identity.record_consent(
        subject_ref=str(application.public_id),
        text=declaration.text,
        text_version=declaration.version,
        verified=verified,
        actor=actor if actor.is_staff else ANYONE,
    )
    application.consent_id = str(evidence.public_id)
    _register(application, declaration)
    _assess(application)
    if isinstance(verified, HandSignature):
        keep_signature(application, evidence, verified)
    receipt = issue_submission_receipt(application, evidence, actor)
    application.receipt_public_id = str(receipt.public_id)
    application.save()
    list_letter(application, receipt)
    _announce(application, actor)
    return submission_of(application)


def _channel(application: Application, verified: VerifiedCode | HandSignature, actor: Actor) -> Channel:
    """How it comes in. A capturer brings a signature by hand, and the person; the person alone, a code."""
    if isinstance(verified, HandSignature) != actor.is_staff:
        raise AmparoError("application.other_signature")
    if not actor.is_staff:
        return Channel.ONLINE
    require_presence(application, actor)
    return Channel.IN_PERSON


def _signature_on_file(signature: HandSignature) -> HandSignature:
    """A signature that can be opened: what its bytes really are, whatever was said of them."""
    if not signature.content:
        raise AmparoError("consent.signature_missing")
    return replace(signature, media_type=media_type_of(signature.content))


def _signed_text(application: Application, verified: VerifiedCode | HandSignature) -> Declaration:
    if not completeness(application).ready_to_sign:
        raise AmparoError("application.incomplete")
    declaration = declaration_of(application)
    if verified.bound_to != declaration.hash:
        raise AmparoError("application.text_changed")
    return declaration


def _register(application: Application, declaration: Declaration) -> None:
    """Number, moment and state. Who already has a live application gets this one joined to it."""
    now = timezone.now()
    today = timezone.localdate(now)
    applicant = member_of(application, APPLICANT_REF)
    application.applicant_index = document_index(applicant.document_number)
    application.registry_number = next_number(BOOK, today.year)
    application.submitted_at = now
    application.silence_date = add_months(today, MONTHS_TO_ANSWER)
    application.content_hash = declaration.content_hash
    application.version += 1
    try:
        with transaction.atomic():
            application.state = ApplicationState.SUBMITTED
            application.save()
    except IntegrityError:
        # The database holds the promise: one live application per person and benefit.
        application.joined_to = live_application_of(application)
        application.state = ApplicationState.JOINED
        application.save()


def live_application_of(application: Application) -> Application | None:
    """Another submitted application of the same person for the same benefit."""
    if not application.applicant_index:
        return None
    return (
        Application.objects.filter(
            benefit=application.benefit,
            applicant_index=application.applicant_index,
            state=ApplicationState.SUBMITTED,
        )
        .exclude(pk=application.pk)
        .first()
    )


def _assess(application: Application) -> None:
    on = registered_on(application)
    case = rules.read_case(case_of(application, on))
    assessment = rules.assess(rules.text(application.benefit, on), case)
    row = rules.store_assessment(assessment, "submission", str(application.public_id))
    application.assessment_id = row.pk


def registered_on(application: Application) -> date:
    """The day of the registry entry, in the peninsula's time."""
    assert application.submitted_at is not None
    return timezone.localdate(application.submitted_at)


def _announce(application: Application, actor: Actor) -> None:
    assert application.submitted_at is not None
    payload: dict[str, Any] = {
        "number": application.registry_number,
        "province": application.province_code,
        "benefit": application.benefit,
        "channel": application.channel,
    }
    write_step(application, "received", application.submitted_at, {"number": application.registry_number})
    if application.joined_to:
        number = application.joined_to.registry_number
        write_step(application, "joined", application.submitted_at, {"number": number})
        tell("application.joined", actor, application, **payload, joined_to=number)
    else:
        tell("application.submitted", actor, application, **payload)


def submission_of(application: Application) -> Submission:
    """What submitting gave, read back."""
    assert application.submitted_at
    assert application.silence_date
    assert application.registry_number
    return Submission(
        public_id=application.public_id,
        state=application.state,
        registry_number=application.registry_number,
        submitted_at=application.submitted_at,
        silence_date=application.silence_date,
        receipt_public_id=application.receipt_public_id,
        joined_to_number=(application.joined_to.registry_number or "") if application.joined_to else "",
    )


@transaction.atomic
def withdraw(application_id: Reference, *, actor: Actor) -> Application:
    """Withdraw a submitted application before there is a resolution. Twice is once."""
    application = locked(application_id)
    policies.require(actor, "application.withdraw", application)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    resolved = application.letters.filter(kind__in=DECIDING_LETTERS).exists()
    if application.state == ApplicationState.CLOSED or resolved:
        raise AmparoError("application.already_resolved")
    if application.state not in (ApplicationState.SUBMITTED, ApplicationState.JOINED):
        raise AmparoError("application.not_editable")
    application.state = ApplicationState.WITHDRAWN
    application.version += 1
    application.save()
    application.hearings.filter(closed_at=None).update(closed_at=timezone.now())
    identity.forget(str(application.public_id))
    write_step(application, "withdrawn", timezone.now())
    list_letter(application, issue_withdrawal_receipt(application, actor))
    tell("application.withdrawn", actor, application, number=application.registry_number)
    return application
