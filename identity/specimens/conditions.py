"""The ways a document is photographed, each with a seed and a strength, and what a reader should do with the result.

``good`` pictures must be read; ``hard`` ones must be read right or sent back; ``bad`` ones must be sent back, each for
its reason. The limits of a good picture are those of a telephone in ordinary hands; the bad ones are bad to the eye.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from PIL import Image

from identity.specimens.photographs import Scene

Group = Literal["good", "hard", "bad"]
Range = tuple[float, float]
# The field a patch of light or a thumb covers, by face.
_COVERED = {"front": "number", "back": "mrz"}
_WHOLE = ("motion", "finger_edge")


@dataclass(frozen=True)
class Condition:
    """One way of photographing. ``ranges`` go from strength 0 to strength 1; ``fixed`` stays.

    ``reasons``: the codes (without ``identity.``) that are a right answer to a bad picture. ``spoils``: the face that
    is photographed so; the other one is then photographed well. ``over_field``: size of a patch of light laid over the
    number or the zone. ``permanent``: the DNI is of somebody of 70 or more, and never ends.
    """

    name: str
    group: Group
    ranges: Mapping[str, Range] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    spoils: Literal["both", "either", "back"] = "both"
    over_field: Range | None = None
    permanent: bool = False

    def scene(self, seed: int, card: Image.Image, side: str, strength: float | None = None) -> Scene:
        """How that face is photographed; ``strength`` from 0 to 1, drawn by the seed where none is given."""
        random = np.random.default_rng([seed, len(side), 47])
        share = random.uniform() if strength is None else strength
        scene = _at_ease(seed * 2 + (side == "back"), random)
        if not self.spoiled(seed, side):
            return scene
        values = {name: low + (high - low) * share for name, (low, high) in self.ranges.items()}
        whole = {name: round(value) | 1 for name, value in values.items() if name in _WHOLE}
        values |= whole
        for name in ("turn", "shift_x"):
            if name in values and random.uniform() < 0.5:
                values[name] = -values[name]
        if "shift_x" in values:
            values["shift"] = (values.pop("shift_x"), 0.02)  # type: ignore[assignment]
        if self.over_field:
            low, high = self.over_field
            values["glare_on_card"] = _over(card, _COVERED[side], low + (high - low) * share)  # type: ignore[assignment]
        return replace(scene, **values, **self.fixed)  # type: ignore[arg-type]

    def spoiled(self, seed: int, side: str) -> bool:
        """Whether this condition falls on that face."""
        if self.spoils == "either":
            return side == ("back", "front")[seed % 2]
        return self.spoils in ("both", side)


def _at_ease(seed: int, random: np.random.Generator) -> Scene:
    """A careful photograph."""
    return Scene(
        seed=seed,
        turn=float(random.uniform(-6, 6)),
        tilt=float(random.uniform(2, 12)),
        share=float(random.uniform(0.66, 0.8)),
    )


def _over(card: Image.Image, name: str, size: float) -> tuple[float, float, float]:
    boxes = card.info.get("boxes", {})
    left, top, right, bottom = boxes.get(name) or boxes.get("number") or (0, 0, card.width, card.height)
    return (left + right) / 2 / card.width, (top + bottom) / 2 / card.height, size


CONDITIONS = (
    Condition("mild", "good"),
    Condition("tilted and turned", "good", {"turn": (8, 20), "tilt": (16, 30)}),
    Condition("patterned ground", "good", fixed={"background": "checked"}),
    Condition("cluttered ground", "good", fixed={"background": "desk"}),
    Condition("white paper", "good", fixed={"background": "paper"}),
    Condition("shadow", "good", {"shadow": (0.25, 0.55)}),
    Condition("a little soft", "good", {"blur": (0.9, 1.4)}),
    Condition("grainy", "good", {"noise": (10, 18)}),
    Condition("dim", "good", {"exposure": (0.42, 0.6), "noise": (6, 10)}),
    Condition("half the width", "good", {"share": (0.42, 0.5)}),
    Condition("worn", "good", {"wear": (0.15, 0.5)}),
    Condition("messenger", "good", fixed={"messenger": True}),
    Condition("strong JPEG", "good", {"quality": (30, 45)}),
    Condition("upside down", "good", fixed={"upside_down": True}),
    Condition("thumb at the edge", "good", {"finger": (0.06, 0.1)}, {"finger_edge": 1}),
    Condition("laminate shine", "hard", {"shine": (0.3, 0.7)}),
    Condition("soft", "hard", {"blur": (1.8, 2.4)}),
    Condition("shaken a little", "hard", {"motion": (7, 11)}),
    Condition("glare beside the fields", "hard", fixed={"glare_on_card": (0.14, 0.1, 0.09)}),
    Condition("very grainy", "hard", {"noise": (24, 34)}),
    Condition("badly worn", "hard", {"wear": (0.7, 1.0)}),
    Condition("faint screen", "hard", {"moire": (0.15, 0.35)}),
    Condition("blurred", "bad", {"blur": (4.0, 6.0)}, reasons=("blurred",), spoils="either"),
    Condition("shaken", "bad", {"motion": (21, 31)}, reasons=("blurred",), spoils="either"),
    Condition("glare over a field", "bad", reasons=("glare",), spoils="either", over_field=(0.16, 0.24)),
    Condition("cut", "bad", {"shift_x": (0.22, 0.32)}, reasons=("card_cut",), spoils="either"),
    Condition("too small", "bad", {"share": (0.19, 0.27)}, reasons=("card_far",), spoils="either"),
    Condition("dark", "bad", {"exposure": (0.08, 0.14)}, reasons=("dark",), spoils="either"),
    Condition("black-and-white copy", "bad", fixed={"grey": True}, reasons=("grey_copy",), spoils="either"),
    Condition(
        "screen",
        "bad",
        {"moire": (0.7, 1.0)},
        reasons=("card_recaptured",),
        spoils="either",
    ),
    Condition(
        "thumb over the zone",
        "bad",
        {"finger": (0.36, 0.5)},
        {"finger_edge": 2},
        reasons=("zone_unread", "covered", "card_cut"),
        spoils="back",
    ),
    Condition("permanent card", "good", permanent=True),
)


def condition(name: str) -> Condition:
    """The condition of that name. KeyError where there is none."""
    found = {one.name: one for one in CONDITIONS}
    return found[name]
