"""Is the picture good enough to read? Each gate has a measured limit and one reason a person can act on."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]
Zone = tuple[float, float, float, float]

FRONT_FIELDS: Zone = (0.34, 0.12, 0.80, 0.80)
FRONT_NEEDED: tuple[Zone, ...] = ((0.0, 0.15, 0.36, 0.92), FRONT_FIELDS)
BACK_NEEDED: tuple[Zone, ...] = ((0.0, 0.60, 1.0, 1.0),)
# Of a card made small enough for its letters to blur away: colours against its paper's, and how much they may change.
_FINGER_SIZE = (250, 158)
_LEAST_RED, _MOST_RED = 0.2, 1.02
_SMOOTH = 6.0
# Of a card made small enough for the camera's own coloured grain to blur away, and its paper in good light.
_COLOUR_SIZE = (64, 40)
_LIT_PAPER = 200.0


def _axis_blur(grey: NDArray[np.float32], axis: int) -> float:
    """Blur across the strongest edges of one direction, from how much they lose when blurred a little more."""
    known = 1.6
    again = cv2.GaussianBlur(grey, (0, 0), known)
    order = (1, 0) if axis == 1 else (0, 1)
    first = np.abs(cv2.Sobel(grey, cv2.CV_32F, *order, ksize=3))
    second = np.abs(cv2.Sobel(again, cv2.CV_32F, *order, ksize=3))
    strong = first > max(40.0, float(np.percentile(first, 97)))
    # Only ridges of the gradient: beside an edge the ratio says nothing.
    ridge = strong & (first >= np.roll(first, 1, axis)) & (first >= np.roll(first, -1, axis))
    if ridge.sum() < 80:
        return 9.0
    ratio = np.clip(first[ridge] / np.maximum(second[ridge], 1e-3), 1.0005, 50)
    return float(np.median(known / np.sqrt(ratio**2 - 1)))


def blur(image: Image) -> float:
    """Worse of both axes: a shaken picture is sharp along the movement's other axis."""
    grey = cv2.medianBlur(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 3).astype(np.float32)
    return max(_axis_blur(grey, 0), _axis_blur(grey, 1))


def glare(card: Image, needed: tuple[Zone, ...]) -> tuple[float, float]:
    """Share of the card under its largest burnt-out patch if over a needed zone, and the same if the patch hides it.

    The second is 0 where letters still stand in the patch; the first names the cause when something was not read.
    """
    burnt = cv2.inRange(card, (252, 252, 252), (255, 255, 255)) // 255
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    if count < 2:
        return 0.0, 0.0
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    height, width = burnt.shape
    over = labels == largest
    for zone in needed:
        if over[_part(zone, height, width)].sum() > 0.008 * height * width:
            share = float(stats[largest, cv2.CC_STAT_AREA] / (height * width))
            return share, 0.0 if _writing_inside(over.astype(np.uint8)) else share
    return 0.0, 0.0


def _writing_inside(patch: Image) -> bool:
    """Whether letters still stand in a burnt-out patch: then it is strong light on a pale ground, and hides nothing."""
    outlines, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = np.zeros_like(patch)
    cv2.drawContours(whole, outlines, -1, 1, cv2.FILLED)
    return float(whole.sum() - patch.sum()) > 0.04 * float(whole.sum())


def covered(card: Image, needed: tuple[Zone, ...]) -> float:
    """Share of the card under the largest finger: smooth, skin-coloured, thick, from the rim over a needed zone.

    Skin of every tone is redder than it is green and greener than it is blue, next to the card's own paper in the same
    light; burnt-out light has no colour at all.
    """
    small = cv2.resize(card, _FINGER_SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
    height, width = small.shape[:2]
    blue, green, red = (small[:, :, channel] / _paper(small[:, :, channel]) for channel in range(3))
    skin = (red > _LEAST_RED) & (red < _MOST_RED) & (red > 1.1 * green) & (green > 1.05 * blue)
    rough = cv2.GaussianBlur(np.abs(cv2.Laplacian(small[:, :, 1], cv2.CV_32F)), (0, 0), 2.0)
    mask = cv2.morphologyEx((skin & (rough < _SMOOTH)).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((width // 16, width // 16), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    shares = [0.0]
    for label in range(1, count):
        here = labels == label
        at_rim = here[:3].any() or here[-3:].any() or here[:, :3].any() or here[:, -3:].any()
        if at_rim and any(here[_part(zone, height, width)].any() for zone in needed):
            shares.append(float(stats[label, cv2.CC_STAT_AREA]) / (height * width))
    return max(shares)


def _paper(channel: NDArray[np.float32]) -> float:
    return max(1.0, float(np.percentile(channel, 80)))


def _part(zone: Zone, height: int, width: int) -> tuple[slice, slice]:
    left, top, right, bottom = zone
    return slice(round(top * height), round(bottom * height)), slice(round(left * width), round(right * width))


def colours(card: Image) -> tuple[float, float]:
    """Mean colourfulness, and how far the most colourful hundredth is from the usual tint.

    A black-and-white copy has next to none of either; pale paper with a small flag on it, much of the second.
    """
    small = cv2.resize(card, _COLOUR_SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
    # In weak light colours pale with the paper they stand on.
    lit = np.clip(small * max(1.0, _LIT_PAPER / _paper(small.max(axis=2))), 0, 255)
    lab = cv2.cvtColor(lit / 255, cv2.COLOR_BGR2LAB)
    tint = lab[:, :, 1:].reshape(-1, 2)
    usual = np.median(tint, axis=0)
    mean = np.linalg.norm(tint - usual * 0.5, axis=1).mean()
    return float(mean), float(np.percentile(np.linalg.norm(tint - usual, axis=1), 99))


def light(image: Image) -> float:
    """Mean brightness, 0 to 255."""
    return float(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).mean())


def brightest(image: Image) -> float:
    """The brightness that a twentieth of a picture passes, 0 to 255."""
    return float(np.percentile(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), 95))
