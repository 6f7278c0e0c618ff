"""Photographs of specimen cards: lying on a table, a little turned, under a lamp, through a telephone's lens."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from identity.specimens import effects
from identity.specimens.skin import noise

Floats = NDArray[Any]


@dataclass(frozen=True)
class Scene:
    """How the photograph is taken. Angles in degrees, lengths in pixels of the photograph.

    ``share``: width of the card against that of the photograph. ``glare``: place and size of a burnt-out patch, as
    shares of the photograph; ``glare_on_card``: the same on the card. ``shadow``, ``shine`` (a lamp on the laminate),
    ``wear``, ``moire`` (the picture of a screen): strengths from 0 to 1. ``finger``: how far a thumb reaches over edge
    ``finger_edge`` (0 top, 1 right, 2 bottom, 3 left), as a share of the card's height. ``exposure`` multiplies light.
    """

    seed: int = 1
    width: int = 1600
    height: int = 1200
    share: float = 0.72
    tilt: float = 8.0
    turn: float = 4.0
    blur: float = 0.6
    motion: int = 0
    noise: float = 4.0
    light: float = 0.18
    glare: tuple[float, float, float] | None = None
    grey: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    quality: int = 86
    background: str = "table"
    glare_on_card: tuple[float, float, float] | None = None
    shadow: float = 0.0
    shine: float = 0.0
    finger: float = 0.0
    finger_edge: int = 1
    wear: float = 0.0
    moire: float = 0.0
    exposure: float = 1.0
    upside_down: bool = False
    messenger: bool = False


def _table(scene: Scene, random: np.random.Generator) -> Floats:
    """Wood or cloth, darker than a card."""
    tone = np.array(
        [(118, 86, 60), (70, 74, 84), (92, 104, 92), (140, 118, 96), (50, 46, 52)][scene.seed % 5], np.float32
    )
    grain = noise(random, scene.height, scene.width, 40) * 0.05
    fibres = cv2.resize(random.normal(0, 1, (scene.height // 3, 24)).astype(np.float32), (scene.width, scene.height))
    return np.asarray(tone * (1 + grain + 0.06 * fibres)[..., None], np.float32)


def _corners(scene: Scene, random: np.random.Generator, shape: float = 53.98 / 85.6) -> Floats:
    """Where the card's corners fall: a plane turned and tilted before the camera. ``shape``: height against width."""
    half_width = scene.share * scene.width / 2
    half = np.array([half_width, half_width * shape], np.float32)
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * half
    angle = np.radians(scene.turn)
    turned = flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]], np.float32)
    way = random.uniform(0, 2 * np.pi)
    depth = turned @ np.array([np.cos(way), np.sin(way)], np.float32) * np.sin(np.radians(scene.tilt))
    distance = 2.2 * scene.width
    seen = turned * (distance / (distance + depth))[:, None]
    middle = np.array([scene.width * (0.5 + scene.shift[0]), scene.height * (0.5 + scene.shift[1])], np.float32)
    return np.asarray(seen + middle, np.float32)


def photograph(card: Image.Image, scene: Scene) -> Image.Image:
    """A photograph of an RGBA card; ``info['corners']``: where its corners fell, from its top left one clockwise."""
    random = np.random.default_rng([scene.seed, 17])
    picture = _table(scene, random)
    if scene.background != "table":
        picture = effects.background(scene.background, (scene.height, scene.width), scene.seed)
    corners = _corners(scene, random, card.height / card.width)
    source = np.array([[0, 0], [card.width, 0], [card.width, card.height], [0, card.height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    size = (scene.width, scene.height)
    pixels = _card_pixels(card, scene)
    shrink = scene.share * scene.width / card.width
    if shrink < 0.8:
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.4 / shrink)
    flat = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC).astype(np.float32)
    cover = np.clip(flat[:, :, 3:] / 255, 0, 1)
    shadow = cv2.GaussianBlur(np.roll(cover[:, :, 0], (9, 6), axis=(0, 1)), (0, 0), 11)[..., None]
    picture = picture * (1 - 0.45 * shadow)
    picture = picture * (1 - cover) + np.clip(flat[:, :, :3], 0, 255) * cover
    if scene.finger:
        picture = effects.finger(picture, corners, scene.finger_edge, scene.finger, scene.seed)
    picture = _lit(picture, scene, random, matrix, (card.width, card.height))
    taken = _through_lens(picture, scene, random)
    return _as_sent(taken, scene, corners)


def _card_pixels(card: Image.Image, scene: Scene) -> Floats:
    pixels: Floats = np.array(card)
    if scene.wear:
        pixels = effects.worn(pixels, scene.wear, scene.seed)
    if scene.shine:
        pixels = effects.shining(pixels, scene.shine, scene.seed)
    return pixels


def _as_sent(picture: Image.Image, scene: Scene, corners: Floats) -> Image.Image:
    """Turned over or made small on its way to us; the corners go with it."""
    if scene.upside_down:
        picture = picture.rotate(180)
        corners = np.array([scene.width - 1, scene.height - 1], np.float32) - corners
    if scene.messenger:
        picture, scale = effects.messenger(picture)
        corners = corners * scale
    picture.info["corners"] = [[round(float(value), 1) for value in corner] for corner in corners]
    return picture


def _lit(picture: Floats, scene: Scene, random: np.random.Generator, matrix: Floats, card: tuple[int, int]) -> Floats:
    rows, columns = np.mgrid[0 : scene.height, 0 : scene.width].astype(np.float32)
    way = random.uniform(0, 2 * np.pi)
    across, down = columns / scene.width - 0.5, rows / scene.height - 0.5
    slope = 1 + float(scene.light * np.cos(way)) * across + float(scene.light * np.sin(way)) * down
    picture = picture * (slope * float(random.uniform(0.9, 1.04)))[..., None]
    picture = picture * (1 + random.uniform(-0.04, 0.04, 3)).astype(np.float32)
    if scene.shadow:
        picture = picture * effects.shadow((scene.height, scene.width), scene.shadow, scene.seed)[..., None]
    for glare in (scene.glare, _onto_card(scene.glare_on_card, matrix, card, scene)):
        if glare is not None:
            x, y, size = glare
            far = ((columns / scene.width - x) / size) ** 2 + ((rows / scene.height - y) / (size * 0.8)) ** 2
            picture = picture + (520 * np.exp(-(far**1.5)))[..., None]
    return np.asarray(picture * scene.exposure, np.float32)


def _onto_card(
    glare: tuple[float, float, float] | None, matrix: Floats, card: tuple[int, int], scene: Scene
) -> tuple[float, float, float] | None:
    if glare is None:
        return None
    place = np.array([[[glare[0] * card[0], glare[1] * card[1]]]], np.float32)
    x, y = cv2.perspectiveTransform(place, matrix)[0, 0]
    return float(x / scene.width), float(y / scene.height), glare[2] * scene.share


def _through_lens(picture: Floats, scene: Scene, random: np.random.Generator) -> Image.Image:
    if scene.moire:
        picture = effects.on_a_screen(picture, scene.moire, scene.seed)
    if scene.blur:
        picture = cv2.GaussianBlur(picture, (0, 0), scene.blur)
    if scene.motion:
        kernel = np.zeros((scene.motion, scene.motion), np.float32)
        way = random.uniform(0, np.pi)
        middle = scene.motion // 2
        reach = np.array([np.cos(way), np.sin(way)]) * middle
        ends = [tuple(int(v) for v in np.round(middle + sign * reach)) for sign in (-1, 1)]
        cv2.line(kernel, ends[0], ends[1], 1.0, 1)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    picture = picture + random.standard_normal(picture.shape, np.float32) * np.float32(scene.noise)
    seen: Floats = np.clip(picture, 0, 255).astype(np.uint8)
    if scene.grey:
        seen = cv2.cvtColor(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return Image.fromarray(seen)


def jpeg(picture: Image.Image, quality: int = 86) -> bytes:
    """The picture as a JPEG file."""
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=quality)
    return stream.getvalue()
