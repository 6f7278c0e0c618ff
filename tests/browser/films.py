"""Films for Chromium's fake camera, drawn from specimens: JPEG frames one after another, shown 30 to the second."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from core.demonstration import DemoPerson
from identity.specimens.photographs import jpeg
from identity.specimens.turns import face_before_camera

PER_SECOND = 30
Shot = tuple[Image.Image, float]
"""A picture and for how many seconds it is held."""


def film(path: Path, shots: Iterable[Shot]) -> Path:
    """Write the shots; a held picture trembles with the noise of a sensor, as every camera's does."""
    random = np.random.default_rng(7)
    with path.open("wb") as stream:
        for picture, seconds in shots:
            versions = [_noisy(picture, random) for _ in range(4)]
            for place in range(round(seconds * PER_SECOND)):
                stream.write(versions[place % 4])
    return path


def _noisy(picture: Image.Image, random: np.random.Generator) -> bytes:
    pixels = np.asarray(picture.convert("RGB"), np.int16)
    return jpeg(Image.fromarray(np.clip(pixels + random.normal(0, 2, pixels.shape), 0, 255).astype(np.uint8)), 85)


def of_a_card(path: Path, far: Image.Image, near: Image.Image) -> Path:
    """A card held too far away, then near."""
    return film(path, [(far, 5), (near, 25)])


def of_a_turn(path: Path, person: DemoPerson, yaw: float) -> Path:
    """A person who looks straight, turns and comes back."""
    return film(path, [(_face(person, 0.0, 1), 5.0), (_face(person, yaw, 2), 3.5), (_face(person, -1.0, 3), 6.0)])


def _face(person: DemoPerson, yaw: float, salt: int) -> Image.Image:
    """As a telephone sees it: 640 by 480, the head in the middle."""
    face = Image.fromarray(face_before_camera(person, yaw, salt, 480))
    whole = Image.new("RGB", (640, 480), (150, 160, 156))
    whole.paste(face, (80, 0))
    return whole
