"""One document from its pictures: both sides read and put together, field by field, with the face if there is one.

Everything is told in plain values, the JSON of `read_document`; judging them is `identity.services.readings`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from identity.vision import agreement, examine, mrz_card, naming, second_vote, thresholds, weights
from identity.vision import face as faces
from identity.vision.examine import SideSeen
from identity.vision.fields import Field
from identity.vision.intake import Opened
from identity.vision.mrz import Mrz

NAMES = ("number", "surnames", "names", "sex", "nationality", "birth", "expiry", "issue", "support", "can")


def read_pictures(
    front: Opened, back: Opened | None, selfie: Opened | None, today: date, until: float
) -> dict[str, Any]:
    """Document, fields, zone, problems by side, agreement of the sides, and likeness of the faces."""
    first = examine.see_front(front, today, until)
    second = examine.see_back(back, today, until) if back is not None else None
    if second is None and first.problem == "identity.both_sides":
        first, second = examine.parted(first)
    seen = [one for one in (first, second) if one is not None]
    zone = _zone_of(seen)
    printed = first.read.fields if not first.read.zone.seen or first.read.document.side == "both" else {}
    votes = second_vote.on_printed(first.read) if printed and (zone is None or not zone.valid) else {}
    if votes:
        first.measures["printed_twice"] = votes
        printed = {name: field for name, field in printed.items() if votes.get(name) != agreement.DIFFERS}
    behind = (second or first).read.fields if (second or first).read.zone.seen else {}
    fields, sides = _together(printed, behind, zone)
    problems = {side: one.problem for side, one in (("front", first), ("back", second)) if one is not None}
    letter_wrong = _letter_wrong(printed, zone)
    if letter_wrong:
        # Two readings of one number: it is read, and wrong; another picture would say the same.
        fields["number"] = asdict(printed["number_unchecked"]) | {"source": "both"}
        problems = {side: code for side, code in problems.items() if code != "identity.number_unread"}
    return {
        "document": _document(first, second, fields),
        "fields": {name: fields.get(name, _NOT_READ) for name in NAMES},
        "mrz": _told(zone),
        "problems": {side: code for side, code in problems.items() if code},
        "measures": {side: one.measures for side, one in (("front", first), ("back", second)) if one is not None},
        "sides": sides,
        "letter_wrong": letter_wrong,
        "second_reader": next((one.read.zone.second for one in seen if one.read.zone.seen), "not_asked"),
        "face": _face(first, front, selfie),
    }


_NOT_READ: dict[str, Any] = {"value": None, "source": None, "confidence": 0.0}


def _zone_of(seen: list[SideSeen]) -> Mrz | None:
    zones = [one.read.zone.mrz for one in seen if one.read.zone.mrz is not None]
    return max(zones, key=lambda zone: sum(zone.checks.values()), default=None)


def _told(zone: Mrz | None) -> dict[str, Any]:
    if zone is None:
        return {"lines": [], "format": None, "valid": False, "checks": {}}
    return {"lines": list(zone.lines), "format": zone.format, "valid": zone.valid, "checks": zone.checks}


def _document(first: SideSeen, second: SideSeen | None, fields: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Kind by the side that is surer of being a card of Spain; the DNI's version by its front, or by its series."""
    told = [one.read.document for one in (first, second) if one is not None]
    foreign = [one for one in (first, second) if one is not None and one.read.zone.foreign]
    best = foreign[0].read.document if foreign else max(told, key=lambda one: (one.kind != "other", one.score))
    printed = next((one.kind for one in told if one.by_print and one.spanish_card), "")
    series = mrz_card.series_of(str(fields.get("support", _NOT_READ)["value"] or ""))
    kind = best.kind
    if best.spanish_card and printed:
        kind = printed
    elif kind.startswith("dni") and series.startswith("dni"):
        kind = series
    side = best.side if second is None else "both"
    return {"kind": kind, "side": side, "score": best.score}


def _from_zone(zone: Mrz | None) -> dict[str, Field]:
    if zone is None:
        return {}
    values = {
        "number": zone.number,
        "support": zone.support,
        "birth": zone.birth.isoformat() if zone.birth else "",
        "expiry": zone.expiry.isoformat() if zone.expiry else "",
        # No check digit covers these: they count only where the rest of the zone holds.
        "sex": zone.sex if zone.valid else "",
        "nationality": zone.nationality if zone.valid else "",
    }
    return {name: Field(value, round(zone.confidence, 3)) for name, value in values.items() if value}


def _together(
    printed: dict[str, Field], behind: dict[str, Field], zone: Mrz | None
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Each field from wherever it was read, and for those read on both sides whether they agree."""
    coded = _from_zone(zone)
    named = naming.together(printed, zone)
    fields = {name: asdict(field) | {"source": source} for name, (field, source) in named.told.items()}
    sides = dict(named.sides)
    for name in NAMES:
        if name in naming.PARTS:
            continue
        front, back = printed.get(name), coded.get(name)
        if front and back:
            state = _state(name, front, back)
            sides[name] = state
            fields[name] = _of_both(front, back, state)
        elif front or back:
            one, source = (front, "front") if front else (back, "mrz")
            fields[name] = asdict(one) | {"source": source}  # type: ignore[arg-type]
        elif name in behind:
            fields[name] = asdict(behind[name]) | {"source": "back"}
    return fields, sides


def _state(name: str, front: Field, back: Field) -> str:
    """Whether both sides say the same. On the front no digit covers the support number: one sign may be misread."""
    state = agreement.same_field(name, front.value, back.value)
    unsure = min(front.confidence, back.confidence) < agreement.SURE
    slip = name == "support" and sum(map(str.__ne__, front.value, back.value)) == 1
    return agreement.NOT_READ if state == agreement.DIFFERS and (unsure or slip) else state


def _of_both(front: Field, back: Field, state: str) -> dict[str, Any]:
    """Where both say the same, the surer of it; else what the check digits cover."""
    if state == agreement.AGREES:
        sure = round(1 - (1 - front.confidence) * (1 - back.confidence), 3)
        return {"value": front.value, "source": "both", "confidence": sure}
    return asdict(back) | {"source": "mrz"}


def _letter_wrong(printed: dict[str, Field], zone: Mrz | None) -> bool:
    """Whether both sides give the same number and its letter is not the one its digits ask for."""
    unchecked = printed.get("number_unchecked")
    # The zone's first places are letters by their place, so a digit there may stand as its look-alike.
    return bool(unchecked and zone and unchecked.value[2:] in "".join(zone.lines))


def _face(first: SideSeen, front: Opened, selfie: Opened | None) -> dict[str, Any]:
    limits = {
        "verified_from": thresholds.VERIFIED_COSINE,
        "review_from": thresholds.REVIEW_COSINE,
        "same_picture_from": thresholds.SAME_PICTURE_COSINE,
    }
    if selfie is None:
        return {"state": "not_asked", "cosine": None, "problems": [], **limits}
    if not weights.available():
        return {"state": "unavailable", "cosine": None, "problems": [], **limits}
    seen = examine.examine_selfie(selfie)
    likeness = None
    if first.portrait is not None:
        found = faces.faces_in(selfie.image)
        if found:
            main = max(found, key=lambda item: item.height)
            likeness = faces.compare(*first.portrait, selfie.image, main)
    cosine = None if likeness is None else float(np.round(likeness, 4))
    state = "compared" if cosine is not None else "not_found"
    return {"state": state, "cosine": cosine, "problems": list(seen.problems), **limits}
