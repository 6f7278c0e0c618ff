"""Specimen documents: a holder in, the picture of one face out.

They imitate the layout a reader must cope with, not the document: no arms, no seals, no security feature, and
ESPECIMEN across each face.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from PIL import Image

from identity.specimens.drawing import HEIGHT, WIDTH, marked
from identity.specimens.holders import CardHolder
from identity.specimens.layouts import dni, others, passport, residence

__all__ = ("HEIGHT", "WIDTH", "CardHolder", "back", "front", "has_back", "library_card")

_FRONTS = {
    "dni4": dni.dni4_front,
    "dni3": dni.dni3_front,
    "dnie": dni.dnie_front,
    "tie": residence.tie_front,
    "eu_certificate": residence.certificate,
    "foreign_card": others.foreign_front,
    "foreign_dni": others.foreign_dni,
    "official_card": others.official_card,
    "driving_licence": others.driving_licence,
    "health_card": others.health_card,
    "bank_card": others.bank_card,
}
_WITH_BACK = ("dni4", "dni3", "dnie", "tie", "foreign_card")


def has_back(kind: str) -> bool:
    """Whether the document has a second face to photograph."""
    return kind in _WITH_BACK


def front(holder: CardHolder, today: date, lines: tuple[str, ...] | None = None) -> Image.Image:
    """The face with the portrait, or the only one. RGBA, rounded corners; ``info`` says what is printed where (Sheet).

    ``lines`` replaces the zone of a passport. KeyError for an unknown kind.
    """
    if holder.kind in ("passport", "foreign_passport"):
        return marked(passport.data_page(holder, lines or holder.lines(), today))
    if holder.kind == "library_card":
        return library_card(holder.face_seed)
    return marked(_FRONTS[holder.kind](holder, today))


def back(holder: CardHolder, lines: tuple[str, ...] | None = None, today: date | None = None) -> Image.Image:
    """The face with the machine-readable zone; ``lines`` puts another zone there. ValueError where there is no back."""
    if not has_back(holder.kind):
        raise ValueError(f"{holder.kind} has one face")
    printed = lines or holder.lines()
    if holder.kind == "tie":
        return marked(residence.tie_back(holder, printed, today or timezone.localdate()))
    if holder.kind == "foreign_card":
        return marked(others.foreign_back(holder, printed))
    return marked(dni.back(holder, printed))


def library_card(seed: int) -> Image.Image:
    """A card that is no identity document."""
    return marked(others.library_card(seed))
