"""The second reader: Tesseract (Spanish) on lines cut out and made even: those of the zone, or of printed fields.

It reads in a process of its own with a time limit. It is a good second vote and a bad sole reader (measured: see
docs/identity/evaluation.md), so it is only asked what the first reader has read already.
"""

from __future__ import annotations

import os
from typing import Any

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from core.errors import AmparoError
from identity.vision import mrz

Image = NDArray[Any]

# Tesseract's own threads cost more than they give on lines this short.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
_TIMEOUT = 10
_OPTIONS = "--psm 6 --oem 1 -c tessedit_char_whitelist={} -c load_system_dawg=0 -c load_freq_dawg=0"
_PRINTED = mrz.ALPHABET.replace("<", "") + ".-/"
_HEIGHT = 44


def read_zone(strips: list[Image]) -> list[str]:
    """The lines of a zone, given each line cut out (BGR); fewer or more come back where the reader lost its way."""
    lines = [mrz.normalise_line(line) for line in _read(strips, mrz.ALPHABET)]
    return [line for line in lines if len(line) >= 20]


def read_printed(strips: list[Image]) -> list[str]:
    """Lines of capitals and figures, given each cut out (BGR); fewer or more where the reader lost its way."""
    return [line.strip() for line in _read(strips, _PRINTED) if line.strip()]


def _read(strips: list[Image], alphabet: str) -> list[str]:
    stacked = np.vstack(_of_one_width([_even(strip) for strip in strips]))
    options = _OPTIONS.format(alphabet)
    try:
        text = str(pytesseract.image_to_string(stacked, lang="spa", config=options, timeout=_TIMEOUT))
    except (RuntimeError, pytesseract.TesseractNotFoundError) as error:  # RuntimeError is its sign of a timeout
        raise AmparoError("identity.reader_down") from error
    return text.splitlines()


def _even(strip: Image) -> Image:
    """Grey, of one height, without the pattern behind it and at full contrast."""
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    scale = _HEIGHT / grey.shape[0]
    grown = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    ground = cv2.morphologyEx(grown, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    even = cv2.divide(grown, cv2.GaussianBlur(ground, (0, 0), 9), scale=235).astype(np.float32)
    # Full contrast: grey strokes over a pattern are what Tesseract reads worst (measured, 9 → 14 zones of 15).
    dark = float(np.percentile(even, 2))
    clear = np.clip((even - dark) / max(20.0, 215 - dark) * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.copyMakeBorder(clear, 16, 16, 24, 24, cv2.BORDER_CONSTANT, value=255), np.uint8)


def _of_one_width(strips: list[Image]) -> list[Image]:
    widest = max(strip.shape[1] for strip in strips)
    return [
        np.asarray(
            cv2.copyMakeBorder(strip, 0, 0, 0, widest - strip.shape[1], cv2.BORDER_CONSTANT, value=255), np.uint8
        )
        for strip in strips
    ]
