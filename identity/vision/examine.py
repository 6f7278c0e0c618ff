"""One picture examined: is it what it should be, is it good enough, what does it say?

A code in ``problems`` asks for another picture; the codes are those of identity.errors. Nothing is guessed: what was
not read is simply absent.
"""

from __future__ import annotations

import math
import time
from datetime import date
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision import card as cards
from identity.vision import detectors, quality, reading, thresholds, weights
from identity.vision import face as faces
from identity.vision.card import Card
from identity.vision.examined import Examined
from identity.vision.face import Face
from identity.vision.intake import Opened
from identity.vision.mrz import Mrz

Image = NDArray[Any]


def examine_front(opened: Opened, today: date, until: float = math.inf) -> Examined:
    """The side with the portrait and the number. Nothing is tried harder after `until` (`time.monotonic`)."""
    card, portrait = _upright_front(cards.rectify(opened.image), opened.image)
    measures = _measures(card, opened, quality.FRONT_NEEDED)
    measures["face_score"] = round(portrait.score, 3) if portrait else 0.0
    gate = _gate(measures)
    if gate:
        return Examined((gate,), measures=measures)
    text = reading.read_front(card.image)
    if not text.number and card.found and time.monotonic() < until:
        # The quadrilateral may have been the wrong one: read the whole picture before giving up.
        whole = reading.read_front(_sized(opened.image))
        text = whole if whole.number or whole.spanish_marks > text.spanish_marks else text
    measures["words"] = text.spanish_marks
    read = {"number": text.number} if text.number else {}
    if text.dates:
        read["dates"] = ",".join(day.isoformat() for day in text.dates)
    problem = _front_problem(card, text, portrait, measures, today)
    return Examined((problem,) if problem else (), read, measures)


def _front_problem(
    card: Card, text: reading.FrontText, portrait: Face | None, measures: dict[str, Any], today: date
) -> str:
    if not text.number and text.spanish_marks < 2:
        return _no_front(card, text, portrait, measures, today)
    gate = _gate(measures, unread=not text.number)
    if gate or (text.number and portrait is not None):
        return gate
    if not text.number:
        return "identity.number_unread"
    return "identity.portrait_not_found" if weights.available() else ""


def _no_front(card: Card, text: reading.FrontText, portrait: Face | None, measures: dict[str, Any], today: date) -> str:
    """Nothing of a Spanish front was read: the other side, a bad picture, another card, or no card?"""
    if portrait is None and reading.read_mrz(card.image, today)[1]:
        return "identity.side_is_back"
    words = sum(len(word) >= 4 for word in text.text.split())
    other = "identity.not_spanish_card" if words >= 6 or portrait else "identity.card_not_found"
    return _gate(measures, unread=True) or other


def _upright_front(card: Card, image: Image) -> tuple[Card, Face | None]:
    """The card the way up in which its portrait is found."""
    if not weights.available():
        return card, None
    other = cards.turned(card, image)
    found = [(view, faces.card_face(view.image)) for view in (card, other)]
    found.sort(key=lambda pair: -(pair[1].score if pair[1] else 0.0))
    return found[0]


def examine_back(opened: Opened, today: date, until: float = math.inf) -> Examined:
    """The side with the machine-readable zone. Nothing is tried harder after `until` (`time.monotonic`)."""
    card = cards.rectify(opened.image)
    measures = _measures(card, opened, quality.BACK_NEEDED)
    gate = _gate(measures)
    if gate:
        return Examined((gate,), measures=measures)
    zone, seen = reading.read_mrz(card.image, today)
    if zone is None or not zone.valid:
        card, zone, seen = _harder(card, opened.image, (zone, seen), today, until)
    read: dict[str, str] = {}
    if zone is not None:
        measures["checks"] = zone.checks
        read = _read_of(zone)
    problem = _back_problem(opened, zone, seen, measures, card)
    return Examined((problem,) if problem else (), read, measures)


def _harder(
    card: Card, image: Image, first: tuple[Mrz | None, bool], today: date, until: float
) -> tuple[Card, Mrz | None, bool]:
    """Other ways to the zone: the card the other way up, and the three lines sought in the whole picture."""
    (best, seen), best_card = first, card
    other = cards.turned(card, image)
    strips = reading.zone_strips(image)
    for view, attempt in [(other, other.image), *((card, strip) for strip in strips)]:
        found, here = reading.read_mrz(attempt, today, whole=attempt is not other.image)
        seen = seen or here
        if found is not None and (best is None or sum(found.checks.values()) > sum(best.checks.values())):
            best, best_card = found, view
        if (best is not None and best.valid) or time.monotonic() > until:
            break
    return best_card, best, seen


def _read_of(zone: Mrz) -> dict[str, str]:
    read = {
        "number": zone.number,
        "support": zone.support,
        "birth": zone.birth.isoformat() if zone.birth else "",
        "expiry": zone.expiry.isoformat() if zone.expiry else "",
        "sex": zone.sex,
        "nationality": zone.nationality if zone.valid else "",
        "surnames": zone.surnames if zone.valid else "",
        "names": zone.names if zone.valid else "",
        "name_lines": "|".join(zone.name_readings) if zone.valid else "",
    }
    return {name: value for name, value in read.items() if value}


def _back_problem(opened: Opened, zone: Mrz | None, seen: bool, measures: dict[str, Any], card: Card) -> str:
    if zone is not None and not zone.spanish and sum(zone.checks.values()) >= 3:
        return "identity.not_spanish_card"
    if zone is None and not seen:
        if weights.available() and _upright_front(card, opened.image)[1]:
            return "identity.side_is_front"
        return _gate(measures, unread=True) or "identity.card_not_found"
    unread = zone is None or not zone.valid
    return _gate(measures, unread) or ("identity.zone_unread" if unread else "")


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
    card, portrait = _upright_front(cards.rectify(front.image), front.image)
    picture = card.image
    if portrait is None:
        everywhere = faces.faces_in(front.image)
        if not everywhere:
            return None
        portrait, picture = everywhere[0], front.image
    main, _ = main_face(selfie.image)
    return None if main is None else faces.compare(picture, portrait, selfie.image, main)


def _measures(card: Card, opened: Opened, needed: tuple[quality.Zone, ...]) -> dict[str, Any]:
    burnt, hidden = quality.glare(card.image, needed)
    return {
        "found": card.found,
        "card_px": round(card.width_px / opened.shrunk),
        "cut": card.cut,
        "blur": round(quality.blur(card.image), 2),
        "burnt": round(burnt, 4),
        "glare": round(hidden, 4),
        "chroma": round(quality.chroma(card.image), 2),
        "light": round(quality.light(card.image), 1),
    }


def _gate(measures: dict[str, Any], unread: bool = False) -> str:
    """The first gate that the picture does not pass, or an empty string. ``unread``: something could not be read."""
    blur_limit = thresholds.BLUR_SUSPECT if unread else thresholds.BLUR_REJECT
    gates = (
        (measures["cut"], "identity.card_cut"),
        (measures["card_px"] < thresholds.LEAST_CARD_PX, "identity.card_far"),
        (measures["burnt" if unread else "glare"] > thresholds.GLARE_SHARE, "identity.glare"),
        (measures["blur"] > blur_limit, "identity.blurred"),
        (measures["light"] < thresholds.LEAST_LIGHT, "identity.dark"),
        (measures["chroma"] < thresholds.LEAST_CHROMA, "identity.grey_copy"),
    )
    return next((code for failed, code in gates if failed), "")


def _sized(image: Image) -> Image:
    scale = 1200 / max(image.shape[:2])
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
