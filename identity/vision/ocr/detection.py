"""Where text stands in a picture: one turned rectangle a line (PP-OCRv6 detection, differentiable binarization)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.ocr.network import load
from identity.vision.weights import TEXT_FINDER

Image = NDArray[Any]

_INK = 0.3
_SURE = 0.5
_LEAST_SIDE = 3
# The model marks the middle of a line; this share of area by outline gives the rest of it back.
_GROWTH = 1.6
_STEP = 32
# What the network keeps grows with the picture, and a process may hold 700 MB (measured: 960 × 960 took 300 of them).
_MOST_PIXELS = 460_000
_TALL = 1.5

_local = threading.local()


@dataclass(frozen=True)
class TextBox:
    """One line found: corners clockwise from the top left as the text runs, in pixels of the picture; its score."""

    corners: NDArray[np.float32]
    score: float

    @property
    def width(self) -> float:
        """Length along the text."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Height of the line."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def angle(self) -> float:
        """Degrees by which the line falls to the right."""
        run = self.corners[1] - self.corners[0]
        return float(np.degrees(np.arctan2(run[1], run[0])))


def _net() -> cv2.dnn.Net:
    if not hasattr(_local, "net"):
        _local.net = load(TEXT_FINDER)
    net: cv2.dnn.Net = _local.net
    return net


def find_text(image: Image, side: int) -> list[TextBox]:
    """Lines of text of a picture (BGR), looked for with its longer side at `side` pixels at most; from the top down."""
    height, width = image.shape[:2]
    scale = min(side / max(height, width), (_MOST_PIXELS / (height * width)) ** 0.5)
    size = tuple(max(_STEP, round(length * scale / _STEP) * _STEP) for length in (width, height))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    net = _net()
    net.setInput(cv2.dnn.blobFromImage(small, scalefactor=1 / 127.5, mean=(127.5, 127.5, 127.5)))
    likely = net.forward()[0, 0]
    stretch = np.array([width / size[0], height / size[1]], np.float32)
    found = [box for outline in _outlines(likely) if (box := _box(outline, likely, stretch)) is not None]
    return sorted(found, key=lambda box: float(box.corners[:, 1].mean()))


def _outlines(likely: NDArray[np.float32]) -> list[Image]:
    mask = cv2.dilate((likely > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    return list(outlines[:400])


def _box(outline: Image, likely: NDArray[np.float32], stretch: NDArray[np.float32]) -> TextBox | None:
    (x, y), (width, height), angle = cv2.minAreaRect(outline)
    if min(width, height) < _LEAST_SIDE:
        return None
    score = _mean_inside(cv2.boxPoints(((x, y), (width, height), angle)), likely)
    if score < _SURE:
        return None
    grown = width * height * _GROWTH / (2 * (width + height))
    corners = cv2.boxPoints(((x, y), (width + 2 * grown, height + 2 * grown), angle)) * stretch
    return TextBox(_as_read(corners), score)


def _mean_inside(corners: Image, likely: NDArray[np.float32]) -> float:
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = likely[top:bottom, left:right]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(mask, np.round(corners - [left, top]).astype(np.int32), 1)
    return float(cv2.mean(part, mask)[0])


def _as_read(corners: Image) -> NDArray[np.float32]:
    """Clockwise from where the text starts: text runs along the longer side, to the right or, if steep, down."""
    centre = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0]))]
    first = around[1] - around[0]
    # A single letter stands in an almost square box: only what is clearly tall runs down.
    if np.linalg.norm(first) * _TALL < np.linalg.norm(around[2] - around[1]):
        around = np.roll(around, -1, axis=0)
        first = around[1] - around[0]
    if first[0] < 0:
        around = np.roll(around, 2, axis=0)
    return np.asarray(around, np.float32)


def joined(boxes: list[TextBox]) -> TextBox:
    """One box around pieces of the same line."""
    if len(boxes) == 1:
        return boxes[0]
    around = cv2.boxPoints(cv2.minAreaRect(np.concatenate([box.corners for box in boxes])))
    return TextBox(_as_read(around), min(box.score for box in boxes))


def turned_over(box: TextBox, image: Image) -> TextBox:
    """The same box in the picture turned by half."""
    height, width = image.shape[:2]
    # The corner at which the text began is now opposite, and text is sought from the top left again.
    return TextBox(_as_read(np.array([width, height], np.float32) - box.corners), box.score)
