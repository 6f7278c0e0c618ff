"""Faces compared two by two: false matches and false non-matches on the pairs there are, and nothing beyond them.

``FACES=`` names a JSON file: ``{"pairs": [{"first": "a.jpg", "second": "b.jpg", "same": true, "group": "women"}]}``,
paths relative to the file. ``first`` is the document's side (its portrait, a card, any picture), ``second`` the
selfie; ``group`` may be missing. A pair in which a face is not found is counted apart.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np

from core.demonstration import people
from identity.specimens import faces
from identity.specimens.catalogue import age_of
from identity.vision import face, thresholds
from tests.evaluation import drawing
from tests.evaluation.intervals import Rate
from tests.evaluation.specimens import UnusableManifest

THRESHOLDS = (0.30, 0.36, 0.40, 0.45, 0.50)


@dataclass(frozen=True)
class Compared:
    """One pair. ``likeness`` is the cosine, None where a face was not found."""

    same: bool
    likeness: float | None
    group: str


def rates(compared: list[Compared], threshold: float) -> tuple[Rate, Rate]:
    """False matches among strangers and false non-matches among the same, at a threshold."""
    genuine = [one.likeness for one in compared if one.same and one.likeness is not None]
    strangers = [one.likeness for one in compared if not one.same and one.likeness is not None]
    matched = Rate(sum(value >= threshold for value in strangers), len(strangers))
    missed = Rate(sum(value < threshold for value in genuine), len(genuine))
    return matched, missed


def of_manifest(manifest: Path) -> Iterator[Compared]:
    """The pairs of a manifest, compared. UnusableManifest says which pair cannot be used and why."""
    try:
        pairs = list(json.loads(manifest.read_text())["pairs"])
    except FileNotFoundError:
        raise UnusableManifest(f"{manifest} does not exist") from None
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError):
        raise UnusableManifest(f"{manifest} is not a JSON object with a list «pairs»") from None
    opened = lru_cache(maxsize=64)(lambda name: _vector(manifest.parent / name))
    for number, pair in enumerate(pairs, 1):
        try:
            first, second, same = str(pair["first"]), str(pair["second"]), bool(pair["same"])
        except (KeyError, TypeError):
            raise UnusableManifest(f"pair {number} of {manifest} needs «first», «second» and «same»") from None
        yield Compared(same, _likeness(opened(first), opened(second)), str(pair.get("group") or ""))


def _vector(path: Path) -> np.ndarray | None:
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise UnusableManifest(f"the picture {path} does not exist or cannot be opened")
    return vector(picture)


def vector(picture: np.ndarray) -> np.ndarray | None:
    """Of the face with the best score (in BGR), or None where none is found."""
    largest = max(picture.shape[:2])
    if largest > 1600:
        picture = cv2.resize(picture, None, fx=1600 / largest, fy=1600 / largest, interpolation=cv2.INTER_AREA)
    found = face.faces_in(picture)
    return face.vector_of(picture, found[0]) if found else None


def _likeness(first: np.ndarray | None, second: np.ndarray | None) -> float | None:
    return None if first is None or second is None else float(first @ second)


def drawn(count: int, seed: int, progress: Callable[[str], None]) -> Iterator[Compared]:
    """Drawn card portraits against drawn selfies: the demonstration's grown-ups, then ``count`` random people.

    Those of the demonstration were moved apart until the recogniser told them apart; random ones were not.
    """
    grown = [(one.face_seed, one.sex, age_of(one)) for one in people() if age_of(one) >= 18]
    others = [(9000 + seed * 1000 + index, "FM"[index % 2], 20 + index * 7 % 50) for index in range(count)]
    for group, members in (("demonstration", grown), ("random", others)):
        cards, selfies = [], []
        for index, who in enumerate(members):
            progress(f"faces, {group}: {index + 1} of {len(members)}")
            card, selfie = drawing.kept(f"faces {who}", partial(_drawn_of, who))
            cards.append(vector(card))
            selfies.append(vector(selfie))
        for (one, card), (other, selfie) in itertools.product(enumerate(cards), enumerate(selfies)):
            yield Compared(one == other, _likeness(card, selfie), group)


def _drawn_of(who: tuple[int, str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Grey portrait as on a card, and a selfie, in BGR."""
    grey = faces.portrait(*who, 360).mean(axis=2, keepdims=True).astype(np.uint8)
    return np.repeat(grey, 3, axis=2), np.ascontiguousarray(faces.selfie(*who, 700)[:, :, ::-1])


def bands() -> tuple[float, float]:
    """The likeness from which a person is verified, and from which a person looks."""
    return thresholds.VERIFIED_COSINE, thresholds.REVIEW_COSINE
