"""Documents photographed, with the truth about each: what stands on it, how it was taken and what should happen.

A case is what one person would send: a front and, where the document has one, a back. The same seed gives the same
bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from PIL import Image

from core.validity import PERMANENT
from identity.specimens import cards, zones
from identity.specimens.conditions import Condition, condition
from identity.specimens.holders import (
    SPANISH,
    SPANISH_CARDS,
    CardHolder,
    dni,
    permanently,
    random_holder,
    with_wrong_letter,
)
from identity.specimens.photographs import jpeg, photograph

Should = Literal["accept", "accept or retake", "retake", "not verified", "other"]
_SHOULD: dict[str, Should] = {"good": "accept", "hard": "accept or retake", "bad": "retake"}
# What each kind prints on each of its faces. A field that is not there cannot be read.
_PRINTED = {
    "dni4": ("number surnames names sex nationality birth issue expiry support can", ""),
    "dni3": ("number surnames names sex nationality birth expiry support can", ""),
    "dnie": ("number surnames names sex nationality birth expiry support", ""),
    "tie": ("number surnames names sex nationality birth expiry support can", "issue"),
    "eu_certificate": ("number surnames names nationality issue", ""),
    "passport": ("number surnames names sex nationality birth issue expiry support", ""),
    "foreign_passport": ("surnames names sex birth issue expiry support", ""),
}
# Documents that are told apart from "no Spanish card", by the kind a reader gives them.
_TOLD = {"passport": ("is_passport",), "eu_certificate": ("is_eu_certificate",)}
MISMATCHES = (
    "back of another person",
    "front with another number",
    "front with another birth date",
    "zone with another birth date, digits not mended",
    "zone with another birth date, digits mended",
    "zone with another number, digits mended",
    "wrong letter on both sides",
    "support number of another kind of card",
    "expired",
    "permanent card of somebody too young",
)


@dataclass(frozen=True)
class Shot:
    """One photograph and where the card's corners fell in it."""

    content: bytes = field(repr=False)
    side: str
    corners: list[list[float]]


@dataclass(frozen=True)
class Case:
    """What is sent and the truth about it. Dates in ``fields`` are ISO; ``kind`` is the one a reader should say."""

    name: str
    condition: str
    group: str
    drawn: str
    kind: str
    should: Should
    front: Shot
    back: Shot | None = None
    fields: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    mrz: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def photographed(kind: str, how: Condition, seed: int, today: date, strength: float | None = None) -> Case:
    """A random document of ``kind`` photographed under ``how``."""
    holder = random_holder(kind, seed, today)
    if how.permanent:
        holder = permanently(holder, seed)
    front, back = _faces(holder, today)
    return _case(holder, how, seed, _shots(front, back, how, seed, strength))


def wrong_side(kind: str, seed: int, today: date) -> Case:
    """The back sent as front (odd seeds: the front sent as back as well)."""
    holder = random_holder(kind, seed, today)
    front, back = _faces(holder, today)
    good = condition("mild")
    first = _shot(back or front, good, seed, "front")
    second = _shot(front if seed % 2 else back or front, good, seed, "back")
    reasons = ("side_is_back", "side_is_front") if seed % 2 else ("side_is_back",)
    case = _case(holder, good, seed, (first, second))
    return replace(
        case, name=f"wrong side {kind} {seed}", condition="wrong side", group="bad", should="retake", reasons=reasons
    )


def no_document(seed: int, today: date) -> Case:
    """A table with nothing that is a document on it."""
    empty = Image.new("RGBA", (cards.WIDTH, cards.HEIGHT), (0, 0, 0, 0))
    good = condition("mild")
    holder = random_holder("library_card", seed, today)
    case = _case(holder, good, seed, (_shot(empty, good, seed, "front"), None))
    return replace(
        case,
        name=f"no document {seed}",
        condition="no document",
        group="bad",
        should="retake",
        reasons=("card_not_found",),
        drawn="nothing",
    )


def mismatched(name: str, kind: str, seed: int, today: date) -> Case:
    """A document whose faces do not belong together, or edited. Of MISMATCHES; must never come out as verified."""
    holder = random_holder(kind, seed, today)
    front_of, back_of, lines = mismatch(name, holder, kind, seed, today)
    front, back = _faces(front_of, today, lines, back_of)
    case = _case(holder, condition("mild"), seed, _shots(front, back, condition("mild"), seed))
    return replace(case, name=f"{name} {kind} {seed}", condition=name, group="mismatch", should="not verified")


def mismatch(
    name: str, holder: CardHolder, kind: str, seed: int, today: date
) -> tuple[CardHolder, CardHolder, tuple[str, ...] | None]:
    """Whose front, whose back, and the zone where it is not the back's own. KeyError for an unknown name."""
    other_birth = _a_year_apart(holder.birth)
    renumbered = replace(holder, number=_other_number(holder, seed))
    wrong = replace(holder, number=with_wrong_letter(holder.number))
    unfitting = replace(holder, support=_support_of_another(holder))
    late = replace(holder, issue=None, expiry=today - timedelta(days=30 + seed % 400))
    young = holder.issued - timedelta(days=40 * 365)
    lasting = replace(holder, birth=young, issue=holder.issued, expiry=PERMANENT)
    first, second, third = holder.lines()
    edited = (first, f"{other_birth:%y%m%d}{second[6:]}", third)
    made: dict[str, tuple[CardHolder, CardHolder, tuple[str, ...] | None]] = {
        "back of another person": (holder, random_holder(kind, seed + 7919, today), None),
        "front with another number": (renumbered, holder, None),
        "front with another birth date": (replace(holder, birth=other_birth), holder, None),
        "zone with another birth date, digits not mended": (holder, holder, edited),
        "zone with another birth date, digits mended": (holder, holder, zones.with_digits_again(edited)),
        "zone with another number, digits mended": (holder, renumbered, None),
        "wrong letter on both sides": (wrong, wrong, None),
        "support number of another kind of card": (unfitting, unfitting, None),
        "expired": (late, late, None),
        "permanent card of somebody too young": (lasting, lasting, None),
    }
    return made[name]


def _support_of_another(holder: CardHolder) -> str:
    """A support number such as another kind of card has: of another series of the DNI, or a DNI's on a permit."""
    if holder.kind == "tie":
        return f"CAA{holder.support[3:]}"
    return ("A" if holder.support[0] == "C" else "C") + holder.support[1:]


def _a_year_apart(birth: date) -> date:
    """The year's last digit one up or down, and nothing else: a change that the check digit always tells."""
    year = birth.year + (1 if birth.year % 10 < 9 else -1)
    return birth.replace(year=year, day=28 if (birth.month, birth.day) == (2, 29) else birth.day)


def _other_number(holder: CardHolder, seed: int) -> str:
    """A number with another digit in it and its true letter."""
    if holder.number[0] in "XYZ":
        return random_holder(holder.kind, seed + 104_729, holder.expiry).number
    digits = int(holder.number[:-1])
    return dni(digits + (10_000 if digits // 10_000 % 10 < 9 else -10_000))


def _faces(
    holder: CardHolder, today: date, lines: tuple[str, ...] | None = None, back_of: CardHolder | None = None
) -> tuple[Image.Image, Image.Image | None]:
    front = cards.front(holder, today)
    back = cards.back(back_of or holder, lines, today) if cards.has_back(holder.kind) else None
    return front, back


def _shots(
    front: Image.Image, back: Image.Image | None, how: Condition, seed: int, strength: float | None = None
) -> tuple[Shot, Shot | None]:
    return _shot(front, how, seed, "front", strength), _shot(back, how, seed, "back", strength) if back else None


def _shot(card: Image.Image, how: Condition, seed: int, side: str, strength: float | None = None) -> Shot:
    scene = how.scene(seed, card, side, strength)
    taken = photograph(card, scene)
    return Shot(jpeg(taken, int(scene.quality)), side, taken.info["corners"])


def _case(holder: CardHolder, how: Condition, seed: int, shots: tuple[Shot, Shot | None]) -> Case:
    wanted = holder.kind in SPANISH_CARDS
    fields = truth(holder)
    return Case(
        name=f"{how.name} {holder.kind} {seed}",
        condition=how.name,
        group=how.group if wanted else "other kind" if holder.kind in SPANISH else "negative",
        drawn=holder.kind,
        kind=holder.read_as,
        should=_SHOULD[how.group] if wanted else "other",
        front=shots[0],
        back=shots[1],
        fields=fields,
        typed={name: fields[name] for name in ("number", "surnames", "names", "birth", "expiry") if name in fields},
        mrz=holder.lines(),
        reasons=how.reasons if wanted else ("not_spanish_card", *_TOLD.get(holder.read_as, ())),
    )


def truth(holder: CardHolder) -> dict[str, str]:
    """What the document says, field by field, by the reader's names; dates ISO. Empty for a card that is none of ours.

    A passport's own number is its ``number``, as ICAO calls it; the DNI on a Spanish one is not asked for.
    """
    said: dict[str, Any] = {
        "number": holder.support if holder.read_as == "passport" else holder.number,
        "surnames": holder.surnames,
        "names": holder.first_name.upper(),
        "sex": holder.sex,
        "nationality": holder.nationality,
        "birth": holder.birth.isoformat(),
        "issue": holder.issued.isoformat(),
        "expiry": holder.expiry.isoformat(),
        "support": holder.support,
        "can": holder.access_number,
    }
    names = " ".join(_PRINTED.get(holder.kind, ("", ""))).split()
    if holder.read_as == "passport":
        names = ["number", *(name for name in names if name not in ("number", "support"))]
    return {name: said[name] for name in names}
