"""Verbs of the applicant's identity by photos. A machine refuses nobody: what it cannot tell, a person looks at."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from applications.case import APPLICANT_REF, birth_date_of
from applications.models import Application, PoliceState
from applications.selectors import live_application_number
from applications.services.completeness import person_complete
from applications.services.rows import Reference, locked, member_of, require_editable, tell, touch
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from identity import services as identity
from identity.types import CheckOutcome, ClaimedIdentity, PictureResult, Side

# What the identity room calls the police's answers; those we still wait for say nothing.
_POLICE = {PoliceState.MATCH: "ok", PoliceState.DIFFERS: "differs", PoliceState.NOT_FOUND: "not_found"}


def open_identity_check(application_id: Reference, *, actor: Actor) -> Application:
    """Open the check with what the person typed; going on with one already open is the same call."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        member = member_of(application, APPLICANT_REF)
        if not person_complete(application, member):
            raise AmparoError("identity.applicant_incomplete")
        claimed = ClaimedIdentity(
            document_kind=member.document_kind,
            number=member.document_number,
            first_name=member.first_name,
            first_surname=member.first_surname,
            second_surname=member.second_surname,
            birth_date=birth_date_of(application, APPLICANT_REF),
            expires_on=member.document_expires_on,
        )
        check = identity.open_check(
            subject_ref=str(application.public_id),
            claimed=claimed,
            province_code=application.province_code,
            face_consent=application.biometrics_consented_at is not None,
        )
        application.identity_check_id, application.identity_outcome = str(check.check_id), ""
        touch(application)
    return application


@transaction.atomic
def answer_face_consent(application_id: Reference, given: bool, *, actor: Actor) -> Application:
    """Whether the face may be compared with the card's photo. Saying no costs nothing: a person looks instead."""
    application = _draft(application_id, actor)
    _require_check(application)
    now = timezone.now()
    application.biometrics_consented_at = now if given else None
    application.biometrics_refused_at = None if given else now
    identity.set_face_consent(application.identity_check_id, given)
    touch(application)
    return application


def add_picture(application_id: Reference, side: Side, image: bytes, *, actor: Actor) -> PictureResult:
    """Give one picture. Reading it takes seconds, so no lock is held meanwhile."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
        if side == "selfie" and application.biometrics_consented_at is None:
            raise AmparoError("identity.no_consent")
    return identity.add_picture(application.identity_check_id, side, image)


def conclude_identity(application_id: Reference, *, actor: Actor) -> CheckOutcome:
    """Compare what was read, what was typed and what the police said. What cannot be told goes to a person."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
        police_state = _POLICE.get(PoliceState(member_of(application, APPLICANT_REF).police_state))
        elsewhere = bool(live_application_number(application))
    outcome = identity.conclude(application.identity_check_id, police_state, elsewhere=elsewhere)
    with transaction.atomic():
        application = _draft(application_id, actor)
        application.identity_outcome = "" if outcome.outcome == "retake" else outcome.outcome
        touch(application)
        tell("application.identity_concluded", actor, application, outcome=outcome.outcome)
    return outcome


def _require_check(application: Application) -> None:
    if not application.identity_check_id:
        raise AmparoError("identity.applicant_incomplete")


def _draft(application_id: Reference, actor: Actor) -> Application:
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    return application
