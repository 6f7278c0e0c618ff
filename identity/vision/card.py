"""The card of a photograph, laid flat: 1000 × 631 pixels, as if seen from straight above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.quad import RATIO, Corners, Shrunk, find_quad, sides_of

Image = NDArray[Any]

CARD_WIDTH = 1000
CARD_HEIGHT = 631  # ID-1: 85.60 × 53.98 mm
_RATIO_ROOM = 0.06
# Where a zone stands on its card: its rows take that share of the width, in the middle, and the last one is that far
# down (measured on five public specimens 0.88 to 0.89 and 0.86 to 0.89; on ours 0.91 and 0.91).
_ZONE_WIDTH, _LAST_ROW = 0.89, 0.88
_ZONE_ROOM = 0.04  # of the width: what those differ by


@dataclass(frozen=True)
class Card:
    """A card laid flat, and where it was: its corners (clockwise from top left) and width in the photograph.

    `cut`: its corners are at the border or beyond, or its text is where only that was found; `runs_out`: something
    larger than what was found leaves the picture, which may be the card, or a thing beside it.
    """

    image: Image
    corners: Corners
    width_px: float
    cut: bool
    found: bool
    runs_out: bool = False


def lay_flat(image: Image, corners: Corners) -> Image:
    """The quadrilateral warped to the card's own proportions."""
    target = np.array([[0, 0], [CARD_WIDTH, 0], [CARD_WIDTH, CARD_HEIGHT], [0, CARD_HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    sides = sides_of(corners)
    # A card much larger than the target would alias; halve the photograph first.
    if sides[0] > 2 * CARD_WIDTH:
        half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return lay_flat(half, corners / 2)
    flat = cv2.warpPerspective(image, matrix, (CARD_WIDTH, CARD_HEIGHT), flags=cv2.INTER_CUBIC)
    return np.asarray(flat, np.uint8)


def rectify(image: Image) -> Card:
    """The card of the photograph laid flat; where none is found, the whole picture stands for it."""
    height, width = image.shape[:2]
    shrunk = Shrunk.of(image)
    corners = find_quad(shrunk)
    if corners is None:
        return replace(_whole(image), runs_out=_runs_out(shrunk, np.zeros((4, 2), np.float32)))
    sides = sides_of(corners)
    fills = cv2.contourArea(corners) > 0.97 * width * height
    return Card(
        image=lay_flat(image, corners),
        corners=corners,
        width_px=width_of(corners),
        cut=at_border(corners, image) and not fills and not _whole_shape(sides),
        found=True,
        runs_out=_runs_out(shrunk, corners),
    )


def at_border(points: Corners, image: Image) -> bool:
    """Whether any of the points is beyond a picture, or within a hundredth of its border."""
    size = np.array(image.shape[1::-1], np.float32)
    return bool(((points < 0.01 * size) | (points > 0.99 * size)).any())


def of_zone(rows: list[Corners], card: Card) -> Corners:
    """Where in the photograph the card is that a zone stands on; its rows by their corners, in pixels of `card`."""
    first, last = rows[0], rows[-1]
    across = (first[1] + first[2] + last[1] + last[2] - first[0] - first[3] - last[0] - last[3]) / 4 / _ZONE_WIDTH
    down = np.array([-across[1], across[0]]) / RATIO
    corner = last.mean(axis=0) - across / 2 - _LAST_ROW * down
    around = np.array([[corner, corner + across, corner + across + down, corner + down]], np.float32)
    height, width = card.image.shape[:2]
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(frame, card.corners.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(around, matrix)[0], np.float32)


def leaves(corners: Corners, image: Image) -> bool:
    """Whether a card leaves the picture by more than its zone can tell."""
    room = _ZONE_ROOM * float(np.linalg.norm(corners[1] - corners[0]))
    return bool(((corners < -room) | (corners > np.array(image.shape[1::-1]) + room)).any())


def _whole_shape(sides: NDArray[np.float32]) -> bool:
    """Whether a card that touches the border still has a card's proportions: then it touches it, and is not cut."""
    ratio = float((sides[0] + sides[2]) / max(1.0, float(sides[1] + sides[3])))
    return abs(ratio / RATIO - 1) < _RATIO_ROOM


def _runs_out(shrunk: Shrunk, corners: Corners) -> bool:
    """Whether what stands out from the table leaves the picture, and the corners found are only a part of it."""
    height, width = shrunk.image.shape[:2]
    inside = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners * shrunk.scale).astype(np.int32), 1)
    for mask in shrunk.masks[:2]:
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
        if count < 2:
            continue
        largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
        area = int(stats[largest, cv2.CC_STAT_AREA])
        here = labels == largest
        rim = np.array([here[0].mean(), here[-1].mean(), here[:, 0].mean(), here[:, -1].mean()])
        covered = int((here & (inside > 0)).sum()) / max(1, area)
        if 0.12 < area / (height * width) < 0.8 and covered < 0.6 and 1 <= int((rim > 0.15).sum()) <= 2:
            return True
    return False


def _whole(image: Image) -> Card:
    height, width = image.shape[:2]
    if height > width:
        image = np.asarray(cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
        height, width = width, height
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    scale = CARD_WIDTH / width
    flat = cv2.resize(image, (CARD_WIDTH, round(height * scale)), interpolation=cv2.INTER_AREA)
    return Card(image=np.asarray(flat, np.uint8), corners=corners, width_px=float(width), cut=False, found=False)


def as_it_came(image: Image, card: Card) -> Image:
    """The part of the photograph that holds the card, in its own resolution."""
    height, width = image.shape[:2]
    left, top = np.clip(card.corners.min(axis=0), 0, [width - 1, height - 1]).astype(int)
    right, bottom = np.clip(card.corners.max(axis=0), 1, [width, height]).astype(int)
    return image[top:bottom, left:right]


def rests_of(image: Image, corners: Corners) -> Iterator[Image]:
    """The parts of the picture beside a card in which another of its size would fit, the largest first."""
    height, width = image.shape[:2]
    left, top = np.clip(corners.min(axis=0), 0, [width, height]).round().astype(int)
    right, bottom = np.clip(corners.max(axis=0), 0, [width, height]).round().astype(int)
    parts = (image[:top], image[bottom:], image[:, :left], image[:, right:])
    wide = width_of(corners)
    for part in sorted(parts, key=lambda part: -part.shape[0] * part.shape[1]):
        short, long = sorted(part.shape[:2])
        if short > 0.7 * wide / RATIO and long > 0.9 * wide:
            yield np.ascontiguousarray(part)


def width_of(corners: Corners) -> float:
    """Pixels from a card's left edge to its right one."""
    sides = sides_of(corners)
    return float((sides[0] + sides[2]) / 2)


def turned(card: Card) -> Card:
    """The same card the other way up."""
    flat = cv2.rotate(card.image, cv2.ROTATE_180)
    return replace(card, image=np.asarray(flat, np.uint8), corners=np.roll(card.corners, 2, axis=0))
