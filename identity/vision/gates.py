"""What is measured of a picture of a document, and which gate it does not pass, if any."""

from __future__ import annotations

from typing import Any

from identity.vision import card as cards
from identity.vision import quality, thresholds
from identity.vision.intake import Opened
from identity.vision.side import SideRead
from identity.vision.spectrum import common_peak

_FRONT_FIELDS = {"number", "birth", "expiry"}
# A little shake makes the small labels illegible, and the names under them not: which they are, the zone tells.
_NAMED = {"surnames", "names", "people"}
# Of a card's width, the least that its text takes with the room left around it. Measured 0.94 to 1.07 on 72 drawn
# faces of the four kinds, and 0.96 to 1.04 on five of public specimens.
_TEXT_SHARE = 0.94


def measured(read: SideRead, opened: Opened, needed: tuple[quality.Zone, ...]) -> dict[str, Any]:
    """What the gates look at, of the card as it was read; where only its text was found, it is somewhat wider."""
    card = read.card
    burnt, hidden = quality.glare(card.image, needed)
    chroma, colour = quality.colours(card.image)
    holds = read.zone.mrz is not None and read.zone.mrz.valid
    front = read.fields.keys() >= _FRONT_FIELDS and not read.fields.keys().isdisjoint(_NAMED)
    peak = common_peak(cards.as_it_came(opened.image, card)) if card.found else 0.0
    width = card.width_px if card.found else card.width_px / _TEXT_SHARE
    return {
        "recapture_peak": round(peak, 2),
        "found": card.found,
        "card_px": round(min(width, max(opened.image.shape[:2])) / opened.shrunk),
        "whole": front or holds,
        "blur": round(quality.blur(card.image), 2),
        "burnt": round(burnt, 4),
        # A zone that holds is all that is asked of its side: whatever shines or lies there hides none of it.
        "covered": round(quality.covered(card.image, needed), 4) if (card.found or read.words) and not holds else 0.0,
        "glare": 0.0 if holds else round(hidden, 4),
        "chroma": round(chroma, 2),
        "colour": round(colour, 2),
        "light": round(quality.light(card.image), 1),
        "words": read.words,
        "kind": read.document.kind,
        "kind_by_print": read.document.by_print,
        "kind_score": read.document.score,
    }


def first_failed(measures: dict[str, Any], unread: bool = False) -> str:
    """The first gate that the picture does not pass, or an empty string. ``unread``: what a side must say was not.

    A thumb may be what runs out of the picture, and pale paper is burnt out in a blurred picture as in a sharp one.
    """
    read = measures["whole"] and not unread
    blur_limit = thresholds.BLUR_REJECT if read else thresholds.BLUR_SUSPECT
    gates = (
        (measures["cut"], "identity.card_cut"),
        (measures["card_px"] < thresholds.LEAST_CARD_PX, "identity.card_far"),
        (unread and measures["covered"] > thresholds.COVERED_SHARE, "identity.covered"),
        (measures["runs_out"] and not measures["whole"], "identity.card_cut"),
        (measures["blur"] > blur_limit, "identity.blurred"),
        (measures["burnt" if unread else "glare"] > thresholds.GLARE_SHARE, "identity.glare"),
        (measures["light"] < thresholds.LEAST_LIGHT, "identity.dark"),
        (
            measures["chroma"] < thresholds.LEAST_CHROMA and measures["colour"] < thresholds.LEAST_COLOUR,
            "identity.grey_copy",
        ),
    )
    return next((code for failed, code in gates if failed), "")
