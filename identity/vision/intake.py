"""Letting a picture in: by its content, within limits, turned upright and stripped of everything but its pixels."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageOps

from core.errors import AmparoError

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 64_000_000
LEAST_SIDE = 320
WORKING_SIDE = 2000
_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}

Image = NDArray[Any]


@dataclass(frozen=True)
class Opened:
    """A picture let in: pixels (BGR, at most 2000 on a side), how much it was shrunk, and a clean JPEG to keep."""

    image: Image
    shrunk: float
    jpeg: bytes


def _format_of(content: bytes) -> str | None:
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            return name
    return "WEBP" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else None


def open_picture(content: bytes) -> Opened:
    """Decode a picture somebody sent; raises an AmparoError ``identity.picture_…`` that says what to do."""
    if not content:
        raise AmparoError("identity.picture_empty")
    if len(content) > MAX_BYTES:
        raise AmparoError("identity.picture_too_heavy")
    kind = _format_of(content)
    if kind is None:
        raise AmparoError("identity.picture_not_image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pillow.open(io.BytesIO(content), formats=[kind])
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise AmparoError("identity.picture_too_large")
            if min(width, height) < LEAST_SIDE:
                raise AmparoError("identity.picture_too_small")
            picture.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except AmparoError:
        raise
    except Pillow.DecompressionBombError as error:
        raise AmparoError("identity.picture_too_large") from error
    except Exception as error:  # Pillow raises many kinds on damaged files; all mean the same to the person
        raise AmparoError("identity.picture_damaged") from error
    upright.thumbnail((WORKING_SIDE, WORKING_SIDE), Pillow.Resampling.LANCZOS)
    stream = io.BytesIO()
    clean = Pillow.frombytes("RGB", upright.size, upright.tobytes())
    clean.save(stream, "JPEG", quality=90)
    image = np.ascontiguousarray(np.asarray(clean)[:, :, ::-1])
    return Opened(image=image, shrunk=max(upright.size) / max(width, height), jpeg=stream.getvalue())
