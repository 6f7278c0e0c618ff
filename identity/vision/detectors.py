"""Detectors of a picture of a picture: each looks at the face alone and gives one number.

What is shipped is measured by us and explains itself. A model joins the list only with its origin, its licence and its
training data known, and with error rates measured here (docs/decisions/0024): what a detector says sends a check to a
person and never refuses anybody.
"""

from __future__ import annotations

from typing import Any, Protocol

from numpy.typing import NDArray

from identity.vision import thresholds
from identity.vision.face import Face
from identity.vision.spectrum import lone_peak

Image = NDArray[Any]


class Detector(Protocol):
    """Tells a face before the camera from a picture of one, as far as it can."""

    @property
    def name(self) -> str:
        """Key of its value among what is stored."""

    @property
    def suspicious_from(self) -> float:
        """From this value on a person looks."""

    @property
    def sha256(self) -> str:
        """Hash of its model's file; empty for a computation without one."""

    def score(self, image: Image, face: Face) -> float:
        """The value for one face of a picture in its own resolution; larger is more suspicious."""


class RecapturePeak:
    """Screens and printing presses draw with a fixed period: a lone peak in the spectrum, where skin has none."""

    name = "recapture_peak"
    suspicious_from = thresholds.RECAPTURE_PEAK
    sha256 = ""

    def score(self, image: Image, face: Face) -> float:
        """Largest power over the median of its ring, in powers of ten."""
        left, top = max(0, round(face.x)), max(0, round(face.y))
        crop = image[top : round(face.y + face.height), left : round(face.x + face.width)]
        return lone_peak(crop)


DETECTORS: tuple[Detector, ...] = (RecapturePeak(),)


def scores(image: Image, face: Face) -> dict[str, dict[str, Any]]:
    """What each detector says of a face, with its limit and the hash of its model."""
    return {
        one.name: {
            "value": round(one.score(image, face), 3),
            "suspicious_from": one.suspicious_from,
            "sha256": one.sha256,
        }
        for one in DETECTORS
    }
