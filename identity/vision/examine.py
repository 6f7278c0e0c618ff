"""One picture examined: is it what it should be, is it good enough, what does it say?

A code in ``problems`` asks for another picture; the codes are those of identity.errors. Nothing is guessed: what was
not read is simply absent.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import cv2
from numpy.typing import NDArray

from identity.vision import card as cards
from identity.vision import detectors, gates, ocr, quality, thresholds, weights
from identity.vision import face as faces
from identity.vision.examined import Examined
from identity.vision.face import Face
from identity.vision.fields import UNSETTLED
from identity.vision.intake import Opened
from identity.vision.quad import Corners
from identity.vision.side import SideRead, read_side

Image = NDArray[Any]

_NOT_A_CARD = {"passport": "identity.is_passport", "eu_certificate": "identity.is_eu_certificate"}
_FEW_WORDS = 6
# Pixels that a card's width takes where it is only asked whether something is written there.
_GLANCE_WIDTH = 420


@dataclass(frozen=True)
class SideSeen:
    """One picture of a document: what it says, what was measured, and the reason to take it again, if any."""

    read: SideRead
    measures: dict[str, Any]
    problem: str = ""
    portrait: tuple[Image, Face] | None = None
    """The holder's, and the picture it was found in: the card laid flat, or the whole."""
    other: SideRead | None = None
    """The card's other side, where it stands in the same picture."""


def examine_front(opened: Opened, today: date, until: float = math.inf) -> Examined:
    """The side with the portrait and the number. Nothing is tried harder after `until` (`time.monotonic`)."""
    return _examined(see_front(opened, today, until))


def examine_back(opened: Opened, today: date, until: float = math.inf) -> Examined:
    """The side with the machine-readable zone. Nothing is tried harder after `until` (`time.monotonic`)."""
    return _examined(see_back(opened, today, until))


def _examined(seen: SideSeen) -> Examined:
    return Examined((seen.problem,) if seen.problem else (), values_of(seen.read), seen.measures)


def see_front(opened: Opened, today: date, until: float = math.inf) -> SideSeen:
    """A picture that should be the side with the portrait."""
    seen = _seen(opened, quality.FRONT_NEEDED, today, until)
    seen = replace(seen, portrait=_portrait(seen.read, opened.image))
    seen.measures["face_score"] = round(seen.portrait[1].score, 3) if seen.portrait else 0.0
    _spare_light_beside(seen)
    return replace(seen, problem=_front_problem(seen))


def _portrait(read: SideRead, image: Image) -> tuple[Image, Face] | None:
    """The holder's portrait and the picture it is in: on a card of which only the text was found, it may be beside."""
    if not weights.available():
        return None
    found = faces.card_face(read.card.image)
    if found is not None:
        return read.card.image, found
    everywhere = faces.faces_in(image) if read.document.spanish_card and not read.card.found else []
    return (image, everywhere[0]) if everywhere else None


def _spare_light_beside(seen: SideSeen) -> None:
    """On a front of which everything was read, light hides something only among the fields and on the face."""
    measures, image = seen.measures, seen.read.card.image
    read = measures["whole"] and {"surnames", "names"} <= seen.read.fields.keys()
    if seen.portrait and seen.portrait[0] is image and read and measures["glare"] > thresholds.GLARE_SHARE:
        (height, width), portrait = image.shape[:2], seen.portrait[1]
        left, top = portrait.x / width, portrait.y / height
        face = (max(0.0, left), max(0.0, top), left + portrait.width / width, top + portrait.height / height)
        measures["glare"] = round(quality.glare(image, (face, quality.FRONT_FIELDS))[1], 4)


def parted(seen: SideSeen) -> tuple[SideSeen, SideSeen]:
    """Front and back of a picture that shows both, each as if it had come alone."""
    if seen.other is None:
        return replace(seen, problem=""), replace(seen, problem="")
    sides = sorted((seen.read, seen.other), key=lambda read: read.document.side != "front")
    front, back = (SideSeen(read, dict(seen.measures)) for read in sides)
    front = replace(front, portrait=_portrait(front.read, front.read.card.image))
    return replace(front, problem=_front_problem(front)), replace(back, problem=_back_problem(back))


def see_back(opened: Opened, today: date, until: float = math.inf) -> SideSeen:
    """A picture that should be the side with the machine-readable zone."""
    seen = _seen(opened, quality.BACK_NEEDED, today, until)
    return replace(seen, problem=_back_problem(seen))


def _seen(opened: Opened, needed: tuple[quality.Zone, ...], today: date, until: float) -> SideSeen:
    card = cards.rectify(opened.image)
    read = read_side(card, opened.image, today, until)
    # A thing that leaves the picture is the card itself where its text reaches the border.
    corners, cut = card.corners if card.found else None, card.cut or (card.runs_out and read.card.cut)
    if read.document.side == "back" and read.zone.mrz is not None and read.zone.mrz.valid:
        # Whatever edges were found, a zone that is read whole shows where its card is.
        corners = cards.of_zone([row.box.corners for row in read.zone.rows], read.card)
        cut = cards.leaves(corners, opened.image)
    measures = gates.measured(read, opened, needed) | {"cut": cut, "runs_out": card.runs_out}
    if read.zone.mrz is not None:
        measures["checks"] = read.zone.mrz.checks
        measures["second_reader"] = read.zone.second
    return SideSeen(read, measures, other=_other_side(opened.image, corners, read, today, until))


def _other_side(image: Image, corners: Corners | None, read: SideRead, today: date, until: float) -> SideRead | None:
    """The other side of the same document, beside the one that was read at these corners."""
    if corners is None or not read.document.spanish_card:
        return None
    for rest in cards.rests_of(image, corners):
        side = round(_GLANCE_WIDTH * max(rest.shape) / cards.width_of(corners))
        if len(ocr.find_text(rest, side)) >= _FEW_WORDS:
            other = read_side(cards.rectify(rest), rest, today, until)
            if other.document.spanish_card and other.document.side != read.document.side:
                return other
    return None


def _front_problem(seen: SideSeen) -> str:
    read, measures = seen.read, seen.measures
    if not read.document.spanish_card:
        return _not_spanish(seen)
    if read.document.side == "both" or seen.other is not None:
        return "identity.both_sides"
    if read.document.side != "front":
        return "identity.side_is_back"
    number = "number" in read.fields
    return (
        gates.first_failed(measures, unread=not number)
        or ("" if number else "identity.number_unread")
        or _without_portrait(seen)
    )


def _without_portrait(seen: SideSeen) -> str:
    """What is wrong where everything is read and no portrait is there."""
    if seen.portrait is not None or not weights.available():
        return ""
    return "identity.card_cut" if seen.measures["runs_out"] else "identity.portrait_not_found"


def _back_problem(seen: SideSeen) -> str:
    read, measures = seen.read, seen.measures
    if not read.document.spanish_card:
        return _not_spanish(seen)
    if read.document.side == "both" or seen.other is not None:
        return "identity.both_sides"
    if read.document.side != "back":
        return "identity.side_is_front"
    unread = read.zone.unread
    return gates.first_failed(measures, unread) or ("identity.zone_unread" if unread else "")


def _not_spanish(seen: SideSeen) -> str:
    """No Spanish card was read: no card at all, a picture that cannot be read, another document, another country's."""
    read = seen.read
    if read.document.kind in _NOT_A_CARD:
        return _NOT_A_CARD[read.document.kind]
    speaks = read.words >= _FEW_WORDS or seen.portrait is not None
    if not speaks and not read.zone.seen and not seen.measures["found"]:
        # Nothing has edges here, so its blur and its border say nothing; a card would be the brightest thing in it.
        dark = quality.brightest(read.card.image) < thresholds.LEAST_LIGHT
        return "identity.dark" if dark else "identity.card_not_found"
    # Where so much is read that a Spanish card would be known by it, nothing that matters lies under a finger.
    measures = seen.measures | ({"covered": 0.0} if read.words >= _FEW_WORDS else {})
    other = "identity.not_spanish_card" if speaks else "identity.card_not_found"
    return gates.first_failed(measures, unread=True) or other


def values_of(read: SideRead) -> dict[str, str]:
    """What one side says, as plain text; dates are ISO, names as printed, ``name_lines`` as the zone was read."""
    values = {name: field.value for name, field in read.fields.items() if name not in UNSETTLED}
    if read.zone.mrz is None:
        days = [values[name] for name in ("birth", "issue", "expiry") if name in values]
        return values | ({"dates": ",".join(days)} if days else {})
    zone = read.zone.mrz
    values |= {
        "number": zone.number,
        "support": zone.support,
        "birth": zone.birth.isoformat() if zone.birth else "",
        "expiry": zone.expiry.isoformat() if zone.expiry else "",
        "sex": zone.sex if zone.valid else "",
        "nationality": zone.nationality if zone.valid else "",
        "surnames": zone.surnames if zone.valid else "",
        "names": zone.names if zone.valid else "",
        "name_lines": "|".join(zone.name_readings) if zone.valid else "",
    }
    return {name: value for name, value in values.items() if value}


def main_face(image: Image) -> tuple[Face | None, list[Face]]:
    """The largest face of a picture, and the others that are large enough to be somebody before the camera."""
    found = faces.faces_in(image)
    if not found:
        return None, []
    main = max(found, key=lambda item: item.height)
    return main, [item for item in found if item is not main and item.height > 0.45 * main.height]


def examine_selfie(opened: Opened) -> Examined:
    """A face, alone, large and clear enough to compare. Without the models the picture is kept for a person."""
    if not weights.available():
        return Examined(measures={"models": "missing"})
    main, others = main_face(opened.image)
    if main is None:
        return Examined(("identity.no_face",), measures={"light": round(quality.light(opened.image), 1)})
    left, top = max(0, round(main.x)), max(0, round(main.y))
    crop = opened.image[top : round(main.y + main.height), left : round(main.x + main.width)]
    measures: dict[str, Any] = {
        "face_score": round(main.score, 3),
        "face_px": round(main.width / opened.shrunk),
        "faces": 1 + len(others),
        "light": round(quality.light(crop), 1),
        "blur": round(quality.blur(cv2.resize(crop, (320, 400))), 2),
        "detectors": detectors.scores(opened.image, main),
    }
    problem = ""
    if others:
        problem = "identity.several_faces"
    elif measures["face_px"] < thresholds.SELFIE_FACE_PX:
        problem = "identity.face_small"
    elif measures["light"] < thresholds.LEAST_LIGHT:
        problem = "identity.face_dark"
    return Examined((problem,) if problem else (), measures=measures)


def compare_faces(front: Opened, selfie: Opened) -> float | None:
    """Likeness of the card's portrait and the selfie, or None where one of the faces is not found."""
    located = portrait_of(front)
    main, _ = main_face(selfie.image)
    if located is None or main is None:
        return None
    picture, portrait = located
    return faces.compare(picture, portrait, selfie.image, main)


def portrait_of(front: Opened) -> tuple[Image, Face] | None:
    """The holder's portrait, and the picture it was found in: the card laid flat, either way up, or the whole."""
    card = cards.rectify(front.image)
    found = [(view.image, faces.card_face(view.image)) for view in (card, cards.turned(card))]
    likely = [(image, face) for image, face in found if face is not None]
    if likely:
        return max(likely, key=lambda pair: pair[1].score)
    everywhere = faces.faces_in(front.image)
    return (front.image, everywhere[0]) if everywhere else None
