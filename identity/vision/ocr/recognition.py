"""What one cut-out line says: PP-OCRv6 recognition, with the decoding held to the characters that may stand there.

The recogniser knows 18,708 characters, most of them Chinese. A line is decoded among those of an `Alphabet` only; what
the model gave a look-alike of another script (the Greek Ρ it was seen to put for P) counts for the Latin letter.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.vision.ocr.dictionary import characters
from identity.vision.ocr.network import load
from identity.vision.weights import TEXT_READER

Image = NDArray[Any]

_HEIGHT = 48
_STEP = 32
_LONGEST = 1216

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_LOOK_ALIKES = dict(
    zip(
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕЗКМНОРСТУХІЅЈοоасеру＜〈‹０１２３４５６７８９",
        "ABEZHIKMNOPTYXABE3KMHOPCTYXISJooacepy<<<0123456789",
        strict=True,
    )
)


@dataclass(frozen=True)
class Alphabet:
    """Characters that may be read; `name` is for people."""

    name: str
    letters: str


ZONE = Alphabet("machine-readable zone", _CAPITALS + _DIGITS + "<")
TEXT = Alphabet(
    "printed text",
    _CAPITALS + _CAPITALS.lower() + _DIGITS + "ÁÉÍÓÚÜÑÇÀÈÌÒÙÏÖÄËÂÊÎÔÛÃÕÅÆØŠŽČĆŁÝáéíóúüñçàèìòùïöäëâêîôûãõåæøšžčćłý"
    "·'’.,:;-/()<ºª°&+*#%=\"!?_€@",
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """One line read: its text, the probability of each character, and what the model said, to be decoded anew."""

    text: str
    odds: tuple[float, ...]
    steps: NDArray[np.float32] = field(repr=False, compare=False)

    @property
    def confidence(self) -> float:
        """Mean probability of its characters; 0 where nothing was read."""
        return float(np.mean(self.odds)) if self.odds else 0.0

    def held_to(self, alphabet: Alphabet) -> Read:
        """The same line decoded among the characters of a smaller alphabet."""
        kept = [0, *(_order().index(letter) for letter in alphabet.letters)]
        return _decoded(self.steps[:, kept], "\0" + alphabet.letters, self.steps)


_local = threading.local()


def _net() -> cv2.dnn.Net:
    if not hasattr(_local, "net"):
        _local.net = load(TEXT_READER, len(characters()), _outputs()[0])
    net: cv2.dnn.Net = _local.net
    return net


@lru_cache(maxsize=1)
def _order() -> str:
    """Characters of `TEXT` in the order of a line's steps: the blank (as NUL) first, then the space."""
    known = set(characters())
    return "\0 " + "".join(letter for letter in TEXT.letters if letter in known)


@lru_cache(maxsize=1)
def _outputs() -> tuple[NDArray[np.intp], tuple[int, ...]]:
    """The model's outputs that are asked for: those of `_order`, then the look-alikes; and each of these's letter."""
    known = {character: place for place, character in enumerate(characters())}
    order = _order()
    alike = [(known[other], order.index(latin)) for other, latin in _LOOK_ALIKES.items() if other in known]
    asked = [0, *(known[letter] for letter in order[1:]), *(output for output, _ in alike)]
    return np.array(asked), tuple(letter for _, letter in alike)


def recognise(line: Image) -> Read:
    """Read one line, cut out and upright (BGR), among the characters of `TEXT`."""
    height, width = line.shape[:2]
    wide = min(_LONGEST, max(_STEP, round(width * _HEIGHT / height)))
    fitted = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC)
    # Whole steps, so that few shapes recur; the rest is mid-grey, which the model takes for nothing.
    padded = cv2.copyMakeBorder(fitted, 0, 0, 0, -wide % _STEP, cv2.BORDER_CONSTANT, value=(127, 127, 127))
    net = _net()
    net.setInput(cv2.dnn.blobFromImage(padded, scalefactor=1 / 127.5, mean=(127.5, 127.5, 127.5)))
    odds = net.forward()[0]
    letters = len(_order())
    steps = odds[:, :letters].copy()
    for place, letter in enumerate(_outputs()[1], letters):
        steps[:, letter] += odds[:, place]
    return _decoded(steps, _order(), steps)


def _decoded(among: NDArray[np.float32], order: str, steps: NDArray[np.float32]) -> Read:
    """Best character of each step among those allowed; repeats and blanks fall away (CTC)."""
    shares = among / np.maximum(among.sum(axis=1, keepdims=True), 1e-9)
    best = shares.argmax(axis=1)
    text, sure = [], []
    for step, place in enumerate(best):
        if place == 0 or (step and best[step - 1] == place):
            continue
        text.append(order[place])
        sure.append(float(shares[step, place]))
    return Read("".join(text), tuple(sure), steps)
