"""Verbs of a draft: start it, save a section, find it again, delete it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import letters
from applications.case import case_of, empty_answers, from_simulation, merged
from applications.models import Application, ApplicationState, DraftLink, Member
from applications.services.rows import (
    DRAFT_DAYS,
    Reference,
    locked,
    require_editable,
    require_version,
    tell,
    touch,
)
from core import policies, vault
from core.actors import ANYONE, SYSTEM, Actor, citizen
from core.encryption import blind_index
from core.errors import AmparoError
from core.identifiers import validate_iban
from core.provinces import PROVINCES
from identity import services as identity
from identity.types import VerifiedCode
from receipts import services as receipts
from receipts.types import Receipt
from rules import services as rules

ENTRY_PURPOSES = ("draft", "resume", "follow_up")


def email_index(email: str) -> str:
    """Blind index of an e-mail address."""
    return blind_index("email", email.strip())


@transaction.atomic
def start_draft(
    *,
    email: str,
    province_code: str,
    verified: VerifiedCode,
    simulation: dict[str, Any] | None = None,
    actor: Actor = ANYONE,
) -> Application:
    """Open a draft for whoever proved to read `email`; answers of the simulator come along, to be looked at."""
    policies.require(actor, "application.start", None)
    if province_code not in PROVINCES:
        raise AmparoError("application.province_outside")
    _require_bound(verified, email)
    answers, to_review = from_simulation(simulation) if simulation else (empty_answers(), [])
    application = Application.objects.create(
        province_code=province_code,
        email=email.strip(),
        email_index=email_index(email),
        answers=answers,
        answers_to_review=to_review,
        address={"province_code": province_code},
        expires_at=timezone.now() + timedelta(days=DRAFT_DAYS),
    )
    Member.objects.bulk_create(Member(application=application, ref=member["ref"]) for member in answers["members"])
    tell("application.started", citizen(str(application.public_id)), application)
    return application


def _require_bound(verified: VerifiedCode, email: str) -> None:
    # A code proves one address only: the one it was sent to.
    if verified.purpose not in ENTRY_PURPOSES or email_index(verified.email) != email_index(email):
        raise AmparoError("application.no_match")


def _sent_to_its_phone(verified: VerifiedCode, application: Application) -> bool:
    """Who gave no e-mail follows a submitted application by the mobile they gave in the office."""
    same = not application.email and identity.reachable_phone(application.phone) == verified.phone
    return same and verified.purpose == "follow_up" and verified.subject_ref == str(application.public_id)


@transaction.atomic
def save_section(
    application_id: Reference,
    section: str,
    values: dict[str, Any],
    *,
    actor: Actor,
    version: int | None = None,
) -> Application:
    """Save one section of the draft.

    "address" takes province_code, municipality, street, postal_code; "account" takes iban; any other section is one
    of the rules', with `values` as {"unit": {fact: value}, "members": {ref: {fact: value}}} of the contract.
    """
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    require_version(application, version)
    if section == "address":
        _change_address(application, values)
    elif section == "account":
        application.iban = validate_iban(values["iban"])
    else:
        _change_answers(application, values)
    touch(application)
    tell("application.saved", actor, application, section=section)
    return application


def _change_address(application: Application, values: dict[str, Any]) -> None:
    province_code = values["province_code"]
    if province_code not in PROVINCES:
        raise AmparoError("application.province_outside")
    postal_code = values["postal_code"].strip()
    if postal_code[:2] != province_code:
        raise AmparoError("address.postal_code_province", prefix=province_code)
    application.province_code = province_code
    application.address = {
        "province_code": province_code,
        "municipality": values["municipality"].strip(),
        "street": values["street"].strip(),
        "postal_code": postal_code,
    }


def _change_answers(application: Application, patch: dict[str, Any]) -> None:
    application.answers = merged(application.answers, patch)
    rules.read_case(case_of(application))
    answered = {f"/unit/{name}" for name in patch.get("unit", {})}
    answered |= {f"/members/{ref}/{name}" for ref, facts in patch.get("members", {}).items() for name in facts}
    application.answers_to_review = [pointer for pointer in application.answers_to_review if pointer not in answered]


@transaction.atomic
def confirm_household(application_id: Reference, *, actor: Actor, version: int | None = None) -> Application:
    """The person says the list of people is whole."""
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    require_version(application, version)
    application.household_confirmed = True
    touch(application)
    tell("application.saved", actor, application, section="household")
    return application


@transaction.atomic
def new_draft_link(application_id: Reference) -> tuple[Application, str]:
    """A fresh link back to the draft; only its hash is kept, so the token can be mailed once and never read."""
    application = locked(application_id)
    token = secrets.token_urlsafe(32)
    DraftLink.objects.create(application=application, token_hash=_token_hash(token), expires_at=application.expires_at)
    tell("application.link_sent", SYSTEM, application)
    return application, token


@transaction.atomic
def leave_draft(application_id: Reference, *, actor: Actor) -> Application:
    """The person stops for today; a fresh link goes out by e-mail."""
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    tell("application.left", actor, application)
    return application


def draft_behind(token: str) -> Application:
    """The draft a mailed link leads to; the code sent to the e-mail is still needed to enter."""
    link = (
        DraftLink.objects.select_related("application")
        .filter(token_hash=_token_hash(token), expires_at__gt=timezone.now())
        .first()
    )
    if link is None or not link.application.editable:
        raise AmparoError("draft.link_expired")
    return link.application


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def delete_draft(application_id: Reference, *, actor: Actor, reason: str = "citizen") -> Receipt | None:
    """Delete a draft for good: answers, people, links and files go; that it happened stays.

    Whoever asked for it gets a sealed proof. Nobody is there to take one when a draft expires.
    """
    application = locked(application_id)
    policies.require(actor, "application.delete", application)
    require_editable(application)
    counted = _counted(application)
    for document in application.documents.select_related("stored_file"):
        if document.stored_file:
            vault.purge(document.stored_file)
    identity.forget(str(application.public_id))
    identity.forget_presence(str(application.public_id))
    identity.forget_electronic(str(application.public_id))
    application.documents.all().delete()
    application.members.all().delete()
    application.links.all().delete()
    application.confirmations.all().delete()
    application.email = application.email_index = application.iban = application.applicant_index = ""
    application.phone = ""
    application.identity_check_id = application.identity_outcome = application.electronic_id = ""
    application.answers, application.address, application.answers_to_review = {}, {}, []
    application.state = ApplicationState.DELETED
    application.version += 1
    application.save()
    tell("application.deleted", actor, application, reason=reason)
    if reason != "citizen":
        return None
    proof = letters.deletion_proof(counted)
    return receipts.issue(proof, subject_type="application", subject_ref=str(application.public_id), actor=actor)


def _counted(application: Application) -> letters.Deletion:
    """What is about to go, in numbers."""
    return letters.Deletion(
        reference=str(application.public_id),
        province_code=application.province_code,
        started_at=application.created_at,
        deleted_at=timezone.now(),
        people=application.members.count(),
        files=application.documents.exclude(stored_file=None).count(),
        pictures=bool(application.identity_check_id),
    )


@transaction.atomic
def open_with_code(application_id: Reference, verified: VerifiedCode) -> Application:
    """The person came back with a code; from here on this session acts for the application."""
    application = locked(application_id)
    if application.state == ApplicationState.DELETED:
        raise AmparoError("application.not_found")
    if not (verified.phone and _sent_to_its_phone(verified, application)):
        _require_bound(verified, application.email)
    if application.editable and application.captured_on:
        # At home now: what began in an office is no longer the capturer's.
        application.captured_on = None
        application.save(update_fields=["captured_on", "changed_at"])
    tell("application.opened", citizen(str(application.public_id)), application)
    return application
