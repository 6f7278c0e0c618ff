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


def lone_peak(picture: Image, side: int = FACE_SIDE) -> float:
    """Largest power over the median of its ring, in powers of ten, in the middle of a picture of its own resolution.

    At most `side` pixels each way are looked at; 0 where the picture is too small to tell.
    """
    side = min(side, *picture.shape[:2]) // 2 * 2
    if side < _LEAST_SIDE:
        return 0.0
    grey = _middle(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), side)
    spectrum = np.fft.rfft2((grey - grey.mean()) * _window(side))
    power = np.abs(np.fft.fftshift(spectrum, axes=0)) ** 2
    power = np.log10(cv2.blur(power.astype(np.float32), (3, 3)) + 1e-3).ravel()
    peak = 0.0
    for ring in _rings(side):
        values = power[ring]
        peak = max(peak, float(values.max() - np.median(values)))
    return peak


def common_peak(picture: Image) -> float:
    """Median of the peaks of six parts of a picture: writing has a period in some, a screen in nearly all."""
    height, width = picture.shape[:2]
    side = min(CARD_SIDE, height, width)
    peaks = [
        lone_peak(picture[top : top + side, left : left + side], side)
        for top in np.linspace(0, height - side, _ROWS).astype(int)
        for left in np.linspace(0, width - side, _COLUMNS).astype(int)
    ]
    return float(np.median(peaks))


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
