"""Lines of text of a picture: found, cut out upright and read."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.ocr.detection import TextBox
from identity.vision.ocr.recognition import Alphabet, Read, recognise

Image = NDArray[Any]


@dataclass(frozen=True)
class TextLine:
    """One line: where it is, what it says and how sure that is (0 to 1)."""

    box: TextBox
    read: Read

    @property
    def text(self) -> str:
        """What it says."""
        return self.read.text.strip()

    @property
    def confidence(self) -> float:
        """Mean probability of its characters."""
        return self.read.confidence

    def held_to(self, alphabet: Alphabet) -> TextLine:
        """The same line with only some characters allowed."""
        return replace(self, read=self.read.held_to(alphabet))

    @property
    def folded(self) -> str:
        """Upper case without accents."""
        return folded(self.text)

    @property
    def left(self) -> float:
        """Left edge in pixels of the picture, for a line that lies level."""
        return float(self.box.corners[:, 0].min())

    @property
    def right(self) -> float:
        """Right edge."""
        return float(self.box.corners[:, 0].max())

    @property
    def top(self) -> float:
        """Top edge."""
        return float(self.box.corners[:, 1].min())

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return float(self.box.corners[:, 1].max())


def folded(text: str) -> str:
    """Upper case without accents."""
    plain = unicodedata.normalize("NFKD", text.upper())
    return "".join(character for character in plain if not unicodedata.combining(character))


def cut_out(image: Image, box: TextBox) -> Image:
    """The line of a box, laid level."""
    width, height = max(4, round(box.width)), max(4, round(box.height))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(box.corners, target)
    flat = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def read_line(image: Image, box: TextBox) -> TextLine:
    """Read one line of a picture."""
    return TextLine(box, recognise(cut_out(image, box)))
