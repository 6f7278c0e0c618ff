"""Verbs of the applicant's identity by photos. Nobody is refused by a machine: what it cannot tell, a person looks at."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from applications.case import APPLICANT_REF, birth_date_of
from applications.models import Application
from applications.services.completeness import person_complete
from applications.services.rows import Reference, locked, member_of, require_editable, tell, touch
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from identity import services as identity
from identity.types import CheckOutcome, ClaimedIdentity, PictureResult, Side

MAX_TRIES = 3


@transaction.atomic
def open_identity_check(application_id: Reference, *, actor: Actor) -> Application:
    """The person agrees to the photos being looked at, and the check opens with what they typed."""
    application = _draft(application_id, actor)
    member = member_of(application, APPLICANT_REF)
    if not person_complete(application, member):
        raise AmparoError("identity.applicant_incomplete")
    application.biometrics_consented_at = timezone.now()
    application.biometrics_refused_at = None
    check = identity.open_check(
        subject_ref=str(application.public_id),
        claimed=ClaimedIdentity(
            document_kind=member.document_kind,
            number=member.document_number,
            first_name=member.first_name,
            first_surname=member.first_surname,
            second_surname=member.second_surname,
            birth_date=birth_date_of(application, APPLICANT_REF),
            expires_on=member.document_expires_on,
        ),
        province_code=application.province_code,
        face_consent=True,  # the page asks for exactly this
    )
    application.identity_check_id = str(check.check_id)
    application.identity_outcome = ""
    touch(application)
    return application


@transaction.atomic
def refuse_pictures(application_id: Reference, *, actor: Actor) -> Application:
    """The person prefers no photos: the application goes on, and a person will check who they are."""
    application = _draft(application_id, actor)
    application.biometrics_refused_at = timezone.now()
    application.biometrics_consented_at = None
    application.identity_check_id, application.identity_outcome = "", "review"
    touch(application)
    tell("application.identity_concluded", actor, application, outcome="review")
    return application


def add_picture(application_id: Reference, side: Side, image: bytes, *, actor: Actor) -> PictureResult:
    """Give one picture. Reading it takes seconds, so no lock is held meanwhile."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        if not application.identity_check_id or application.biometrics_consented_at is None:
            raise AmparoError("identity.no_consent")
    return identity.add_picture(application.identity_check_id, side, image)


def conclude_identity(application_id: Reference, *, actor: Actor) -> CheckOutcome:
    """Compare what was read, what was typed and what the police said; after three tries a person looks."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        if not application.identity_check_id:
            raise AmparoError("identity.no_consent")
        police_state = member_of(application, APPLICANT_REF).police_state
    outcome = identity.conclude(application.identity_check_id, police_state)
    with transaction.atomic():
        application = _draft(application_id, actor)
        application.identity_tries += 1
        final = outcome.outcome
        if final == "retake" and application.identity_tries >= MAX_TRIES:
            final = "review"
        application.identity_outcome = "" if final == "retake" else final
        touch(application)
        tell("application.identity_concluded", actor, application, outcome=final)
    return outcome


def _draft(application_id: Reference, actor: Actor) -> Application:
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    return application
