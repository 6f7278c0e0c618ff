"""What the process apart does with pictures (`core.apart`): the models are loaded once, then questions are answered.

Nothing here reads a setting or a row; the answers are plain values and the clean JPEG. `identity.vision.apart` asks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import cv2
import numpy as np

from core.apart import Answer
from identity import errors  # noqa: F401 - the words of what may be raised
from identity.vision import document, examine, face, ocr, turn, weights
from identity.vision.examined import Examined
from identity.vision.intake import Opened, open_picture

_SIDES: dict[str, Callable[[Opened, date, float], Examined]] = {
    "front": examine.examine_front,
    "back": examine.examine_back,
    "selfie": lambda opened, *_: examine.examine_selfie(opened),
}


def prepare() -> None:
    """Load the models, and use them once: the first use is the slow one."""
    cv2.setNumThreads(1)
    if weights.text_available():
        page = np.full((416, 640, 3), 255, np.uint8)
        ocr.find_text(page, 640)
        ocr.read_line(page, ocr.TextBox(np.array([[0, 0], [320, 0], [320, 48], [0, 48]], np.float32), 1.0))
    if weights.available():
        blank = np.zeros((640, 640, 3), np.uint8)
        face.faces_in(blank)
        row = np.array([200, 200, 200, 240, 260, 290, 340, 290, 300, 340, 270, 390, 330, 390, 1], np.float32)
        face.vector_of(blank, face.Face(200, 200, 200, 240, 1, row))


def _examine(arguments: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Let the picture in and examine its side."""
    with _memory_told():
        until = time.monotonic() + arguments["patience"]
        opened = open_picture(parts[0])
        seen = _SIDES[arguments["side"]](opened, date.fromisoformat(arguments["today"]), until)
    values = {"problems": list(seen.problems), "read": seen.read, "measures": _plain(seen.measures)}
    return Answer(values, (opened.jpeg,))


def _read(arguments: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Read a document from the pictures named in ``sent``, in the order of the parts."""
    with _memory_told():
        until = time.monotonic() + arguments["patience"]
        opened = {side: open_picture(content) for side, content in zip(arguments["sent"], parts, strict=True)}
        told = document.read_pictures(
            opened["front"], opened.get("back"), opened.get("selfie"), date.fromisoformat(arguments["today"]), until
        )
    return Answer(_plain(told))


def _compare(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Likeness of the portrait on the first picture and the face on the second; None where one is not found."""
    with _memory_told():
        front, selfie = (open_picture(content) for content in parts)
        likeness = examine.compare_faces(front, selfie)
    return Answer({"likeness": likeness})


def _turn(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Three pictures of a head that turns; back come the first and the second of them, clean."""
    with _memory_told():
        opened = tuple(open_picture(content) for content in parts)
        seen = turn.examine_turn(opened)
    values = {"problems": list(seen.problems), "read": seen.read, "measures": _plain(seen.measures)}
    return Answer(values, tuple(frame.jpeg for frame in opened[:2]))


OPERATIONS = {"examine": _examine, "compare": _compare, "read": _read, "turn": _turn}


@contextmanager
def _memory_told() -> Iterator[None]:
    """OpenCV has an error of its own for memory that is not given."""
    try:
        yield
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise


def _plain(value: Any) -> Any:
    """Without numpy's kinds of number, which are no JSON."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.item() if isinstance(value, np.generic) else value
