"""Finding a face (YuNet) and comparing two (SFace), in OpenCV's own runtime.

Vectors that describe a face live only inside these functions and are never returned to be stored: `compare` answers
with one number.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.thresholds import DETECTION_SCORE
from identity.vision.weights import DETECTOR, RECOGNISER, path_of

Image = NDArray[Any]

_DETECTION_SIDE = 640

_local = threading.local()


@dataclass(frozen=True)
class Face:
    """A face found: box and five landmarks in pixels of the picture, and the detector's score."""

    x: float
    y: float
    width: float
    height: float
    score: float
    row: NDArray[np.float32]

    @property
    def roll(self) -> float:
        """Angle of the line through the eyes, in degrees; 0 is upright."""
        right_x, right_y, left_x, left_y = self.row[4:8]
        return float(np.degrees(np.arctan2(left_y - right_y, left_x - right_x)))

    @property
    def nose(self) -> float:
        """Where the tip of the nose is between the eyes and the mouth, along the line through the eyes: 0 is straight.

        In units of the distance between the eyes, towards the picture's right when positive, which is the person's
        own left. Affine: it does not change when a flat photograph is shown from another side, but for perspective.
        """
        right, left, tip, *mouth = self.row[4:14].reshape(5, 2).astype(np.float64)
        middle = (right + left) / 2
        axes = np.stack([left - right, (mouth[0] + mouth[1]) / 2 - middle], axis=1)
        if abs(np.linalg.det(axes)) < 1e-6:
            return 0.0
        return float(np.linalg.solve(axes, tip - middle)[0])

    @property
    def centre(self) -> tuple[float, float]:
        """Centre of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


def _detector() -> cv2.FaceDetectorYN:
    # One per thread: the detector keeps the input size as state.
    if not hasattr(_local, "detector"):
        size = (_DETECTION_SIDE, _DETECTION_SIDE)
        _local.detector = cv2.FaceDetectorYN.create(str(path_of(DETECTOR)), "", size, 0.5, 0.3, 50)
    detector: cv2.FaceDetectorYN = _local.detector
    return detector


def _recogniser() -> tuple[cv2.FaceRecognizerSF, cv2.dnn.Net]:
    # FaceRecognizerSF.feature() fails on OpenCV 5.0.0; its alignCrop works, and the same file runs in cv2.dnn.
    if not hasattr(_local, "recogniser"):
        file = str(path_of(RECOGNISER))
        _local.recogniser = (cv2.FaceRecognizerSF.create(file, ""), cv2.dnn.readNetFromONNX(file))
    found: tuple[cv2.FaceRecognizerSF, cv2.dnn.Net] = _local.recogniser
    return found


def faces_in(image: Image, least_score: float = DETECTION_SCORE) -> list[Face]:
    """Faces of the picture, best score first."""
    scale = min(1.0, _DETECTION_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    detector = _detector()
    detector.setInputSize((small.shape[1], small.shape[0]))
    _, rows = detector.detect(small)
    found = []
    for row in rows if rows is not None else ():
        if row[14] >= least_score:
            full = row.astype(np.float32).copy()
            full[:14] /= scale
            x, y, width, height = (float(value) for value in full[:4])
            found.append(Face(x, y, width, height, float(row[14]), full))
    return sorted(found, key=lambda face: -face.score)


def card_face(card: Image, least_score: float = DETECTION_SCORE) -> Face | None:
    """The holder's portrait on a rectified card front.

    By score inside the portrait zones (left third, or right third on older cards), never by size: the largest
    detection on real cards can be a pattern, and the small ghost portrait is not the one to compare.
    """
    height, width = card.shape[:2]
    candidates = []
    for face in faces_in(card, least_score):
        x, y = face.centre
        if (x < 0.42 * width or x > 0.66 * width) and y > 0.15 * height and face.height > 0.18 * height:
            candidates.append(face)
    return candidates[0] if candidates else None


def vector_of(image: Image, face: Face) -> NDArray[np.float32]:
    """The 128 numbers that stand for a face, averaged with its mirror image. For comparing at once, never to keep."""
    aligner, net = _recogniser()
    crop = aligner.alignCrop(image, face.row)
    total = np.zeros(128, np.float32)
    for view in (crop, cv2.flip(crop, 1)):
        net.setInput(cv2.dnn.blobFromImage(view, 1.0, (112, 112), (0, 0, 0), swapRB=True), "data")
        total += net.forward().ravel()
    return np.asarray(total / np.linalg.norm(total), np.float32)


def compare(first: Image, first_face: Face, second: Image, second_face: Face) -> float:
    """Cosine likeness of two faces, each averaged with its mirror image: 1 the same picture, about 0 strangers."""
    return float(vector_of(first, first_face) @ vector_of(second, second_face))
