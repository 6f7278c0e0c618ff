"""Pictures that try to pass for something else, all drawn: what a screen, a printing press or a pair of hands makes."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from core.demonstration import DemoPerson
from identity.specimens.photographs import jpeg
from identity.specimens.turns import YAW, face_before_camera, turned_flat


def opened(content: bytes) -> Image.Image:
    """The picture in a file."""
    return Image.open(io.BytesIO(content)).convert("RGB")


def on_screen(image: np.ndarray, period: float = 3.6, depth: float = 0.1) -> np.ndarray:
    """A photograph of a screen: its grid of coloured points, a little turned, through the lens."""
    across, down = _turned(image, 5.0)
    seen = image.astype(np.float32)
    for channel in range(3):
        waves = np.cos(2 * np.pi * (across / period + channel / 3)) + 0.5 * np.cos(2 * np.pi * down / period)
        seen[:, :, channel] *= 1 + depth * waves
    return _through_lens(seen)


def printed(image: np.ndarray, period: float = 5.0) -> np.ndarray:
    """A photograph of a print: ink in dots, larger where it is darker."""
    across, down = _turned(image, 22.0)
    dots = (np.cos(2 * np.pi * across / period) + np.cos(2 * np.pi * down / period)) / 4 + 0.5
    ink = 1 / (1 + np.exp(-4 * (image.astype(np.float32) / 255 - dots[..., None])))
    return _through_lens(255 * (0.85 * image / 255 + 0.15 * ink))


def _turned(image: np.ndarray, degrees: float) -> tuple[np.ndarray, np.ndarray]:
    down, across = np.mgrid[: image.shape[0], : image.shape[1]].astype(np.float32)
    angle = np.radians(degrees)
    return across * np.cos(angle) + down * np.sin(angle), down * np.cos(angle) - across * np.sin(angle)


def _through_lens(image: np.ndarray) -> np.ndarray:
    seen = cv2.GaussianBlur(image.astype(np.float32), (0, 0), 0.7)
    return np.clip(seen + np.random.default_rng(5).normal(0, 3, seen.shape), 0, 255).astype(np.uint8)


_YAWS = {
    "straight": (1.0, 1),
    "straight-too": (0.0, 5),
    "again": (-1.0, 2),
    "left": (YAW, 3),
    "right": (-YAW, 4),
}
_HELD_UP = {
    "flat-left": lambda straight: turned_flat(straight, 35),
    "flat-right": lambda straight: turned_flat(straight, -35),
    "flat-again": lambda straight: turned_flat(straight, 3),
    "two-faces": lambda straight: np.concatenate([straight, straight[:, ::-1]], axis=1),
    "on-screen": on_screen,
    "printed": printed,
}


def picture(person: DemoPerson, pose: str) -> bytes:
    """JPEG of the person before the camera, or of what is held before it instead."""
    if pose in _YAWS:
        yaw, salt = _YAWS[pose]
        return jpeg(Image.fromarray(face_before_camera(person, yaw, salt)))
    straight = np.asarray(opened(picture(person, "straight")))
    return jpeg(Image.fromarray(_HELD_UP[pose](straight)))
