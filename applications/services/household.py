"""Verbs over the people of the cohabitation unit, and the question to the police about each."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.case import (
    APPLICANT_REF,
    birth_date_of,
    case_of,
    merged,
    next_ref,
    with_member,
    without_member,
)
from applications.models import Application, Member, PoliceState
from applications.services.rows import (
    Reference,
    locked,
    member_of,
    require_editable,
    require_version,
    tell,
    touch,
)
from applications.types import PersonDetails
from core import policies
from core.actors import SYSTEM, Actor
from core.encryption import blind_index
from core.errors import AmparoError
from core.identifiers import normalize_document_number, validate_document
from interop import services as interop
from rules import services as rules

_ANSWERS = {
    "ok": PoliceState.MATCH,
    "differs": PoliceState.DIFFERS,
    "not_found": PoliceState.NOT_FOUND,
    "down": PoliceState.DOWN,
}


def document_index(number: str) -> str:
    """Blind index of an identity document's number, whoever carries it."""
    return blind_index("document", normalize_document_number(number))


@transaction.atomic
def add_member(
    application_id: Reference,
    details: PersonDetails,
    facts: dict[str, Any],
    *,
    actor: Actor,
    version: int | None = None,
) -> Member:
    """Add a person to the unit: who they are, and the facts of the case (relation, birth date, sex)."""
    application = _editable(application_id, actor, version)
    ref = next_ref(application.answers)
    application.answers = with_member(application.answers, ref, facts)
    rules.read_case(case_of(application))
    member = Member(application=application, ref=ref)
    _write(member, details)
    touch(application)
    tell("application.member_added", actor, application, ref=ref)
    return member


@transaction.atomic
def change_member(
    application_id: Reference,
    ref: str,
    details: PersonDetails,
    facts: dict[str, Any],
    *,
    actor: Actor,
    version: int | None = None,
) -> Member:
    """Change who a person is or their first facts. What the police said before stops counting."""
    application = _editable(application_id, actor, version)
    member = member_of(application, ref)
    before = (_identity_of(member), birth_date_of(application, ref))
    application.answers = merged(application.answers, {"members": {ref: facts}})
    rules.read_case(case_of(application))
    _drop_pointers(application, ref, facts)
    _write(member, details)
    if before != (_identity_of(member), birth_date_of(application, ref)):
        member.police_state, member.police_differences = PoliceState.PENDING, []
        member.save()
        if ref == APPLICANT_REF:
            _identity_again(application, member, actor)
    if ref == APPLICANT_REF:
        application.applicant_index = member.document_index
    touch(application)
    tell("application.member_changed", actor, application, ref=ref)
    return member


def _identity_again(application: Application, member: Member, actor: Actor) -> None:
    """Photos, or the document seen, were compared with other data: the check starts again.

    The capturer who has the document in hand may go on copying the rest of it.
    """
    from applications.services.captures import presence_covers

    if actor.is_staff and presence_covers(application, member):
        return
    application.identity_check_id = application.identity_outcome = application.presence_id = ""
    application.electronic_id = ""


@transaction.atomic
def remove_member(application_id: Reference, ref: str, *, actor: Actor, version: int | None = None) -> Application:
    """Take a person out of the unit."""
    application = _editable(application_id, actor, version)
    if ref == APPLICANT_REF:
        raise AmparoError("member.applicant_stays")
    member_of(application, ref).delete()
    application.answers = without_member(application.answers, ref)
    application.answers_to_review = [
        pointer for pointer in application.answers_to_review if not pointer.startswith(f"/members/{ref}/")
    ]
    touch(application)
    tell("application.member_removed", actor, application, ref=ref)
    return application


def check_member_identity(
    application_id: Reference, ref: str, *, actor: Actor = SYSTEM, purpose: str = "solicitud"
) -> Member:
    """Ask the police about a person and keep the answer; a service that is down never blocks.

    The question goes out with no lock held: another administration's slowness must not stop the draft.
    """
    application = Application.objects.get(pk=_pk(application_id))
    member = member_of(application, ref)
    if not member.document_number:
        return member
    asked = _identity_of(member)
    answer = interop.ask(
        "police",
        _question(application, member),
        subject_ref=str(application.public_id),
        purpose=purpose,
    )
    with transaction.atomic():
        application = locked(application)
        member = member_of(application, ref)
        if _identity_of(member) != asked:
            return member  # typed again meanwhile: this answer speaks of other data
        member.police_state = _ANSWERS[answer.state]
        fields = answer.data.get("fields", {}) if answer.data else {}
        member.police_differences = sorted(name for name, said in fields.items() if said == "differs")
        member.police_asked_at = timezone.now()
        member.save()
        tell("application.member_checked", SYSTEM, application, ref=ref, state=member.police_state)
    return member


def _pk(application_id: Reference) -> int:
    if isinstance(application_id, Application):
        return application_id.pk
    with transaction.atomic():
        return locked(application_id).pk


def _question(application: Application, member: Member) -> dict[str, Any]:
    birth_date = birth_date_of(application, member.ref)
    expires_on = member.document_expires_on
    return {
        "document_kind": member.document_kind,
        "number": member.document_number,
        "first_name": member.first_name,
        "first_surname": member.first_surname,
        "second_surname": member.second_surname,
        "birth_date": birth_date.isoformat() if birth_date else None,
        "expires_on": expires_on.isoformat() if expires_on else None,
    }


def _editable(application_id: Reference, actor: Actor, version: int | None) -> Application:
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    require_version(application, version)
    return application


def _identity_of(member: Member) -> tuple[Any, ...]:
    return (
        member.first_name,
        member.first_surname,
        member.second_surname,
        member.document_kind,
        member.document_number,
        member.document_expires_on,
    )


def _write(member: Member, details: PersonDetails) -> None:
    number = validate_document(details.document_kind, details.document_number) if details.document_number else ""
    if details.document_expires_on and details.document_expires_on < timezone.localdate():
        raise AmparoError("member.expired_document")
    index = document_index(number) if number else ""
    others = Member.objects.filter(application=member.application, document_index=index).exclude(pk=member.pk)
    if index and others.exists():
        raise AmparoError("member.repeated_document")
    member.first_name = details.first_name.strip()
    member.first_surname = details.first_surname.strip()
    member.second_surname = details.second_surname.strip()
    member.document_kind = details.document_kind if number else ""
    member.document_number, member.document_index = number, index
    member.document_expires_on = details.document_expires_on
    member.save()


def _drop_pointers(application: Application, ref: str, facts: dict[str, Any]) -> None:
    seen = {f"/members/{ref}/{name}" for name in facts}
    application.answers_to_review = [pointer for pointer in application.answers_to_review if pointer not in seen]
