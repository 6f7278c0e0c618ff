"""Finding a card in a photograph: the four corners of the quadrilateral that looks most like one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]
Corners = NDArray[Any]

RATIO = 85.60 / 53.98  # ID-1, in millimetres
SEARCH_SIDE = 640
_LEAST_AREA = 0.06


@dataclass(frozen=True)
class Shrunk:
    """A photograph made small enough to be searched, how small it was made, and masks of what may be the card in it."""

    image: Image
    scale: float
    masks: tuple[Image, ...]

    @classmethod
    def of(cls, image: Image) -> Shrunk:
        """The photograph made ready for every search in it."""
        scale = min(1.0, SEARCH_SIDE / max(image.shape[:2]))
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        return cls(small, scale, tuple(_regions(small)))


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


def sides_of(points: Corners) -> NDArray[np.float32]:
    """Lengths of the four sides, from the first corner on."""
    return np.asarray(np.linalg.norm(points - np.roll(points, -1, axis=0), axis=1), np.float32)


def _edge_map(small: Image) -> Image:
    """Where edges are, in brightness or in colour."""
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.2), cv2.COLOR_BGR2LAB)
    edges = [cv2.Canny(channel, 25, 75) for channel in cv2.split(lab)]
    return np.asarray(np.maximum.reduce(edges), np.uint8)


def _regions(small: Image) -> list[Image]:
    """Masks of what may be the card: each splits the picture by one measure, and one of them usually fits."""
    lab = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2LAB), (0, 0), 2.5).astype(np.float32)
    rim = np.concatenate(
        [lab[:12].reshape(-1, 3), lab[-12:].reshape(-1, 3), lab[:, :12].reshape(-1, 3), lab[:, -12:].reshape(-1, 3)]
    )
    spread = rim.std(axis=0) + 2.0
    from_rim = np.sqrt((((lab - np.median(rim, axis=0)) / spread) ** 2).sum(axis=2)) * 12
    measures = [from_rim, lab[:, :, 0], np.linalg.norm(lab[:, :, 1:] - 128, axis=2) * 4]
    masks = []
    for measure in measures:
        level, mask = cv2.threshold(
            np.clip(measure, 0, 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU
        )
        masks += [mask, cv2.bitwise_not(mask)] if measure is not from_rim else [mask]
        if measure is from_rim:
            masks.append((measure > 0.6 * level).astype(np.uint8) * 255)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))
    small_kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    return [
        np.asarray(
            cv2.morphologyEx(cv2.morphologyEx(m, cv2.MORPH_CLOSE, small_kernel), cv2.MORPH_OPEN, kernel), np.uint8
        )
        for m in masks
    ]


def _quads_of(shapes: Image) -> list[Corners]:
    contours, _ = cv2.findContours(shapes, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    area = shapes.shape[0] * shapes.shape[1]
    quads = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:4]:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < _LEAST_AREA * area:
            continue
        length = cv2.arcLength(hull, True)
        for tolerance in (0.008, 0.015, 0.03):
            shape = cv2.approxPolyDP(hull, tolerance * length, True)[:, 0].astype(np.float32)
            quad = _from_long_sides(shape)
            if quad is not None:
                quads.append(_ordered(quad))
    return quads


def _from_long_sides(shape: Corners) -> Corners | None:
    """The four longest sides prolonged until they meet: a card's corners are round, its sides are straight."""
    if len(shape) < 4:
        return None
    ends = np.roll(shape, -1, axis=0)
    longest = np.sort(np.argsort(-np.linalg.norm(ends - shape, axis=1))[:4])
    corners = []
    for first, second in zip(longest, np.roll(longest, -1), strict=True):
        lines = []
        for side in (first, second):
            (x1, y1), (x2, y2) = shape[side], ends[side]
            lines.append((y2 - y1, x1 - x2, (y2 - y1) * x1 + (x1 - x2) * y1))
        (a, b, c), (d, e, f) = lines
        cross = a * e - b * d
        if abs(cross) < 1e-3 * np.hypot(a, b) * np.hypot(d, e) + 1e-9:
            return None
        corners.append(((c * e - b * f) / cross, (a * f - c * d) / cross))
    quad = np.array(corners, np.float32)
    grown = cv2.contourArea(quad) / max(1.0, cv2.contourArea(shape))
    return quad if 0.9 < grown < 1.35 else None


def _support(quad: Corners, gradient: NDArray[np.float32]) -> float:
    """Least share, over the four sides, of points lying on a real edge."""
    shares = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        steps = np.linspace(0.08, 0.92, 50)[:, None]
        points = start + (end - start) * steps
        columns = np.clip(points[:, 0].round().astype(int), 0, gradient.shape[1] - 1)
        rows = np.clip(points[:, 1].round().astype(int), 0, gradient.shape[0] - 1)
        inside = (
            (points >= -2).all(axis=1) & (points[:, 0] < gradient.shape[1] + 2) & (points[:, 1] < gradient.shape[0] + 2)
        )
        shares.append(float(((gradient[rows, columns] > 0) & inside).mean()))
    return min(shares) * 0.6 + float(np.mean(shares)) * 0.4


def _score(quad: Corners, edges: NDArray[np.float32], area: float) -> float:
    covered = cv2.contourArea(quad) / area
    if covered < _LEAST_AREA or not cv2.isContourConvex(quad.astype(np.int32)):
        return 0.0
    sides = sides_of(quad)
    ratio = (sides[0] + sides[2]) / max(1.0, sides[1] + sides[3])
    skew = max(sides[0], sides[2]) / max(1.0, min(sides[0], sides[2])) + max(sides[1], sides[3]) / max(
        1.0, min(sides[1], sides[3])
    )
    if not 1.15 < ratio < 2.2 or skew > 3.6:
        return 0.0
    likeness = np.exp(-(((ratio - RATIO) / 0.28) ** 2)) * np.exp(-(((skew - 2) / 0.9) ** 2))
    return float(likeness * _support(quad, edges) * (0.35 + min(covered, 0.65)))


def find_quad(shrunk: Shrunk) -> Corners | None:
    """Corners, in the photograph's own pixels, of its most card-like quadrilateral, or None."""
    small, scale = shrunk.image, shrunk.scale
    edges = _edge_map(small)
    strong = cv2.dilate(edges, np.ones((11, 11), np.uint8)).astype(np.float32)
    joined = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    area = float(small.shape[0] * small.shape[1])
    quads = [quad for shapes in (*shrunk.masks, joined) for quad in _quads_of(shapes)]
    scored = [(_score(quad, strong, area), index, quad) for index, quad in enumerate(quads)]
    if not scored:
        return None
    score, _, best = max(scored)
    return np.asarray(_snapped(best, small) / scale, np.float32) if score > 0.25 else None


def _snapped(quad: Corners, small: Image) -> Corners:
    """Each side moved onto the steepest change of brightness or colour within a few pixels of it."""
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.0), cv2.COLOR_BGR2LAB).astype(np.float32)
    reach = np.arange(-9, 10, dtype=np.float32)
    lines = []
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        across = np.array([-along[1], along[0]], np.float32)
        points = start + (end - start) * np.linspace(0.1, 0.9, 60, dtype=np.float32)[:, None]
        grid = points[:, None] + across * reach[None, :, None]
        profile = cv2.remap(lab, grid[..., 0], grid[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        change = np.abs(profile[:, 2:] - profile[:, :-2]).sum(axis=2) * np.exp(-((reach[1:-1] / 9) ** 2))
        # One line must explain the whole side: text inside the card pulls single points, not their median.
        offsets = reach[1:-1][change.argmax(axis=1)]
        kept = np.abs(offsets - np.median(offsets)) <= 3
        on_edge = points[kept] + across * offsets[kept, None]
        vx, vy, x, y = cv2.fitLine(on_edge.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((vy, -vx, vy * x - vx * y))
    corners = []
    for (a, b, c), (d, e, f) in zip(np.roll(lines, 1, axis=0), lines, strict=True):
        cross = a * e - b * d
        if abs(cross) < 1e-6:
            return quad
        corners.append(((c * e - b * f) / cross, (a * f - c * d) / cross))
    snapped = np.array(corners, np.float32)
    return snapped if np.abs(snapped - quad).max() < 25 else quad
