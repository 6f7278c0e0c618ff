"""Verbs of a capturer: a draft for the person in front, with their document seen. It is theirs for that day only.

A draft left unfinished is not kept open for tomorrow: the person goes on at home by e-mail and code, or comes back and
whoever attends them looks at the document again (`resume_capture`).
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from applications.case import APPLICANT_REF, empty_answers
from applications.models import EDITABLE, Application, Channel, Member
from applications.services.drafts import email_index
from applications.services.household import document_index
from applications.services.rows import DRAFT_DAYS, Reference, locked, member_of, require_editable, tell, touch
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from core.identifiers import validate_document
from core.models import StaffMember
from core.provinces import PROVINCES
from identity import selectors as identities
from identity import services as identity
from identity.types import SeenDocument, VerifiedCode

# Why the person came; kept with the event, for the office's own figures.
PURPOSES = {
    "first": "Pide la prestación por primera vez",
    "again": "La pide otra vez, después de una denegación o una retirada",
    "alone_not": "La empezó por internet y no pudo terminar",
}


@transaction.atomic
def start_capture(
    *,
    seen: SeenDocument,
    present: bool,
    province_code: str,
    purpose: str,
    office_id: int,
    phone: str = "",
    actor: Actor,
) -> Application:
    """Open a draft for the person present: their document is written down as seen, and typed into their own page."""
    policies.require(actor, "application.capture", None)
    if province_code not in PROVINCES:
        raise AmparoError("application.province_outside")
    application = Application.objects.create(
        channel=Channel.IN_PERSON,
        province_code=province_code,
        answers=empty_answers(),
        address={"province_code": province_code},
        phone=phone.strip(),
        expires_at=timezone.now() + timedelta(days=DRAFT_DAYS),
    )
    Member.objects.create(application=application, ref=APPLICANT_REF)
    _attend(application, seen, present, office_id, actor)
    tell("application.capture_started", actor, application, purpose=PURPOSES[purpose], office=_office_code(application))
    return application


@transaction.atomic
def resume_capture(*, seen: SeenDocument, present: bool, office_id: int, actor: Actor) -> Application:
    """Go on with a capture that was left unfinished in this office, the person being here again with the document.

    From now on it is this capturer's; whoever had it before no longer sees it.
    """
    policies.require(actor, "application.capture", None)
    number = validate_document(seen.kind, seen.number)
    found = (
        Application.objects.filter(
            channel=Channel.IN_PERSON,
            capture_office_id=office_id,
            state__in=EDITABLE,
            members__ref=APPLICANT_REF,
            members__document_index=document_index(number),
        )
        .order_by("-saved_at")
        .first()
    )
    if found is None:
        raise AmparoError("capture.none_unfinished")
    application = locked(found)
    require_editable(application)
    _attend(application, seen, present, office_id, actor)
    tell("application.capture_resumed", actor, application, office=_office_code(application))
    return application


@transaction.atomic
def see_document_again(application_id: Reference, *, seen: SeenDocument, present: bool, actor: Actor) -> Application:
    """What was typed about the applicant's document changed: it is looked at once more."""
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    assert application.capture_office_id is not None
    _attend(application, seen, present, application.capture_office_id, actor)
    return application


def _attend(application: Application, seen: SeenDocument, present: bool, office_id: int, actor: Actor) -> None:
    """The person is here: who saw it, where, when; the identity is checked, and the day's capture is the actor's."""
    presence = identity.record_presence(
        subject_ref=str(application.public_id), document=seen, present=present, office_id=office_id, actor=actor
    )
    assert presence.document is not None
    member = member_of(application, APPLICANT_REF)
    member.document_kind, member.document_number = presence.document.kind, presence.document.number
    member.document_index = document_index(presence.document.number)
    member.document_expires_on = presence.document.expires_on
    member.save()
    application.applicant_index = member.document_index
    application.presence_id, application.identity_outcome = str(presence.public_id), "verified"
    application.captured_by = StaffMember.objects.get(public_id=actor.ref)
    application.capture_office_id = office_id
    application.captured_on = timezone.localdate()
    touch(application)


def _office_code(application: Application) -> str:
    return application.capture_office.code if application.capture_office else ""


@transaction.atomic
def prove_email(application_id: Reference, verified: VerifiedCode, *, actor: Actor) -> Application:
    """The code sent to an address came back: from now on notices go there, and it opens the draft.

    Whoever read the address before is told that it was changed.
    """
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    if verified.purpose not in ("draft", "change_email") or verified.subject_ref != str(application.public_id):
        raise AmparoError("application.no_match")
    before = application.email
    application.email, application.email_index = verified.email, email_index(verified.email)
    touch(application)
    tell("application.saved", actor, application, section="contact")
    if before and email_index(before) != application.email_index:
        from applications.notices import mail_email_changed

        transaction.on_commit(lambda: mail_email_changed(before), robust=True)
    return application


@transaction.atomic
def go_without_email(application_id: Reference, phone: str, *, actor: Actor) -> Application:
    """The person has no address they can read: letters go on paper to their home, and by telephone if they gave one."""
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    application.email = application.email_index = ""
    application.phone = phone.strip()
    touch(application)
    tell("application.saved", actor, application, section="contact")
    return application


def require_presence(application: Application, actor: Actor) -> None:
    """Refuse to submit for somebody who was not seen today, by this very actor, in this very office."""
    presence = identities.presence(application.presence_id) if application.presence_id else None
    if (
        presence is None
        or presence.seen_by_ref != actor.ref
        or presence.office_id != application.capture_office_id
        or timezone.localdate(presence.seen_at) != timezone.localdate()
    ):
        raise AmparoError("identity.nobody_present")


def presence_covers(application: Application, member: Member) -> bool:
    """Whether the document that was seen is the one typed now."""
    presence = identities.presence(application.presence_id) if application.presence_id else None
    if presence is None or presence.document is None:
        return False
    seen = presence.document
    typed = (member.document_kind, member.document_number, member.document_expires_on)
    return (seen.kind, seen.number, seen.expires_on) == typed
