"""One picture of a document, read: laid flat, turned upright, its lines read, its kind, side, fields and zone told."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from datetime import date
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
from identity.vision.ocr import TextBox, TextLine
from identity.vision.zone import ZoneRead

Image = NDArray[Any]

_FLAT_SIDE = 640  # longer side at which text is looked for on a card laid flat, and in a whole picture
_WHOLE_SIDE = 960
_MOST_LINES = 48
_UPRIGHT_CONFIDENCE = 0.95
_LEVEL = 12.0


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
    if read.zone.mrz is not None and read.zone.mrz.valid:
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
    level = [box for box in boxes if abs(box.angle) < _LEVEL][:most]
    if _is_plain_back(zone):
        level = []
    taken = {id(line.box): line for line in rows} | known
    zoned = [line.box for line in zone.rows]
    lines = [
        taken.get(id(box)) or ocr.read_line(card.image, box) for box in level if not any(_inside(box, z) for z in zoned)
    ]
    lines = [line for line in lines if line.text]
    foreigner = classify.speaks_of_foreigner(classify.words_of(lines))
    if zone.mrz is not None and zone.mrz.number:
        foreigner = zone.mrz.number[0] in "XYZ"
    found = fields.read_fields(lines, foreigner, float(width))
    document = classify.classify(lines, found, zone.mrz, zone.seen)
    found = found if document.spanish_card or document.kind == "eu_certificate" else {}
    return SideRead(card, document, found, zone, tuple(lines))


def _is_plain_back(zone: ZoneRead) -> bool:
    """A DNI's back whose zone holds: nothing else on it is asked for, so nothing else is read."""
    return zone.mrz is not None and zone.mrz.valid and zone.mrz.spanish and zone.mrz.number[:1].isdigit()


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
    corners = np.concatenate([box.corners for box in boxes if abs(box.angle - tilt) < _LEVEL])
    turn = np.array(cv2.getRotationMatrix2D((0.0, 0.0), tilt, 1.0))
    level = corners @ turn[:, :2].T
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
    return Card(
        np.asarray(flat, np.uint8), corners_of_text, float(width), cut=cards.at_border(corners, image), found=False
    )
