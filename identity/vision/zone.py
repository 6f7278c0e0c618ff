"""The machine-readable zone in a picture: its rows found among the lines of text, read twice, and weighed.

The first reader is PP-OCRv6 held to the zone's 37 characters; Tesseract is the second vote. Where both hold all checks
and say different things, neither is believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from identity.vision import mrz, ocr, tesseract
from identity.vision.mrz import Mrz
from identity.vision.ocr import TextBox, TextLine

Image = NDArray[Any]

_LEAST_WIDTH = 0.55  # of the picture
_LEAST_FILLED = 0.8  # of a row, by its pieces
# Rows of a zone stand 1.2 to 1.6 of their height apart (measured on 90 drawn ones); rows of labels, from 2.7 on. A row
# whose neighbours were not found is known by its width.
_CLOSE = 2.2
_ALONE = 0.75
_CARD_ROWS, _PASSPORT_ROWS = 3, 2
LEAST_ROWS = _PASSPORT_ROWS
_MOST_APART = 3
_KEYS = ("number", "support", "birth", "expiry")


@dataclass(frozen=True)
class ZoneRead:
    """What was found of a zone: whether its rows are there, what they say, and whether the readers agreed."""

    rows: tuple[TextLine, ...] = ()
    mrz: Mrz | None = None
    second: str = "not_asked"

    @property
    def seen(self) -> bool:
        """Whether something with the form of a zone is in the picture."""
        return len(self.rows) >= _PASSPORT_ROWS

    @property
    def foreign(self) -> bool:
        """Whether another State wrote it: its checks hold, and they are not those of Spain."""
        return self.mrz is not None and self.mrz.valid and not self.mrz.spanish

    @property
    def unread(self) -> bool:
        """Whether it must be photographed again: not where both readers read the same zone, which does not hold."""
        return self.mrz is None or (not self.mrz.valid and self.second != "agrees")


def rows_of(boxes: list[TextBox], width: int) -> list[TextBox]:
    """Boxes that run over most of the width, pieces of one row joined, from the top down."""
    rows: list[list[TextBox]] = []
    for box in sorted((box for box in boxes if abs(box.angle) < 8), key=_middle):
        # Pieces of a row are about as high as each other; a label beside a signature is not.
        if rows and abs(_middle(box) - _middle(rows[-1][-1])) < 0.5 * min(box.height, rows[-1][-1].height):
            rows[-1].append(box)
        else:
            rows.append([box])
    across = [ocr.joined(row) for row in rows if _runs_across(row, width)]
    kept = [box for box in across if box.width > _ALONE * width or any(_close(box, other) for other in across)]
    return _begun_together(kept)


def _begun_together(rows: list[TextBox]) -> list[TextBox]:
    """Three rows without what stands before one of them: a mark on the table beside a name is no letter of it."""
    if len(rows) != _CARD_ROWS:
        return rows
    starts = np.array([(box.corners[0] + box.corners[3])[0] / 2 for box in rows])
    ahead = np.median(starts) - starts
    return [
        TextBox(box.corners + np.array([[gap, 0], [0, 0], [0, 0], [gap, 0]], np.float32), box.score)
        if gap > 0.4 * box.height
        else box
        for box, gap in zip(rows, ahead, strict=True)
    ]


def _close(box: TextBox, other: TextBox) -> bool:
    return other is not box and abs(_middle(box) - _middle(other)) < _CLOSE * min(box.height, other.height)


def _middle(box: TextBox) -> float:
    return float(box.corners[:, 1].mean())


def _runs_across(row: list[TextBox], width: int) -> bool:
    left = min(float(box.corners[:, 0].min()) for box in row)
    right = max(float(box.corners[:, 0].max()) for box in row)
    filled = sum(box.width for box in row)
    high = max(box.height for box in row)
    return right - left > max(_LEAST_WIDTH * width, 10 * high) and filled > _LEAST_FILLED * (right - left)


def read(rows: list[TextLine], today: date) -> ZoneRead:
    """The zone among rows that run over most of a picture in which text stands level."""
    block = _block([line for row in rows if _like_zone((line := row.held_to(ocr.ZONE)).text)])
    if not block:
        return ZoneRead()
    first = mrz.parse([line.text for line in block], today)
    if first is not None:
        first = replace(first, confidence=min(line.confidence for line in block), name_readings=(first.name_line,))
    return ZoneRead(tuple(block), first)


def _like_zone(text: str) -> bool:
    return 24 <= len(text) <= 50 and (text.count("<") >= 2 or sum(letter.isdigit() for letter in text) >= 14)


def _block(lines: list[TextLine]) -> list[TextLine]:
    """The last rows that make a zone: two of about 44 places, or three of about 30."""
    long = [line for line in lines if len(line.text) > 37]
    if len(long) >= _PASSPORT_ROWS:
        return long[-_PASSPORT_ROWS:]
    short = [line for line in lines if len(line.text) <= 37]
    return short[-_CARD_ROWS:] if len(short) >= _PASSPORT_ROWS else []


def with_second_vote(image: Image, zone: ZoneRead, today: date) -> ZoneRead:
    """The same zone after the second reader was asked; it is no witness of one that the first could not read."""
    first = zone.mrz
    if first is None:
        return zone
    strips = [_strip(image, line.box) for line in zone.rows]
    lines = tesseract.read_zone(strips)
    other = mrz.parse(lines, today) if len(lines) == len(strips) else None
    if other is None:
        return replace(zone, second="not_read")
    if other.valid and not first.valid:
        # Alone it is no witness: it only settles what the first reader all but read.
        near = _apart(first, other) <= _MOST_APART
        return replace(zone, mrz=replace(other, confidence=0.9) if near else first, second="settled")
    names = (*first.name_readings, other.name_line)
    if not other.valid:
        # Both read the same, and it does not hold: it is the zone that is wrong, and not its reading.
        same = not first.valid and first.lines == other.lines
        return replace(zone, mrz=replace(first, name_readings=names), second="agrees" if same else "not_read")
    agrees = all(getattr(first, key) == getattr(other, key) for key in _KEYS)
    checks = first.checks if agrees else first.checks | {"second_reader": False}
    found = replace(first, name_readings=names, checks=checks, number=first.number if agrees else "")
    return replace(zone, mrz=found, second="agrees" if agrees else "differs")


def _apart(first: Mrz, second: Mrz) -> int:
    return sum(
        one != other
        for line, again in zip(first.lines, second.lines, strict=True)
        for one, other in zip(line, again, strict=True)
    )


def _strip(image: Image, box: TextBox) -> Image:
    """The row with a little room around it."""
    room = 0.12 * box.height
    outward = np.array([[-room, -room], [room, -room], [room, room], [-room, room]], np.float32)
    return ocr.cut_out(image, TextBox(box.corners + outward, box.score))
