"""An answer of the reader against the truth: which fields are right, which are wrong, and was the right thing done.

A field that the document does not print counts nowhere (None). A field that was not read is not right; it is wrong
only where another value was given.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from identity.specimens.holders import SPANISH_CARDS
from identity.specimens.zones import transliterated

FIELDS = ("number", "surnames", "names", "sex", "nationality", "birth", "issue", "expiry", "support", "can")
KEY_FIELDS = ("number", "birth", "expiry", "support")
_NAMES = ("surnames", "names")
_PREFIX = "identity."
# Reasons of the face, which is not part of a reading without a selfie.
_OF_FACE = {"face_not_compared", "models_unavailable"}


@dataclass(frozen=True)
class Truth:
    """What is known of the pictures sent. ``mrz`` empty: none to be read, or not known."""

    name: str
    condition: str
    group: str
    drawn: str
    kind: str
    side: str
    fields: dict[str, str] = field(default_factory=dict)
    mrz: tuple[str, ...] = ()
    mrz_valid: bool = True
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """One answer judged."""

    truth: Truth
    outcome: str
    kind: str
    side: str
    reasons: tuple[str, ...]
    right: dict[str, bool]
    wrong: dict[str, bool]
    folded: dict[str, bool]
    mrz_valid: bool | None
    mrz_right: bool | None
    sides: str
    processor: float
    clock: float

    @property
    def accepted(self) -> bool:
        """Whether the pictures went on; to a person or not."""
        return self.outcome not in ("retake", "")

    @property
    def right_reason(self) -> bool | None:
        """For a picture that must be stopped: was its reason told, to the person who sent it or to who looks?"""
        if not self.truth.reasons:
            return None
        return self.outcome != "verified" and bool(set(self.reasons) & set(self.truth.reasons))

    @property
    def doubts(self) -> tuple[str, ...]:
        """Reasons other than those of the face: with none, a face that matches would make it verified."""
        return tuple(reason for reason in self.reasons if reason not in _OF_FACE)

    @property
    def taken_as_spanish(self) -> bool:
        """Whether the reader called it a Spanish card."""
        return self.kind in SPANISH_CARDS

    @property
    def wrong_key(self) -> bool:
        """Whether key data that are not the document's went on."""
        return self.accepted and (any(self.wrong.get(name) for name in KEY_FIELDS) or self.wrong_zone)

    @property
    def wrong_zone(self) -> bool:
        """Whether a zone was declared valid that is not the one printed, in what its check digits cover."""
        return self.mrz_valid is True and self.mrz_right is False

    def failures(self) -> list[str]:
        """What somebody should look at, in words; empty where all went as it should."""
        found = []
        if self.truth.group == "good" and not self.accepted:
            found.append("good picture sent back: " + (", ".join(self.reasons) or "no reason"))
        if self.right_reason is False:
            found.append(f"{'accepted' if self.accepted else 'wrong reason'}: " + (", ".join(self.reasons) or "none"))
        if self.truth.group == "mismatch" and not self.doubts:
            found.append("mismatch not noticed")
        if self.truth.group == "negative" and self.taken_as_spanish:
            found.append(f"taken as {self.kind}")
        if self.accepted and self.truth.group in ("good", "hard"):
            found += [f"{name} wrong" for name, wrong in self.wrong.items() if wrong and not self.folded.get(name)]
            found += ["zone wrong"] if self.wrong_zone else []
        return found


def codes(answer: dict[str, Any]) -> tuple[str, ...]:
    """Every reason the answer gives, without its prefix: those of its quality gates and of its outcome."""
    found = []
    for said in (*(answer.get("reasons") or ()), *(answer.get("quality") or ())):
        code = said.get("code") if isinstance(said, dict) else said
        if code:
            found.append(str(code).removeprefix(_PREFIX))
    return tuple(dict.fromkeys(found))


def value_of(answer: dict[str, Any], name: str) -> str:
    """What was read in a field; empty where it was not."""
    said = (answer.get("fields") or {}).get(name)
    value = said.get("value") if isinstance(said, dict) else said
    return str(value).strip().upper() if value not in (None, "") else ""


def folded(text: str) -> str:
    """A name as names are compared: by transliteration, hyphens and spaces alike."""
    return transliterated(text)


def zone_key(lines: tuple[str, ...]) -> tuple[str, ...]:
    """What of a zone its check digits cover, and the document number's own digits."""
    if len(lines) == 3:
        return lines[0][5:24], lines[1][0:7], lines[1][8:15]
    return lines[1][0:10], lines[1][13:20], lines[1][21:28]


def score(truth: Truth, answer: dict[str, Any], processor: float = 0.0, clock: float = 0.0) -> Score:
    """Judge an answer. Whatever the answer leaves out counts as not read."""
    document = answer.get("document") or {}
    read = {name: value_of(answer, name) for name in truth.fields if name in FIELDS}
    asked = {name: str(truth.fields[name]).strip().upper() for name in read}
    zone = answer.get("mrz") or {}
    lines = tuple(zone.get("lines") or ())
    shown = bool(truth.mrz)
    valid = bool(zone.get("valid")) if shown else None
    same_form = len(lines) == len(truth.mrz) and all(len(line) in (30, 44) for line in lines)
    return Score(
        truth=truth,
        outcome=str(answer.get("outcome") or ""),
        kind=str(document.get("kind") or ""),
        side=str(document.get("side") or ""),
        reasons=codes(answer),
        right={name: value == asked[name] for name, value in read.items()},
        wrong={name: bool(value) and value != asked[name] for name, value in read.items()},
        folded={name: folded(value) == folded(asked[name]) for name, value in read.items() if name in _NAMES},
        mrz_valid=valid,
        mrz_right=(same_form and zone_key(lines) == zone_key(truth.mrz)) if shown else None,
        sides=sides_of(answer),
        processor=processor,
        clock=clock,
    )


def sides_of(answer: dict[str, Any]) -> str:
    """Front against back: ``differs`` if any field does, ``agrees`` if the number does, else ``not_read``."""
    said = (answer.get("agreement") or {}).get("sides")
    if not isinstance(said, dict):
        return ""
    if "differs" in said.values():
        return "differs"
    return "agrees" if said.get("number") == "agrees" else "not_read"
