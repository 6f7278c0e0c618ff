"""The labels printed on a card's faces, where they stand, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from identity.vision.ocr import TextLine

_LABELS = (
    ("place", re.compile(r"LUGAR|PLACE|DOMICILIO|ADDRESS|EQUIPO|HIJ[OA]|TIPO DE|TYPE OF|OBSERVAC|REMARKS|FIRMA")),
    ("surnames", re.compile(r"APELL?ID|SURNAME")),
    ("names", re.compile(r"(?<!APELLIDOS )\bN.{0,2}BRE\b|FORENAM|GIVEN NAM")),
    ("sex", re.compile(r"\b[S5]EX[O07]?\b")),
    ("nationality", re.compile(r"NACIONALI|NATIONALITY")),
    ("birth", re.compile(r"NACIMIENT|BIRTH")),
    ("expiry", re.compile(r"VALIDE[Z2]|V.LID[OA] HASTA|EXPIRY|CADUCIDAD")),
    ("issue", re.compile(r"EMISI.N|EXPEDICI.N|DATE OF ISSUE")),
    ("support", re.compile(r"S[O0]P[O0]RT|^IDESP$")),
)


@dataclass(frozen=True)
class Label:
    """A label: of which field, where its words begin, and the line it is part of."""

    name: str
    left: float
    line: TextLine


def labels_of(lines: list[TextLine]) -> Iterator[Label]:
    """The labels among the lines of a face."""
    for line in lines:
        text = line.folded
        named = {name for name, _ in _matches(text)}
        if "place" in named and named <= {"place", "birth"}:
            yield Label("place", line.left, line)
            continue
        for name, start in _matches(text):
            # Two labels of one row are sometimes found as one line: the second stands where its letters do.
            yield Label(name, line.left + (line.right - line.left) * start / max(1, len(text)), line)


def _matches(text: str) -> list[tuple[str, int]]:
    return [(name, match.start()) for name, pattern in _LABELS if (match := pattern.search(text))]


def below(label: Label, line: TextLine, width: float, rows: float = 1.5) -> bool:
    """Whether a line stands under a label, within so many heights of it."""
    high = label.line.bottom - label.line.top
    middle, gap = (line.top + line.bottom) / 2, 0.035 * width
    return label.line.bottom - 0.3 * high < middle < label.line.bottom + rows * max(high, line.bottom - line.top) and (
        line.left - gap < label.left < line.right
    )
