"""Finding the card in a photograph and laying it flat: 1000 × 631 pixels, as if seen from straight above."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Corners = NDArray[np.float32]

CARD_WIDTH = 1000
CARD_HEIGHT = 631  # ID-1: 85.60 × 53.98 mm
_RATIO = 85.60 / 53.98
_SEARCH_SIDE = 640
_LEAST_AREA = 0.06


@dataclass(frozen=True)
class Card:
    """A card laid flat, and where it was: its corners (clockwise from top left) and width in the photograph."""

    image: Image
    corners: Corners
    width_px: float
    cut: bool
    found: bool


def _ordered(points: Corners) -> Corners:
    """Clockwise, starting so that the first side is a long one and the card stands least turned."""
    centre = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    points = points[np.argsort(angles)]
    start = int(np.argmin(points.sum(axis=1)))
    points = np.roll(points, -start, axis=0)
    first, second = np.linalg.norm(points[1] - points[0]), np.linalg.norm(points[2] - points[1])
    if first < second:
        points = np.roll(points, 1, axis=0)
    return np.asarray(points, np.float32)


def _sides(points: Corners) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1), np.float32)


def _edge_maps(small: Image) -> list[Image]:
    """Several views of where edges may be; a card that vanishes in one usually stands out in another."""
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB)
    calm = cv2.GaussianBlur(small, (0, 0), 1.4)
    grey = cv2.cvtColor(calm, cv2.COLOR_BGR2GRAY)
    maps = []
    for low, high in ((20, 60), (50, 150)):
        maps.append(cv2.Canny(grey, low, high))
    for channel in cv2.split(lab):
        maps.append(cv2.Canny(cv2.GaussianBlur(channel, (0, 0), 2.2), 15, 45))
    for channel in (grey, cv2.GaussianBlur(lab[:, :, 2], (0, 0), 2)):
        _, mask = cv2.threshold(channel, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        maps.append(cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)))
    return maps


def _quads_of(edges: Image) -> list[Corners]:
    joined = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    area = edges.shape[0] * edges.shape[1]
    quads = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:12]:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < _LEAST_AREA * area:
            continue
        length = cv2.arcLength(hull, True)
        for tolerance in (0.015, 0.03, 0.05, 0.08):
            shape = cv2.approxPolyDP(hull, tolerance * length, True)[:, 0]
            if len(shape) == 4:
                quads.append(_ordered(shape.astype(np.float32)))
                break
            if 4 < len(shape) <= 8:
                quads.append(_ordered(_largest_quad(shape.astype(np.float32))))
    return quads


def _largest_quad(points: Corners) -> Corners:
    best, best_area = points[:4], -1.0
    for picked in itertools.combinations(range(len(points)), 4):
        area = cv2.contourArea(points[list(picked)])
        if area > best_area:
            best, best_area = points[list(picked)], area
    return best


def _support(quad: Corners, gradient: NDArray[np.float32]) -> float:
    """Least share, over the four sides, of points lying on a real edge."""
    shares = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        steps = np.linspace(0.08, 0.92, 50)[:, None]
        points = start + (end - start) * steps
        columns = np.clip(points[:, 0].round().astype(int), 0, gradient.shape[1] - 1)
        rows = np.clip(points[:, 1].round().astype(int), 0, gradient.shape[0] - 1)
        shares.append(float((gradient[rows, columns] > 0).mean()))
    return min(shares) * 0.6 + float(np.mean(shares)) * 0.4


def _score(quad: Corners, edges: NDArray[np.float32], area: float) -> float:
    covered = cv2.contourArea(quad) / area
    if covered < _LEAST_AREA or not cv2.isContourConvex(quad.astype(np.int32)):
        return 0.0
    sides = _sides(quad)
    ratio = (sides[0] + sides[2]) / max(1.0, sides[1] + sides[3])
    skew = max(sides[0], sides[2]) / max(1.0, min(sides[0], sides[2])) + max(sides[1], sides[3]) / max(
        1.0, min(sides[1], sides[3])
    )
    if not 1.15 < ratio < 2.2 or skew > 3.6:
        return 0.0
    likeness = np.exp(-(((ratio - _RATIO) / 0.28) ** 2)) * np.exp(-(((skew - 2) / 0.9) ** 2))
    return float(likeness * _support(quad, edges) * (0.35 + min(covered, 0.65)))


def find_quad(image: Image) -> Corners | None:
    """Corners of the most card-like quadrilateral of the photograph, or None."""
    scale = _SEARCH_SIDE / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    scale = min(scale, 1.0)
    maps = _edge_maps(small)
    strong = cv2.dilate(np.maximum.reduce(maps[:5]), np.ones((3, 3), np.uint8)).astype(np.float32)
    area = float(small.shape[0] * small.shape[1])
    scored = [(_score(quad, strong, area), index, quad) for index, quad in enumerate(q for m in maps for q in _quads_of(m))]
    if not scored:
        return None
    score, _, best = max(scored)
    return np.asarray(best / scale, np.float32) if score > 0.25 else None


def lay_flat(image: Image, corners: Corners, upside_down: bool = False) -> Image:
    """The quadrilateral warped to the card's own proportions."""
    if upside_down:
        corners = np.roll(corners, 2, axis=0)
    target = np.array([[0, 0], [CARD_WIDTH, 0], [CARD_WIDTH, CARD_HEIGHT], [0, CARD_HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    sides = _sides(corners)
    # A card much larger than the target would alias; halve the photograph first.
    if sides[0] > 2 * CARD_WIDTH:
        half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return lay_flat(half, corners / 2)
    flat = cv2.warpPerspective(image, matrix, (CARD_WIDTH, CARD_HEIGHT), flags=cv2.INTER_CUBIC)
    return np.asarray(flat, np.uint8)


def rectify(image: Image) -> Card:
    """The card of the photograph laid flat; where none is found, the whole picture stands for it."""
    height, width = image.shape[:2]
    corners = find_quad(image)
    if corners is None:
        return _whole(image)
    sides = _sides(corners)
    margin = 0.01
    near = (
        (corners[:, 0] < margin * width)
        | (corners[:, 0] > (1 - margin) * width)
        | (corners[:, 1] < margin * height)
        | (corners[:, 1] > (1 - margin) * height)
    )
    fills = cv2.contourArea(corners) > 0.97 * width * height
    return Card(
        image=lay_flat(image, corners),
        corners=corners,
        width_px=float((sides[0] + sides[2]) / 2),
        cut=bool(near.any()) and not fills,
        found=True,
    )


def _whole(image: Image) -> Card:
    height, width = image.shape[:2]
    if height > width:
        image = np.asarray(cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
        height, width = width, height
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    scale = CARD_WIDTH / width
    flat = cv2.resize(image, (CARD_WIDTH, round(height * scale)), interpolation=cv2.INTER_AREA)
    return Card(image=np.asarray(flat, np.uint8), corners=corners, width_px=float(width), cut=False, found=False)


def turned(card: Card, image: Image) -> Card:
    """The same card the other way up."""
    flat = lay_flat(image, card.corners, upside_down=True) if card.found else cv2.rotate(card.image, cv2.ROTATE_180)
    return Card(np.asarray(flat, np.uint8), np.roll(card.corners, 2, axis=0), card.width_px, card.cut, card.found)
