"""Weighing a check: from what was read and measured to an outcome with its reasons. Pure, and never a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from core.validity import PERMANENT
from identity.models import IdentityCheck, IdentityCheckState, Picture
from identity.selectors import claimed_of
from identity.types import Outcome, Turn
from identity.vision import thresholds, weights
from identity.vision.agreement import DIFFERS, NOT_READ, Agreement, agree, dates_in_order, permanent_fits
from identity.vision.examined import Examined
from identity.vision.mrz_card import support_fits


@dataclass(frozen=True)
class Likeness:
    """How the comparison of faces went: ``compared`` (with its cosine), ``not_consented``, ``no_selfie``…"""

    state: str
    cosine: float | None = None


@dataclass(frozen=True)
class Verdict:
    """Outcome, reasons (codes of the catalogue), sides to take again, and every value measured with its threshold."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    retake_sides: tuple[str, ...] = ()
    measures: dict[str, Any] = field(default_factory=dict)

    def for_a_person(self) -> Verdict:
        """The same, but no more tries: a person looks."""
        return replace(self, outcome="review", retake_sides=())


@dataclass(frozen=True)
class Told:
    """What others told: the police's answer, whole and by field, and whether another live application has the same
    document."""

    police_state: str | None = None
    elsewhere: bool = False
    police_differences: tuple[str, ...] = ()


def weigh(check: IdentityCheck, pictures: dict[str, Picture], likeness: Likeness, told: Told, today: date) -> Verdict:
    """Outcome of a check whose pictures are all there."""
    agreement = agree(claimed_of(check), pictures["front"].read, pictures["back"].read, today)
    reasons = _of_data(agreement) + _of_pictures(pictures, check.face_consent) + _of_validity(pictures, today)
    if told.police_state in ("differs", "not_found"):
        reasons.append("identity.police_differs")
    if told.elsewhere:
        reasons.append("identity.document_elsewhere")
    measures = _measures(pictures, likeness, agreement) | {"police_differences": list(told.police_differences)}
    again = _faces_unlike(likeness)
    if again and "identity.sides_differ" not in reasons:
        return Verdict("retake", (*reasons, "identity.face_differs"), ("selfie",), measures)
    reasons += _of_face(likeness)
    if likeness.state == "compared":
        reasons += _of_liveness(pictures["selfie"].measures)
    complete = agreement.complete and not reasons
    if not complete and not reasons:
        reasons.append("identity.data_not_read")
    return Verdict("verified" if complete else "review", tuple(dict.fromkeys(reasons)), (), measures)


def _of_data(agreement: Agreement) -> list[str]:
    states = agreement.fields
    reasons = []
    if states["sides"] == DIFFERS:
        reasons.append("identity.sides_differ")
    if states["number"] != "agrees":
        reasons.append("identity.typed_differs" if states["number"] == DIFFERS else "identity.number_not_read")
    for name, code in (
        ("names", "identity.names_differ"),
        ("birth", "identity.birth_differs"),
        ("expiry", "identity.expiry_differs"),
    ):
        if states[name] == DIFFERS:
            reasons.append(code)
    if states["sides"] == NOT_READ or states["names"] == NOT_READ or states["birth"] == NOT_READ:
        reasons.append("identity.data_not_read")
    if agreement.expired:
        reasons.append("identity.document_expired")
    return reasons


def _of_pictures(pictures: dict[str, Picture], faces_matter: bool) -> list[str]:
    matter = [picture for side, picture in pictures.items() if side != "selfie" or faces_matter]
    reasons = ["identity.kept_after_tries"] if any(picture.problems for picture in matter) else []
    cards = (picture.measures for side, picture in pictures.items() if side != "selfie")
    if any(one.get("recapture_peak", 0.0) >= thresholds.RECAPTURE_CARD for one in cards):
        reasons.append("identity.card_recaptured")
    if not _support_fits(pictures):
        reasons.append("identity.support_unfitting")
    if dates_in_order(_days(pictures)) is False:
        reasons.append("identity.dates_disordered")
    return reasons


def _of_validity(pictures: dict[str, Picture], today: date) -> list[str]:
    """A card that never ends: on both its sides, and only of who is old enough for it."""
    ends = {read["expiry"] for side in ("front", "back") if "expiry" in (read := pictures[side].read)}
    reasons = ["identity.sides_differ"] if len(ends) > 1 and PERMANENT.isoformat() in ends else []
    if permanent_fits(_days(pictures), today) is False:
        reasons.append("identity.permanent_unfitting")
    return reasons


def _support_fits(pictures: dict[str, Picture]) -> bool:
    """Whether each support number read can belong to the card that the front is, and to its number."""
    front = pictures["front"].measures
    # What the series itself told says nothing of the series.
    kind = str(front.get("kind", "")) if front.get("kind_by_print") else ""
    reads = [pictures[side].read for side in ("front", "back")]
    return all(
        support_fits(kind, read.get("number", ""), read["support"]) is not False for read in reads if "support" in read
    )


def _days(pictures: dict[str, Picture]) -> dict[str, dict[str, Any]]:
    """Birth, issue and expiry from wherever they were read; the zone's, which has check digits, before the front's."""
    read = pictures["front"].read | pictures["back"].read
    return {name: {"value": read[name]} for name in ("birth", "issue", "expiry") if name in read}


def _faces_unlike(likeness: Likeness) -> bool:
    if likeness.state == "compared" and likeness.cosine is not None:
        return likeness.cosine < thresholds.REVIEW_COSINE
    return False


def _of_face(likeness: Likeness) -> list[str]:
    if likeness.state == "unavailable":
        return ["identity.models_unavailable"]
    if likeness.state != "compared" or likeness.cosine is None:
        return ["identity.face_not_compared"]
    if likeness.cosine > thresholds.SAME_PICTURE_COSINE:
        return ["identity.face_same_picture"]
    return [] if likeness.cosine >= thresholds.VERIFIED_COSINE else ["identity.face_doubtful"]


def _of_liveness(selfie: dict[str, Any]) -> list[str]:
    """A person looks at a face that did not turn, and at one that looks like a picture of a picture."""
    reasons = [] if selfie.get("turn", {}).get("passed") else ["identity.turn_not_made"]
    detectors = selfie.get("detectors", {}).values()
    if any(one["value"] >= one["suspicious_from"] for one in detectors):
        reasons.append("identity.face_recaptured")
    return reasons


def turn_problem(side: Turn, seen: Examined) -> str:
    """What is wrong with a turn to `side`, by what was measured; empty where nothing is, or nothing was measured."""
    turn = seen.measures.get("turn")
    if seen.problems or turn is None:
        return ""
    if min(turn["alike"]) < thresholds.TURN_SAME_FACE:
        return "identity.turn_other_face"
    ways = _ways(side, turn["noses"])
    if min(ways) >= thresholds.TURN_LEAST:
        return ""
    return "identity.turn_other_side" if max(ways) <= -thresholds.TURN_LEAST else "identity.turn_not_seen"


def turn_measures(side: Turn, seen: Examined, problem: str) -> dict[str, Any]:
    """What is stored of a turn, with its limits."""
    return {
        "asked": side,
        "passed": not problem and not seen.problems,
        "ways": [round(way, 4) for way in _ways(side, seen.measures["turn"]["noses"])],
        "way_from": thresholds.TURN_LEAST,
        "alike_from": thresholds.TURN_SAME_FACE,
    }


def _ways(side: Turn, noses: list[float]) -> tuple[float, float]:
    """How far the nose went to the side asked for, and how far it came back. One's own left is the picture's right."""
    first, turned, last = noses
    sign = 1.0 if side == "left" else -1.0
    return sign * (turned - first), sign * (turned - last)


_FACE_REASONS = frozenset(
    f"identity.{name}"
    for name in (
        "face_differs",
        "face_doubtful",
        "face_same_picture",
        "face_not_compared",
        "face_recaptured",
        "models_unavailable",
        "turn_not_made",
    )
)


def without_face(check: IdentityCheck, settled: bool) -> None:
    """Take out of a check whatever its face gave; unless the case is decided, what stood on it goes to a person."""
    check.measures = {name: value for name, value in check.measures.items() if name != "face"}
    check.measures["pictures"] = {
        side: value for side, value in check.measures.get("pictures", {}).items() if side not in ("selfie", "turn")
    }
    check.reasons = [code for code in check.reasons if code not in _FACE_REASONS]
    if check.state == IdentityCheckState.RETAKE:
        check.retake_sides = [side for side in check.retake_sides if side != "selfie"]
        check.state = IdentityCheckState.RETAKE if check.retake_sides else IdentityCheckState.OPEN
    elif check.state == IdentityCheckState.REVIEW or (check.state == IdentityCheckState.VERIFIED and not settled):
        check.state = IdentityCheckState.REVIEW
        check.reasons = [*check.reasons, "identity.face_withdrawn"]


def measured(pictures: dict[str, Picture]) -> dict[str, Any]:
    """What was measured on each picture, with the limits and the models' hashes; no picture, no vector."""
    return {
        "pictures": {side: picture.measures for side, picture in pictures.items()},
        "limits": {
            "face_score": thresholds.DETECTION_SCORE,
            "face_px": thresholds.SELFIE_FACE_PX,
            "light": thresholds.LEAST_LIGHT,
            "blur": thresholds.BLUR_REJECT,
            "blur_unread": thresholds.BLUR_SUSPECT,
            "glare": thresholds.GLARE_SHARE,
            "covered": thresholds.COVERED_SHARE,
            "chroma": thresholds.LEAST_CHROMA,
            "colour": thresholds.LEAST_COLOUR,
            "card_px": thresholds.LEAST_CARD_PX,
            "recapture_peak": thresholds.RECAPTURE_CARD,
        },
        "models": {model.name: model.sha256 for model in weights.ALL},
    }


def _measures(pictures: dict[str, Picture], likeness: Likeness, agreement: Agreement) -> dict[str, Any]:
    """Everything a person needs to understand or repeat the judgement."""
    return measured(pictures) | {
        "agreement": agreement.fields | {"expired": agreement.expired, "permanent": agreement.permanent},
        "face": {
            "state": likeness.state,
            "cosine": None if likeness.cosine is None else round(likeness.cosine, 4),
            "verified_from": thresholds.VERIFIED_COSINE,
            "review_from": thresholds.REVIEW_COSINE,
            "same_picture_from": thresholds.SAME_PICTURE_COSINE,
        },
    }
