"""The trace of a screen or of a printing press in a picture: a fixed period, seen as a lone peak of its spectrum."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[Any]

FACE_SIDE = 384
CARD_SIDE = 256
_LEAST_SIDE = 64
_LOWEST, _HIGHEST = 0.10, 0.50  # of the sampling rate
_ROWS, _COLUMNS = 2, 3
_ASKEW = 32  # a frequency may differ by this part of the sampling rate from one part of the picture to the next


def lone_peak(picture: Image, side: int = FACE_SIDE) -> float:
    """Largest power over the median of its ring, in powers of ten, in the middle of a picture of its own resolution.

    At most `side` pixels each way are looked at; 0 where the picture is too small to tell.
    """
    side = min(side, *picture.shape[:2]) // 2 * 2
    if side < _LEAST_SIDE:
        return 0.0
    return float(_over_ring(picture, side).max())


def common_peak(picture: Image) -> float:
    """The highest peak that most of six parts of a picture have at one frequency: median of the parts there.

    Writing has a period in some parts, and in each another; a screen has the same in all, a little changed from part
    to part where it is seen askew.
    """
    height, width = picture.shape[:2]
    side = min(CARD_SIDE, height, width) // 2 * 2
    if side < _LEAST_SIDE:
        return 0.0
    near = np.ones((2 * (side // _ASKEW) + 1,) * 2, np.uint8)
    parts = [
        cv2.dilate(_over_ring(picture[top : top + side, left : left + side], side), near)
        for top in np.linspace(0, height - side, _ROWS).astype(int)
        for left in np.linspace(0, width - side, _COLUMNS).astype(int)
    ]
    return max(0.0, float(np.median(parts, axis=0).max()))


def _over_ring(picture: Image, side: int) -> NDArray[np.float32]:
    """Power over the median of its ring, in powers of ten, at each place of the half spectrum; 0 where none counts."""
    grey = _middle(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), side)
    spectrum = np.fft.rfft2((grey - grey.mean()) * _window(side))
    power = np.abs(np.fft.fftshift(spectrum, axes=0)) ** 2
    power = np.log10(cv2.blur(power.astype(np.float32), (3, 3)) + 1e-3)
    over = np.zeros_like(power)
    for ring in _rings(side):
        values = power.ravel()[ring]
        over.ravel()[ring] = values - np.median(values)
    return np.asarray(over, np.float32)


@lru_cache(maxsize=8)
def _window(side: int) -> NDArray[np.float64]:
    return np.outer(np.hanning(side), np.hanning(side))


@lru_cache(maxsize=8)
def _rings(side: int) -> tuple[NDArray[np.intp], ...]:
    """Places of the half spectrum two steps wide each, from the lowest frequency that counts to the highest."""
    rows, columns = np.mgrid[-(side // 2) : side // 2, : side // 2 + 1]
    ring = np.round(np.hypot(columns, rows) / 2).astype(np.int32)
    # The blocks of JPEG lie on the two axes.
    free = (np.abs(rows) > 2) & (columns > 2)
    wanted = range(round(_LOWEST * side / 2), round(_HIGHEST * side / 2))
    return tuple(np.flatnonzero((ring == one) & free) for one in wanted)


def _middle(grey: Image, side: int) -> Image:
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    return np.asarray(grey[top : top + side, left : left + side], np.float64)
