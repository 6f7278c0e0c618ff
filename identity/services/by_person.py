"""The person would rather have a person look, or would rather not after all. Neither costs anything."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.actors import citizen
from core.errors import AmparoError
from core.events import record
from identity.models import IdentityCheckState
from identity.selectors import state_of
from identity.services import judgement
from identity.services.checks import require_open
from identity.services.pictures import locked, pictures_of, refs, set_purge
from identity.types import CheckState


def ask_person(check_id: str | UUID) -> CheckState:
    """The person wants a person to look, with the pictures there are or none. It costs nothing and needs no reason."""
    with transaction.atomic():
        check = locked(check_id)
        require_open(check)
        check.state, check.reasons, check.retake_sides = IdentityCheckState.REVIEW, ["identity.person_asked"], []
        check.concluded_at, check.measures = timezone.now(), judgement.measured(pictures_of(check))
        check.save()
        set_purge(check, check.state)
        record("identity.person_asked", citizen(check.subject_ref), "application", check.subject_ref, refs(check))
    return state_of(check)


def take_photos_after_all(check_id: str | UUID) -> CheckState:
    """Who asked for a person prefers photos now: the check goes on where it was, with the pictures and tries it had.

    Raises ``identity.check_closed`` where a person looks for any other reason.
    """
    with transaction.atomic():
        check = locked(check_id)
        if check.state != IdentityCheckState.REVIEW or "identity.person_asked" not in check.reasons:
            raise AmparoError("identity.check_closed")
        check.state, check.reasons, check.concluded_at, check.measures = IdentityCheckState.OPEN, [], None, {}
        check.save()
        set_purge(check, check.state)
        record("identity.photos_after_all", citizen(check.subject_ref), "application", check.subject_ref, refs(check))
    return state_of(check)
