"""The sum as a picture: two bars, one under the other, drawn in SVG without script or style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from core.money import euros

WIDTH = 600


@dataclass(frozen=True)
class Segment:
    """A piece of a bar; `kind` names its colour and its line in the table."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """The guaranteed income above, and below it what comes in, what is added, and the child supplement."""

    guaranteed: float
    segments: tuple[Segment, ...]
    description: str


def bar_of(monthly: Mapping[str, int | None]) -> Bar | None:
    """The picture of a month's amounts in cents; None while one of them is not known."""
    known = {name: cents for name, cents in monthly.items() if cents is not None}
    if len(known) < len(monthly):
        return None
    parts = (("income", known["computable_income"]), ("imv", known["imv"]), ("child", known["child_supplement"]))
    whole = max(known["guaranteed_income"], sum(cents for _, cents in parts), 1)
    segments, x = [], 0.0
    for kind, cents in parts:
        width = round(cents * WIDTH / whole, 1)
        if cents > 0:
            segments.append(Segment(kind, round(x, 1), width))
        x += width
    return Bar(round(known["guaranteed_income"] * WIDTH / whole, 1), tuple(segments), _description(known))


def _description(known: Mapping[str, int]) -> str:
    """The picture in words, for whoever does not see it."""
    amounts = {name: euros(cents) for name, cents in known.items()}
    said = [
        gettext("Renta garantizada para tu hogar: %(guaranteed_income)s.") % amounts,
        gettext("Ingresos que ya tenéis: %(computable_income)s.") % amounts,
        gettext("Ingreso mínimo vital: %(imv)s.") % amounts,
    ]
    if known["child_supplement"]:
        said.append(gettext("Complemento de ayuda para la infancia: %(child_supplement)s.") % amounts)
    return " ".join(said)
