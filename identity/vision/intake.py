"""Letting a picture in: by its content, within limits, turned upright and stripped of everything but its pixels.

It decodes what a stranger made, so outside of tests and measurements it runs in the process apart only
(`identity.vision.worker`).
"""

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
from identity.vision.files import kind_of
from identity.vision.thresholds import LEAST_SIDE, MAX_PIXELS, MAX_PIXELS_WHOLE, WORKING_SIDE

Image = NDArray[Any]
_SHRINKABLE = ("RGB", "L", "CMYK", "YCbCr")
_SIXTEEN_BITS = ("I", "I;16", "I;16L", "I;16B", "I;16N")


@dataclass(frozen=True)
class Opened:
    """A picture let in: pixels (BGR, at most 2000 on a side), how much it was shrunk, and a clean JPEG to keep."""

    image: Image
    shrunk: float
    jpeg: bytes


def open_picture(content: bytes) -> Opened:
    """Decode a picture somebody sent; raises an AmparoError ``identity.picture_…`` that says what to do.

    MemoryError, where the process is limited, is let through: that is not the fault of a damaged file.
    """
    kind = kind_of(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pillow.open(io.BytesIO(content), formats=[kind])
            width, height = picture.size
            _require_size(width, height, MAX_PIXELS if kind == "JPEG" else MAX_PIXELS_WHOLE)
            upright = _upright(picture)
    except (AmparoError, MemoryError):
        raise
    except Pillow.DecompressionBombError as error:
        raise AmparoError("identity.picture_too_large") from error
    except Exception as error:  # Pillow raises many kinds on damaged files; all mean the same to the person
        raise AmparoError("identity.picture_damaged") from error
    stream = io.BytesIO()
    clean = Pillow.frombytes("RGB", upright.size, upright.tobytes())
    clean.save(stream, "JPEG", quality=90)
    image = np.ascontiguousarray(np.asarray(clean)[:, :, ::-1])
    return Opened(image=image, shrunk=max(upright.size) / max(width, height), jpeg=stream.getvalue())


def _require_size(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise AmparoError("identity.picture_too_large")
    if min(width, height) < LEAST_SIDE:
        raise AmparoError("identity.picture_too_small")


def _upright(picture: Pillow.Image) -> Pillow.Image:
    """Its first frame in RGB, shrunk first and turned then: the full size exists once in memory, never twice."""
    picture.draft("RGB", (WORKING_SIDE, WORKING_SIDE))
    picture.load()
    picture = _shrunk(picture)
    turned = _turned(picture)
    return _eight_bits(turned) if turned.mode in _SIXTEEN_BITS else turned.convert("RGB")


def _shrunk(picture: Pillow.Image) -> Pillow.Image:
    """At most the working size. What is transparent is looked at as it is: shrinking it whole would copy all of it."""
    size = (WORKING_SIDE, WORKING_SIDE)
    if picture.mode in ("RGBA", "LA"):
        bands = []
        for name in picture.getbands()[:-1]:
            band = picture.getchannel(name)
            band.thumbnail(size, Pillow.Resampling.LANCZOS)
            bands.append(band)
        small = Pillow.merge("RGB" if len(bands) == 3 else "L", bands)
        small.info = dict(picture.info)
        return small
    if picture.mode not in (*_SHRINKABLE, *_SIXTEEN_BITS):
        picture = picture.convert("RGB")
    picture.thumbnail(size, Pillow.Resampling.LANCZOS)
    return picture


def _turned(picture: Pillow.Image) -> Pillow.Image:
    """Upright by what the camera wrote; as it is where that cannot be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except MemoryError:
        raise
    except Exception:  # what is written beside the pixels may be anything
        return picture


def _eight_bits(picture: Pillow.Image) -> Pillow.Image:
    """Pillow itself would cut sixteen bits off at 255 and leave a white sheet."""
    levels = np.asarray(picture).astype(np.int32)
    shift = 8 if levels.max() > 255 else 0
    return Pillow.fromarray(np.clip(levels >> shift, 0, 255).astype(np.uint8)).convert("RGB")
