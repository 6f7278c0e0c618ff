"""Reading a document without opening a check: what its pictures say, whether it holds together, nothing stored.

The command `read_document` and the API's readings are both this function.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from core.errors import AmparoError
from core.identifiers import normalize_document_number
from identity.types import Outcome
from identity.vision import agreement, apart, thresholds
from identity.vision.agreement import AGREES, DIFFERS, NOT_READ
from identity.vision.mrz_card import support_fits

_SPANISH = ("dni4", "dni3", "dnie", "tie")
_KEYS = ("number", "birth", "expiry")
# Problems of the document, not of the picture.
_OF_DOCUMENT = (
    "identity.not_spanish_card",
    "identity.is_passport",
    "identity.is_eu_certificate",
    "identity.side_is_back",
    "identity.side_is_front",
    "identity.both_sides",
)
_TYPED = {"birth_date": "birth", "expires_on": "expiry", "first_name": "names"}
_DIFFERENCES = {
    "number": "identity.typed_differs",
    "surnames": "identity.names_differ",
    "names": "identity.names_differ",
    "birth": "identity.birth_differs",
    "expiry": "identity.expiry_differs",
}


def read_document(
    front: bytes,
    back: bytes | None = None,
    selfie: bytes | None = None,
    typed: dict[str, Any] | None = None,
    on: date | None = None,
) -> dict[str, Any]:
    """What the pictures of a document say: kind, fields with source and confidence, zone, quality, agreement, outcome.

    ``typed`` is what the person wrote, by the names of the fields; ``on`` is today. Raises an AmparoError
    ``identity.picture_…`` for a file that is no picture, and those of `identity.vision.apart.read`.
    """
    begun = time.monotonic()
    today = on or timezone.localdate()
    sent = {"front": front, "back": back, "selfie": selfie}
    told = apart.read({side: content for side, content in sent.items() if content is not None}, today)
    fields = told["fields"]
    found = {
        "sides": told["sides"],
        "typed": agreement.typed_states(typed_fields(typed or {}), fields),
        "second_reader": told["second_reader"],
        "printed_twice": told["measures"].get("front", {}).get("printed_twice", {}),
        "support_fits": _support_fits(told["document"]["kind"], fields),
        "expired": _expired(fields, today),
        "dates_in_order": agreement.dates_in_order(fields),
        "permanent_fits": agreement.permanent_fits(fields, today),
    }
    outcome, reasons = _judged(told, found, selfie is not None)
    return {
        "document": told["document"],
        "fields": fields,
        "mrz": told["mrz"],
        "quality": _quality(told["problems"], told["measures"]),
        "agreement": found,
        "face": told["face"],
        "outcome": outcome,
        "reasons": reasons,
        "seconds": round(time.monotonic() - begun, 3),
    }


def typed_fields(typed: dict[str, Any]) -> dict[str, str]:
    """What was typed, by the names of the fields; the names of the application's own form are known too."""
    plain = {_TYPED.get(name, name): str(value) for name, value in typed.items() if value not in (None, "")}
    surnames = " ".join(plain.pop(name, "") for name in ("first_surname", "second_surname")).strip()
    if surnames:
        plain.setdefault("surnames", surnames)
    if "number" in plain:
        plain["number"] = normalize_document_number(plain["number"])
    return plain


def _support_fits(kind: str, fields: dict[str, Any]) -> bool | None:
    number, support = (str(fields[name]["value"] or "") for name in ("number", "support"))
    return support_fits(kind, number, support)


def _expired(fields: dict[str, Any], today: date) -> bool | None:
    expiry = fields["expiry"]["value"]
    return None if not expiry else date.fromisoformat(expiry) < today


def _quality(problems: dict[str, str], measures: dict[str, Any]) -> list[dict[str, Any]]:
    """The gates a picture did not pass, each with its words."""
    return [
        {"side": side, "code": code, "what": error.what, "next_step": error.next_step}
        for side, code in problems.items()
        if code not in _OF_DOCUMENT
        for error in (AmparoError(code),)
    ]


def _judged(told: dict[str, Any], found: dict[str, Any], with_face: bool) -> tuple[Outcome, list[str]]:
    """Outcome and reasons. A picture to take again comes first; doubt goes to a person; never a refusal."""
    again = list(told["problems"].values()) + told["face"]["problems"]
    if _face_unlike(told["face"]):
        again.append("identity.face_differs")
    doubts = list(_unique([*_of_data(told, found), *_of_face(told["face"], with_face)]))
    if again:
        return "retake", list(_unique([*again, *doubts]))
    return ("review" if doubts else "verified"), doubts


def _of_data(told: dict[str, Any], found: dict[str, Any]) -> list[str]:
    reasons = [
        _DIFFERENCES.get(name, "identity.data_differs") for name, state in found["typed"].items() if state == DIFFERS
    ]
    if DIFFERS in found["sides"].values():
        reasons.append("identity.sides_differ")
    if any(one["recapture_peak"] >= thresholds.RECAPTURE_CARD for one in told["measures"].values()):
        reasons.append("identity.card_recaptured")
    if told["letter_wrong"]:
        reasons.append("identity.letter_wrong")
    if found["expired"]:
        reasons.append("identity.document_expired")
    if found["support_fits"] is False:
        reasons.append("identity.support_unfitting")
    if found["dates_in_order"] is False:
        reasons.append("identity.dates_disordered")
    if found["permanent_fits"] is False:
        reasons.append("identity.permanent_unfitting")
    unread = NOT_READ in found["typed"].values()
    if unread or told["document"]["kind"] not in _SPANISH or not told["mrz"]["valid"] or not _witnessed(told, found):
        reasons.append("identity.data_not_read")
    return reasons


def _witnessed(told: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether the zone is confirmed: by the second reader, or by the number printed on the front."""
    read = all(told["fields"][name]["value"] for name in _KEYS)
    if not read or told["second_reader"] == "agrees":
        return read
    return found["sides"].get("number") == AGREES and NOT_READ not in (found["sides"].get(name) for name in _KEYS)


def _face_unlike(face: dict[str, Any]) -> bool:
    return face["cosine"] is not None and face["cosine"] < thresholds.REVIEW_COSINE


def _of_face(face: dict[str, Any], asked: bool) -> list[str]:
    if not asked or face["cosine"] is None:
        return ["identity.models_unavailable" if face["state"] == "unavailable" else "identity.face_not_compared"]
    if face["cosine"] > thresholds.SAME_PICTURE_COSINE:
        return ["identity.face_same_picture"]
    return [] if face["cosine"] >= thresholds.VERIFIED_COSINE else ["identity.face_doubtful"]


def _unique(codes: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(codes)
