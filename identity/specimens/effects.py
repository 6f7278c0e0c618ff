"""What happens to a card and to its photograph: wear, laminate, a thumb, other grounds, screens, messengers."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[Any]
_MESSENGER_SIDE = 1280
_MESSENGER_QUALITY = 60


def background(kind: str, shape: tuple[int, int], seed: int) -> Floats:
    """``checked`` cloth, ``confetti``, white ``paper`` or a ``desk`` with straight-edged things lying about."""
    random = np.random.default_rng([seed, 19])
    high, wide = shape
    rows, columns = np.mgrid[0:high, 0:wide]
    if kind == "checked":
        step = int(random.integers(50, 120))
        dark = ((rows // step + columns // step) % 2).astype(np.float32)[..., None]
        first, second = random.uniform(30, 120, 3), random.uniform(140, 230, 3)
        return np.asarray(first * dark + second * (1 - dark), np.float32)
    if kind == "paper":
        return np.asarray(np.full((high, wide, 3), 232, np.float32) + random.normal(0, 2, (high, wide, 1)), np.float32)
    ground = np.full((high, wide, 3), random.uniform(60, 150, 3), np.float32)
    for _ in range(160 if kind == "confetti" else 9):
        colour = tuple(float(value) for value in random.uniform(20, 245, 3))
        x, y = int(random.integers(wide)), int(random.integers(high))
        if kind == "confetti":
            cv2.circle(ground, (x, y), int(random.integers(8, 40)), colour, -1)
        else:
            box = (
                (float(x), float(y)),
                tuple(float(v) for v in random.uniform(150, 700, 2)),
                float(random.uniform(0, 90)),
            )
            corners = cv2.boxPoints(box).astype(np.int32)  # type: ignore[arg-type]
            cv2.fillPoly(ground, [corners], colour)
    return ground


def worn(card: Floats, strength: float, seed: int) -> Floats:
    """Ink rubbed off in spots and fine scratches across, as after years in a pocket."""
    random = np.random.default_rng([seed, 23])
    high, wide = card.shape[:2]
    spots = cv2.GaussianBlur(random.normal(0, 1, (high, wide)).astype(np.float32), (0, 0), 2.2)
    rubbed = np.clip((spots / spots.std() - (2.6 - 1.4 * strength)) * 1.5, 0, 1)
    scratches = np.zeros((high, wide), np.float32)
    for _ in range(round(50 * strength)):
        start = random.uniform(0, (wide, high))
        end = start + random.normal(0, 130, 2)
        ends = [tuple(int(value) for value in point) for point in (start, end)]
        cv2.line(scratches, ends[0], ends[1], float(random.uniform(0.3, 0.8)), 1, cv2.LINE_AA)
    lost = np.clip(0.75 * rubbed + scratches * strength, 0, 1)[..., None]
    changed = card.astype(np.float32)
    changed[:, :, :3] = changed[:, :, :3] * (1 - lost) + 226 * lost
    return np.asarray(np.clip(changed, 0, 255), np.uint8)


def shining(card: Floats, strength: float, seed: int) -> Floats:
    """A broad soft band of lamp light on the laminate: it pales what it covers and burns nothing out."""
    random = np.random.default_rng([seed, 29])
    high, wide = card.shape[:2]
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    way = random.uniform(0, np.pi)
    across = np.cos(way) * (columns - wide * random.uniform(0.25, 0.75)) + np.sin(way) * (rows - high / 2)
    band = np.exp(-((across / (0.09 * wide)) ** 2)) * strength
    changed = card.astype(np.float32)
    changed[:, :, :3] += (247 - changed[:, :, :3]) * band[..., None]
    return np.asarray(np.clip(changed, 0, 255), np.uint8)


def finger(picture: Floats, corners: Floats, edge: int, reach: float, seed: int) -> Floats:
    """A thumb over the middle of an edge, reaching ``reach`` of the card's height inwards."""
    random = np.random.default_rng([seed, 31])
    start, end = corners[edge], corners[(edge + 1) % 4]
    high = float(np.linalg.norm(corners[3] - corners[0]))
    inwards = corners.mean(axis=0) - (start + end) / 2
    inwards /= np.linalg.norm(inwards)
    place = start + (end - start) * random.uniform(0.35, 0.65)
    wide = high * 0.16
    tip = place + inwards * (reach * high - wide)
    foot = place - inwards * high
    cover: Floats = np.zeros(picture.shape[:2], np.float32)
    points = [tuple(int(value) for value in point) for point in (foot, tip)]
    cv2.line(cover, points[0], points[1], 1.0, round(wide * 2))
    cover = cv2.GaussianBlur(cover, (0, 0), 3)[..., None]
    skin = np.array([(224, 178, 150), (196, 142, 110), (120, 82, 62)][seed % 3], np.float32)
    return np.asarray(picture * (1 - cover) + skin * random.uniform(0.85, 1.05) * cover, np.float32)


def shadow(shape: tuple[int, int], strength: float, seed: int) -> Floats:
    """Light multiplied under the straight-edged shadow of a hand or a telephone."""
    random = np.random.default_rng([seed, 37])
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    way = random.uniform(0, 2 * np.pi)
    across = np.cos(way) * (columns / shape[1] - 0.5) + np.sin(way) * (rows / shape[0] - 0.5)
    return np.asarray(1 - strength / (1 + np.exp(-(across - random.uniform(-0.1, 0.1)) * 60)), np.float32)


def on_a_screen(picture: Floats, strength: float, seed: int) -> Floats:
    """A photograph of the picture on a screen: rows of pixels that beat with those of the camera, colder light."""
    random = np.random.default_rng([seed, 43])
    rows, columns = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
    for channel in range(3):
        period, way = random.uniform(3.2, 6.5), random.uniform(-0.25, 0.25)
        grid = np.sin(2 * np.pi * (columns * np.cos(way) + rows * np.sin(way)) / period)
        grid += np.sin(2 * np.pi * (rows * np.cos(way) - columns * np.sin(way)) / (period * 1.07))
        picture[:, :, channel] = picture[:, :, channel] * (1 + 0.22 * strength * grid) * (0.94, 1.0, 1.06)[channel]
    return picture


def messenger(picture: Image.Image) -> tuple[Image.Image, float]:
    """The picture as a messenger passes it on — made small, hard compressed — and by how much it shrank."""
    scale = min(1.0, _MESSENGER_SIDE / max(picture.size))
    small = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BILINEAR)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=_MESSENGER_QUALITY, subsampling=2)
    stream.seek(0)
    return Image.open(stream).convert("RGB"), scale
