"""One picture of a document, read: laid flat, turned upright, its lines read, its kind, side, fields and zone told."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision import card as cards
from identity.vision import classify, fields, ocr, quality, thresholds
from identity.vision import zone as zones
from identity.vision.card import Card
from identity.vision.classify import Document
from identity.vision.fields import Field
from identity.vision.labels import labels_of
from identity.vision.ocr import TextBox, TextLine
from identity.vision.zone import ZoneRead

Image = NDArray[Any]

_FLAT_SIDE = 640  # longer side at which text is looked for on a card laid flat, and in a whole picture
_WHOLE_SIDE = 960
_MOST_LINES = 48
_UPRIGHT_CONFIDENCE = 0.95
_LEVEL = 12.0
# A line so many times as high as most is none of a card, whose number is twice as high as its labels.
_TALLEST = 6.0
# Share of the width of all other text from which on a line apart is something else that lies on the table.
_STRAY = 0.35


@dataclass(frozen=True)
class SideRead:
    """What one picture of a document says."""

    card: Card
    document: Document
    fields: dict[str, Field] = field(default_factory=dict)
    zone: ZoneRead = field(default_factory=ZoneRead)
    lines: tuple[TextLine, ...] = ()

    @property
    def words(self) -> int:
        """How many words of four letters or more were read."""
        return sum(len(word) >= 4 for line in self.lines for word in line.text.split())

    @property
    def worth(self) -> int:
        """How much was read, to choose between two attempts at one picture."""
        checks = sum(self.zone.mrz.checks.values()) + 10 * self.zone.mrz.valid if self.zone.mrz else 0
        return 10 * self.document.spanish_card + 4 * ("number" in self.fields) + checks + len(self.fields)


def read_side(card: Card, image: Image, today: date, until: float = math.inf) -> SideRead:
    """Read the card of a picture; where little was read, the text itself is the anchor to lay it flat anew.

    Both attempts together read no more lines than one may, and the second no line of a back but its zone's.
    """
    if not card.found:
        anchored = _laid_by_text(image)
        return _read(anchored, today) if anchored else SideRead(card, Document("other", "front", 0.0))
    first = _read(card, today)
    left = _MOST_LINES - len(first.lines)
    if _enough(first) or left <= 0 or time.monotonic() > until or _under_a_finger(first):
        return first
    anchored = _laid_by_text(image)
    if anchored is None:
        return first
    second = _read(anchored, today, 0 if _back_by_words(first) else left)
    return max(first, second, key=lambda one: one.worth)


def _back_by_words(read: SideRead) -> bool:
    return read.document.spanish_card and read.document.side == "back"


def _under_a_finger(read: SideRead) -> bool:
    """Whether a finger lies on the zone of a back: laid flat otherwise, it lies there still."""
    return _back_by_words(read) and quality.covered(read.card.image, quality.BACK_NEEDED) > thresholds.COVERED_SHARE


def _enough(read: SideRead) -> bool:
    if not read.zone.unread:
        return True
    settled = sum(name not in fields.UNSETTLED for name in read.fields)
    return read.document.side == "front" and read.document.score >= 0.7 and settled >= 4


def _read(card: Card, today: date, most: int = _MOST_LINES) -> SideRead:
    """Read a card: the rows of its zone, and at most so many other lines."""
    boxes = ocr.find_text(card.image, _FLAT_SIDE)
    card, boxes, known = _upright(card, boxes)
    width = card.image.shape[1]
    across = zones.rows_of(boxes, width)
    if len(across) < zones.LEAST_ROWS:
        across = []  # a title that runs over the card is no zone, and its pieces are read as lines
    rows = [known.get(id(box)) or ocr.read_line(card.image, box) for box in across]
    zone = zones.read(rows, today)
    if zone.seen:
        zone = zones.with_second_vote(card.image, zone, today)
    level = [box for box in boxes if abs(box.angle) < _LEVEL and not any(_inside(box, row.box) for row in zone.rows)]
    taken = {id(line.box): line for line in rows} | known
    lines = [line for line in _wanted(level[:most], zone, partial(_line, card.image, taken)) if line.text]
    foreigner = classify.speaks_of_foreigner(classify.words_of(lines))
    if zone.mrz is not None and zone.mrz.number:
        foreigner = zone.mrz.number[0] in "XYZ"
    found = fields.read_fields(lines, foreigner, float(width))
    document = classify.classify(lines, found, zone.mrz, zone.seen)
    found = found if document.spanish_card or document.kind == "eu_certificate" else {}
    return SideRead(card, document, found, zone, tuple(lines))


def _line(image: Image, taken: dict[int, TextLine], box: TextBox) -> TextLine:
    return taken.get(id(box)) or ocr.read_line(image, box)


def _wanted(boxes: list[TextBox], zone: ZoneRead, read: Callable[[TextBox], TextLine]) -> Iterator[TextLine]:
    """The lines beside a zone that are still asked for: all of them, unless the zone of a Spanish card holds.

    Then nothing more is asked of a DNI's back, and of a permit's only its day of issue: the largest lines are read, and
    the label above the first day, until that is the one.
    """
    if zone.mrz is None or not (zone.mrz.valid and zone.mrz.spanish):
        yield from map(read, boxes)
        return
    left = [] if zone.mrz.number[:1].isdigit() else sorted(boxes, key=lambda box: box.height)
    while left:
        box = left.pop()
        line = read(box)
        yield line
        if not fields.days_in(line.folded):
            continue
        label = _above(box, left)
        if label is not None:
            left = [other for other in left if other is not label]
            head = read(label)
            yield head
            if any(one.name == "issue" for one in labels_of([head])):
                return


def _above(box: TextBox, others: list[TextBox]) -> TextBox | None:
    """The line right above another, or None."""
    (left, top), right = box.corners.min(axis=0), float(box.corners[:, 0].max())
    over = [
        other
        for other in others
        if float(other.corners[:, 0].min()) < right
        and float(other.corners[:, 0].max()) > left
        and 0 < top + box.height / 2 - float(other.corners[:, 1].mean()) < 2 * box.height
    ]
    return max(over, key=lambda other: float(other.corners[:, 1].mean()), default=None)


def _inside(box: TextBox, row: TextBox) -> bool:
    middle = box.corners.mean(axis=0)
    return cv2.pointPolygonTest(row.corners, (float(middle[0]), float(middle[1])), False) >= 0


def _upright(card: Card, boxes: list[TextBox]) -> tuple[Card, list[TextBox], dict[int, TextLine]]:
    """The card the way up in which its longest lines read well, its boxes, and the lines read for it."""
    level = sorted((box for box in boxes if abs(box.angle) < _LEVEL), key=lambda box: -box.width / box.height)[:2]
    lines = {id(box): ocr.read_line(card.image, box) for box in level}
    if not level or _sure(lines) >= _UPRIGHT_CONFIDENCE:
        return card, boxes, lines
    turned = cards.turned(card)
    over = {id(box): ocr.turned_over(box, card.image) for box in boxes}
    again = {id(over[id(box)]): ocr.read_line(turned.image, over[id(box)]) for box in level}
    if _sure(again) > _sure(lines):
        return turned, sorted(over.values(), key=lambda box: float(box.corners[:, 1].mean())), again
    return card, boxes, lines


def _sure(lines: dict[int, TextLine]) -> float:
    return float(np.mean([line.confidence for line in lines.values()]))


def _laid_by_text(image: Image) -> Card | None:
    """The part of the picture that holds text, turned so that its lines lie level; None where there is next to none."""
    boxes = ocr.find_text(image, _WHOLE_SIDE)
    if len(boxes) < 3:
        return None
    lengths = np.array([box.width for box in boxes])
    angles = np.array([box.angle for box in boxes])
    order = np.argsort(angles)
    tilt = float(angles[order][np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)])
    most = _TALLEST * float(np.median([box.height for box in boxes]))
    corners = [box.corners for box in boxes if abs(box.angle - tilt) < _LEVEL and box.height <= most]
    if not corners:
        return None
    turn = np.array(cv2.getRotationMatrix2D((0.0, 0.0), tilt, 1.0))
    level = _without_strays(np.stack(corners) @ turn[:, :2].T).reshape(-1, 2)
    low, high = level.min(axis=0), level.max(axis=0)
    room = 0.04 * float((high - low).max())
    width, height = (high - low + 2 * room).tolist()
    if width < 60 or height < 30:
        return None
    scale = cards.CARD_WIDTH / max(width, height * 0.8)
    matrix = np.hstack([turn[:, :2] * scale, ((room - low) * scale)[:, None]])
    flat = cv2.warpAffine(
        image,
        matrix,
        (round(width * scale), round(height * scale)),
        flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    box = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) + (low - room)
    corners_of_text = np.asarray(box @ turn[:, :2], np.float32)
    cut = cards.at_border(np.asarray(level @ turn[:, :2], np.float32), image)
    return Card(np.asarray(flat, np.uint8), corners_of_text, float(width), cut, found=False)


def _without_strays(boxes: NDArray[Any]) -> NDArray[Any]:
    """Boxes (n × 4 × 2) but for those that lie far from all the others."""
    lows, highs = boxes.min(axis=1), boxes.max(axis=1)
    for place in {int(extreme) for extreme in (*lows.argmin(axis=0), *highs.argmax(axis=0))} if len(boxes) > 4 else ():
        others = np.delete(lows, place, axis=0).min(axis=0), np.delete(highs, place, axis=0).max(axis=0)
        gap = float(np.maximum(others[0] - highs[place], lows[place] - others[1]).max())
        if gap > _STRAY * float((others[1] - others[0]).max()):
            return _without_strays(np.delete(boxes, place, axis=0))
    return boxes
