"""Verbs of the applicant's identity by photos. A machine refuses nobody: what it cannot tell, a person looks at."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from applications.case import APPLICANT_REF
from applications.models import Application, PoliceState
from applications.selectors import live_application_number
from applications.services.completeness import claimed_identity
from applications.services.rows import Reference, locked, member_of, require_editable, tell, touch
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from identity import services as identity
from identity.types import CheckOutcome, PictureResult, Side, TurnAsked

# What the identity room calls the police's answers; those we still wait for say nothing.
_POLICE = {PoliceState.MATCH: "ok", PoliceState.DIFFERS: "differs", PoliceState.NOT_FOUND: "not_found"}


def open_identity_check(application_id: Reference, *, actor: Actor) -> Application:
    """Open the check with what the person typed; going on with one already open is the same call."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        check = identity.open_check(
            subject_ref=str(application.public_id),
            claimed=claimed_identity(application),
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
    state = identity.set_face_consent(application.identity_check_id, given)
    if application.identity_outcome and state.state == "review":
        application.identity_outcome = "review"
    touch(application)
    return application


def add_picture(application_id: Reference, side: Side, image: bytes, *, actor: Actor) -> PictureResult:
    """Give one picture. Reading it takes seconds, so no lock is held meanwhile."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
    return identity.add_picture(application.identity_check_id, side, image)


@transaction.atomic
def withdraw_face_consent(application_id: Reference, *, actor: Actor, decided: bool) -> Application:
    """After submitting: what was compared goes, and unless the case is decided a person looks instead."""
    application = locked(application_id)
    policies.require(actor, "application.withdraw_face", application)
    if application.biometrics_consented_at is None or not application.identity_check_id:
        return application
    application.biometrics_consented_at, application.biometrics_refused_at = None, timezone.now()
    application.save(update_fields=["biometrics_consented_at", "biometrics_refused_at", "changed_at"])
    identity.set_face_consent(application.identity_check_id, False, settled=decided)
    return application


def ask_turn(application_id: Reference, *, actor: Actor) -> TurnAsked:
    """The side to which the person turns the head before the camera: chosen by chance, good once and for a minute."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
    return identity.ask_turn(application.identity_check_id)


def add_turn(application_id: Reference, nonce: str, frames: tuple[bytes, ...], *, actor: Actor) -> PictureResult:
    """Give the three pictures of a head that turned. As `add_picture`."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
    return identity.add_turn(application.identity_check_id, nonce, frames)


def ask_person(application_id: Reference, *, actor: Actor) -> Application:
    """Leave it to a person, with the pictures there are or none: the application can be signed at once."""
    _begun(application_id, actor)
    with transaction.atomic():
        application = _draft(application_id, actor)
        state = identity.ask_person(application.identity_check_id)
        application.identity_outcome = state.state
        touch(application)
        tell("application.identity_concluded", actor, application, outcome=state.state)
    return application


def take_photos_after_all(application_id: Reference, *, actor: Actor) -> Application:
    """Who asked for a person prefers photos now. Raises ``identity.check_closed`` where a person looks
    for any other reason.
    """

    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
        identity.take_photos_after_all(application.identity_check_id)
        application.identity_outcome = ""
        touch(application)
    return application


def phone_link(application_id: Reference, *, actor: Actor) -> str:
    """The token with which one telephone takes the pictures of this draft, and sees nothing else of it."""
    return identity.phone_link(str(_begun(application_id, actor).public_id))


def _begun(application_id: Reference, actor: Actor) -> Application:
    """The draft with its check open; raises ``identity.check_closed`` where it was concluded."""
    if _draft_now(application_id, actor).identity_outcome:
        raise AmparoError("identity.check_closed")
    return open_identity_check(application_id, actor=actor)


def conclude_identity(application_id: Reference, *, actor: Actor) -> CheckOutcome:
    """Compare what was read, what was typed and what the police said. What cannot be told goes to a person."""
    with transaction.atomic():
        application = _draft(application_id, actor)
        _require_check(application)
        applicant = member_of(application, APPLICANT_REF)
        police_state = _POLICE.get(PoliceState(applicant.police_state))
        differences = tuple(applicant.police_differences)
        elsewhere = bool(live_application_number(application))
    outcome = identity.conclude(
        application.identity_check_id, police_state, elsewhere=elsewhere, police_differences=differences
    )
    with transaction.atomic():
        application = _draft(application_id, actor)
        application.identity_outcome = "" if outcome.outcome == "retake" else outcome.outcome
        touch(application)
        tell("application.identity_concluded", actor, application, outcome=outcome.outcome)
    return outcome


def _require_check(application: Application) -> None:
    if not application.identity_check_id:
        raise AmparoError("identity.applicant_incomplete")


@transaction.atomic
def _draft_now(application_id: Reference, actor: Actor) -> Application:
    return _draft(application_id, actor)


def _draft(application_id: Reference, actor: Actor) -> Application:
    application = locked(application_id)
    policies.require(actor, "application.edit", application)
    require_editable(application)
    return application
