"""Verbs of the turn: ask for a side, once and for a minute, and take the three pictures that answer it.

It tells a person from one still picture of them, printed or on a screen. It does not tell a replayed video, a mask or
a picture made by a computer: docs/identity/limits.md.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.actors import SYSTEM
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from identity.models import IdentityCheck, SeenFrame, TurnChallenge, TurnSide
from identity.services import judgement
from identity.services.checks import examined_apart, receive, require_open
from identity.services.pictures import locked, refs
from identity.types import PictureResult, Turn, TurnAsked
from identity.vision import apart
from identity.vision.thresholds import TURN_SECONDS

FRAMES = 3


@transaction.atomic
def ask_turn(check_id: str | UUID) -> TurnAsked:
    """Choose a side by chance and say it. Asking again without having answered gives the same side with a new nonce.

    Otherwise whoever holds one picture turned to one side would ask until that side came.
    """
    check = _takes_faces(check_id)
    last = check.challenges.select_for_update().order_by("-id").first()
    unanswered = last is not None and last.used_at is None
    side = last.side if last is not None and unanswered else secrets.choice(TurnSide.values)
    if last is not None and unanswered:
        last.expires_at = min(last.expires_at, timezone.now())
        last.save(update_fields=["expires_at", "changed_at"])
    nonce = secrets.token_urlsafe(24)
    row = TurnChallenge.objects.create(
        check_of=check,
        nonce_index=_nonce_index(nonce),
        side=side,
        expires_at=timezone.now() + timedelta(seconds=TURN_SECONDS),
    )
    record("identity.turn_asked", SYSTEM, "application", check.subject_ref, refs(check) | {"side": side})
    return TurnAsked(nonce, cast(Turn, side), row.expires_at)


def add_turn(check_id: str | UUID, nonce: str, frames: tuple[bytes, ...]) -> PictureResult:
    """Take three pictures: straight, turned to the side that was asked for, straight again.

    Raises ``identity.turn_…`` for a nonce that is unknown, used or older than a minute, or where pictures are
    missing: that uses up no try. The nonce is spent before anything is opened. Otherwise as `add_picture`.
    """
    if len(frames) != FRAMES or not all(frames):
        raise AmparoError("identity.turn_incomplete")
    with transaction.atomic():
        check = _takes_faces(check_id)
        side = _spend(check, nonce)
        replayed = _seen_before(frames)
    seen, jpegs = examined_apart(check, "selfie", lambda: apart.turn(frames))
    problem = "identity.turn_replayed" if replayed else judgement.turn_problem(side, seen)
    if "turn" in seen.measures:
        seen.measures["turn"] |= judgement.turn_measures(side, seen, problem)
    if problem:
        seen = seen.with_problem(problem)
    return receive(check_id, "selfie", seen, {"selfie": jpegs[0], "turn": jpegs[1]})


def _takes_faces(check_id: str | UUID) -> IdentityCheck:
    check = locked(check_id)
    require_open(check)
    if not check.face_consent:
        raise AmparoError("identity.no_consent")
    return check


def _nonce_index(nonce: str) -> str:
    return blind_index("identity.turn", nonce)


def _spend(check: IdentityCheck, nonce: str) -> Turn:
    """The side that was asked for with this nonce, in this check; from now on it is used."""
    row = check.challenges.select_for_update().filter(nonce_index=_nonce_index(nonce)).first()
    if row is None:
        raise AmparoError("identity.turn_unknown")
    if row.used_at is not None:
        raise AmparoError("identity.turn_used")
    if row.expires_at <= timezone.now():
        raise AmparoError("identity.turn_expired")
    row.used_at = timezone.now()
    row.save(update_fields=["used_at", "changed_at"])
    return cast(Turn, row.side)


def _seen_before(frames: tuple[bytes, ...]) -> bool:
    """Whether any of the pictures was sent before, in any check, or twice in this one: a camera never repeats itself.

    Only the very same bytes are known again; the same video taken anew is not.
    """
    indexes = [blind_index("identity.frame", hashlib.sha256(frame).hexdigest()) for frame in frames]
    before = len(set(indexes)) < len(indexes)
    for index in indexes:
        try:
            with transaction.atomic():
                SeenFrame.objects.create(index=index)
        except IntegrityError:
            before = True
    return before
