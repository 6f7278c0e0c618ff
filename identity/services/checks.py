"""Verbs of the identity check by pictures: open, add a picture, conclude, review, look, purge.

A machine never refuses anybody here. A picture that cannot be used is asked for again with its reason; the third one of
a side is kept as it is and a person looks. Pictures live encrypted in the vault until the check is decided.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import vault
from core.actors import SYSTEM, Actor, citizen
from core.encryption import blind_index
from core.errors import AmparoError
from core.events import record
from core.identifiers import normalize_document_number
from core.policies import require
from identity.models import IdentityCheck, IdentityCheckState, Picture, PictureSide
from identity.selectors import problem_of, state_of
from identity.services import judgement
from identity.services.consents import keep_face_consent
from identity.services.pictures import KEPT_WHILE_OPEN, erase_face, found, locked, pictures_of, refs, set_purge
from identity.types import CheckOutcome, CheckState, ClaimedIdentity, Outcome, PictureResult
from identity.vision import apart
from identity.vision.agreement import DIFFERS, sides_agree
from identity.vision.examined import Examined

MAX_TRIES = 3
Given = TypeVar("Given")
_TAKES_PICTURES = (IdentityCheckState.OPEN, IdentityCheckState.RETAKE)


def open_check(
    *, subject_ref: str, claimed: ClaimedIdentity, province_code: str = "", face_consent: bool = False
) -> CheckState:
    """Start checking who `claimed` is, or go on with the check already open for that person.

    ``face_consent`` is the separate consent to compare the face, off unless given; without it the outcome is a
    person's look, at no cost.
    """
    number = normalize_document_number(claimed.number)
    index = blind_index("identity.number", number)
    data = dataclasses.asdict(claimed) | {"number": number}
    with transaction.atomic():
        check = (
            IdentityCheck.objects.select_for_update()
            .filter(subject_ref=subject_ref, number_index=index, state__in=_TAKES_PICTURES)
            .first()
        )
        if check is None:
            check = IdentityCheck(subject_ref=subject_ref, number_index=index)
        check.claimed = _plain(data)
        check.province_code = province_code or check.province_code
        fresh = check.pk is None
        check.save()
        if fresh:
            record("identity.opened", citizen(subject_ref), "application", subject_ref, refs(check))
        if face_consent:
            _set_face_consent(check, True)
    return state_of(check)


def set_face_consent(check_id: str | UUID, given: bool, *, settled: bool = False) -> CheckState:
    """Give or take back the consent to compare the face. Taking it back costs nothing: a person looks instead.

    The picture of the face and what was compared go at once. ``settled``: the case was decided already, so nobody has
    anything left to look at.
    """
    with transaction.atomic():
        check = locked(check_id)
        _set_face_consent(check, given, settled)
    return state_of(check)


def _set_face_consent(check: IdentityCheck, given: bool, settled: bool = False) -> None:
    if check.face_consent == given:
        return
    check.face_consent, check.face_consent_at = given, timezone.now()
    if not given:
        erase_face(check)
        judgement.without_face(check, settled)
    check.save()
    kind = "identity.face_consent_given" if given else "identity.face_consent_withdrawn"
    record(kind, citizen(check.subject_ref), "application", check.subject_ref, refs(check))
    keep_face_consent(check.subject_ref, given)


def add_picture(check_id: str | UUID, side: str, image: bytes) -> PictureResult:
    """Examine one picture; keep it if it can be used, or say why not and how to take it again.

    Raises AmparoError ``identity.picture_…`` when the file is no picture at all, or costs more than one may; that
    uses up no try.
    """
    check = found(check_id)
    require_open(check)
    if side == PictureSide.SELFIE and not check.face_consent:
        raise AmparoError("identity.no_consent")
    # Outside any transaction: it takes about a second, and nobody else should wait for it.
    seen, jpeg = _examined(check, side, image, timezone.localdate())
    return receive(check_id, side, seen, {side: jpeg})


def require_open(check: IdentityCheck) -> None:
    """Raise ``identity.check_closed`` unless the check still takes pictures."""
    if check.state not in _TAKES_PICTURES:
        raise AmparoError("identity.check_closed")


def receive(check_id: str | UUID, side: str, seen: Examined, jpegs: dict[str, bytes]) -> PictureResult:
    """Keep what was examined for `side`, with the picture of each side in `jpegs`, or count a try."""
    with transaction.atomic():
        check = locked(check_id)
        require_open(check)
        if side == PictureSide.SELFIE and not check.face_consent:
            raise AmparoError("identity.no_consent")
        tries = check.picture_tries.get(side, 0)
        kept = not seen.problems or tries + 1 >= MAX_TRIES
        if seen.problems:
            check.picture_tries = check.picture_tries | {side: tries + 1}
            check.save(update_fields=["picture_tries", "changed_at"])
        if kept:
            _keep(check, side, seen, jpegs)
        payload = refs(check) | {"side": side, "kept": kept, "problems": list(seen.problems)}
        record("identity.picture_received", citizen(check.subject_ref), "application", check.subject_ref, payload)
    notes = (*seen.problems, *_notes(seen))
    return PictureResult(
        accepted=kept,
        problems=tuple(problem_of(code) for code in notes),
        read=dict(seen.read),
        tries_left=max(0, MAX_TRIES - check.picture_tries.get(side, 0)),
    )


def _examined(check: IdentityCheck, side: str, image: bytes, today: date) -> tuple[Examined, bytes]:
    """What the picture gave, held against the other side and against what was typed; and the JPEG to keep."""
    seen, jpeg = examined_apart(check, side, lambda: apart.examine(side, image, today))
    problem = "" if side == "selfie" or seen.problems else _unlike_the_rest(check, side, seen)
    return (seen.with_problem(problem) if problem else seen), jpeg


def examined_apart(
    check: IdentityCheck, side: str, ask: Callable[[], tuple[Examined, Given]]
) -> tuple[Examined, Given]:
    """What the process apart answers; a picture that cost it its life is written down."""
    try:
        return ask()
    except AmparoError as error:
        if error.code in apart.GIVEN_UP:
            payload = refs(check) | {"side": side, "reason": error.code}
            record("identity.picture_given_up", SYSTEM, "application", check.subject_ref, payload)
        raise


def _unlike_the_rest(check: IdentityCheck, side: str, seen: Examined) -> str:
    other = check.pictures.filter(side="back" if side == "front" else "front", replaced_at=None).first()
    if other is not None:
        front, back = (seen.read, other.read) if side == "front" else (other.read, seen.read)
        if sides_agree(front, back) == DIFFERS:
            return "identity.sides_differ"
    number = check.claimed["number"]
    return "identity.number_differs" if seen.read.get("number", number) != number else ""


def _notes(seen: Examined) -> tuple[str, ...]:
    """Things worth telling at once that do not ask for another picture."""
    expiry = seen.read.get("expiry")
    expired = bool(expiry) and date.fromisoformat(str(expiry)) < timezone.localdate()
    return ("identity.document_expired",) if expired else ()


def _keep(check: IdentityCheck, side: str, seen: Examined, jpegs: dict[str, bytes]) -> None:
    gone = {side, *jpegs, *((PictureSide.TURN,) if side == PictureSide.SELFIE else ())}
    for old in check.pictures.select_related("file").filter(side__in=gone, replaced_at=None):
        vault.purge(old.file)
        old.replaced_at = timezone.now()
        old.save(update_fields=["replaced_at", "changed_at"])
    for name, jpeg in jpegs.items():
        stored = vault.store(jpeg, "image/jpeg", purge_at=timezone.now() + KEPT_WHILE_OPEN)
        said = {"read": seen.read, "problems": list(seen.problems), "measures": seen.measures} if name == side else {}
        Picture.objects.create(check_of=check, side=name, file=stored, **said)
    if side in check.retake_sides:
        check.retake_sides = [other for other in check.retake_sides if other != side]
        check.save(update_fields=["retake_sides", "changed_at"])


def conclude(
    check_id: str | UUID,
    police_state: str | None = None,
    *,
    elsewhere: bool = False,
    police_differences: tuple[str, ...] = (),
) -> CheckOutcome:
    """Weigh everything read and measured: ``verified``, ``review`` by a person, or ``retake`` of a picture.

    ``police_state`` is the answer of the police register (``ok``, ``differs``, ``not_found``) or None where there is
    none yet, ``police_differences`` the fields that it did not confirm; ``elsewhere``: the same document stands in
    another live application, which a person looks at and nobody is refused for. Raises ``identity.pictures_missing``
    without both faces of the document. Concluding twice changes nothing.
    """
    check = found(check_id)
    if check.state not in _TAKES_PICTURES:
        return _outcome_of(check)
    pictures = pictures_of(check)
    if not {"front", "back"} <= pictures.keys():
        raise AmparoError("identity.pictures_missing")
    likeness = _likeness(check, pictures)
    told = judgement.Told(police_state, elsewhere, police_differences)
    verdict = judgement.weigh(check, pictures, likeness, told, timezone.localdate())
    with transaction.atomic():
        check = locked(check_id)
        if check.state not in _TAKES_PICTURES:
            return _outcome_of(check)
        tries = check.picture_tries
        for side in verdict.retake_sides:
            tries = tries | {side: tries.get(side, 0) + 1}
        if verdict.retake_sides and max(tries[side] for side in verdict.retake_sides) >= MAX_TRIES:
            verdict = verdict.for_a_person()
        check.picture_tries, check.state = tries, verdict.outcome
        check.reasons, check.retake_sides = list(verdict.reasons), list(verdict.retake_sides)
        check.measures, check.police_state = verdict.measures, police_state or ""
        check.concluded_at = None if verdict.outcome == "retake" else timezone.now()
        check.save()
        set_purge(check, verdict.outcome)
        payload = refs(check) | {"outcome": verdict.outcome, "reasons": list(verdict.reasons)}
        record("identity.concluded", SYSTEM, "application", check.subject_ref, payload)
    return _outcome_of(check)


def _likeness(check: IdentityCheck, pictures: dict[str, Picture]) -> judgement.Likeness:
    """Compare the faces, if that was consented to and can be done."""
    if not check.face_consent:
        return judgement.Likeness("not_consented")
    if "selfie" not in pictures:
        return judgement.Likeness("no_selfie")
    try:
        cosine = apart.compare(*(vault.read(pictures[side].file) for side in ("front", "selfie")))
    except AmparoError as error:
        if error.code in apart.UNAVAILABLE:
            return judgement.Likeness("unavailable")
        raise
    return judgement.Likeness("compared", cosine) if cosine is not None else judgement.Likeness("not_found")


def review(check_id: str | UUID, actor: Actor, accepted: bool, reason: str) -> CheckState:
    """A person decides after looking. Their reason is kept; the pictures are purged."""
    with transaction.atomic():
        check = locked(check_id)
        require(actor, "identity.review", check)
        if check.state != IdentityCheckState.REVIEW:
            raise AmparoError("identity.check_closed")
        check.state = IdentityCheckState.ACCEPTED if accepted else IdentityCheckState.NOT_CONFIRMED
        check.reviewed_by, check.reviewed_at, check.review_reason = actor.ref, timezone.now(), reason
        check.save()
        set_purge(check, check.state)
        record("identity.review_decided", actor, "application", check.subject_ref, refs(check) | {"accepted": accepted})
    return state_of(check)


def _outcome_of(check: IdentityCheck) -> CheckOutcome:
    decided = {"accepted": "verified", "not_confirmed": "review"}
    return CheckOutcome(
        outcome=cast(Outcome, decided.get(check.state, check.state)),
        reasons=tuple(problem_of(code) for code in check.reasons),
        values=check.measures,
        retake_sides=tuple(check.retake_sides),
    )


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
