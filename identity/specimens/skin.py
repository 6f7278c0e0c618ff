"""Painting a specimen face: skin, lips, brows, eyes, whiskers and hair, as a function of the place on the bust.

Everything is painted by the coordinates of the *neutral* bust (x sideways, y up, z forward; one unit is 10 cm), so the
paint follows whatever shape the face takes.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.specimens.traits import FaceTraits

Floats = NDArray[Any]

EYE_CENTRE = np.array([0.31, 7.285], np.float32)
_SCALE = 320.0
_LEFT, _TOP = -1.3, 8.9
_WIDTH, _HEIGHT = int(2.6 * _SCALE), int(4.4 * _SCALE)


def smooth(edge0: float, edge1: float, value: Floats) -> Floats:
    """0 below ``edge0``, 1 above ``edge1``, smooth between."""
    t = np.clip((value - edge0) / (edge1 - edge0), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _pixel(x: float, y: float) -> tuple[float, float]:
    return (x - _LEFT) * _SCALE, (_TOP - y) * _SCALE


def noise(random: np.random.Generator, height: int, width: int, grain: float) -> Floats:
    """Smooth noise of unit deviation with features of about ``grain`` pixels."""
    small = random.normal(0, 1, (max(2, int(height / grain)), max(2, int(width / grain)))).astype(np.float32)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large / (large.std() + 1e-6), np.float32)


def sample(texture: Floats, columns: Floats, rows: Floats) -> Floats:
    """Bilinear look-up of many places; folded into lines because remap takes no picture wider than 32767."""
    count, wide = len(columns), 4096
    room = max(1, -(-count // wide)) * wide
    at = np.zeros((2, room), np.float32)
    at[0, :count], at[1, :count] = columns, rows
    found = cv2.remap(
        texture, at[0].reshape(-1, wide), at[1].reshape(-1, wide), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found.reshape(room, *texture.shape[2:])[:count], np.float32)


class FacePaint:
    """Paint of one face, computed once on a canvas seen from the front."""

    def __init__(self, traits: FaceTraits) -> None:
        self.traits = traits
        self._random = np.random.default_rng([traits.seed, 7])
        ys, xs = np.mgrid[0:_HEIGHT, 0:_WIDTH].astype(np.float32)
        self._x = xs / _SCALE + _LEFT
        self._y = _TOP - ys / _SCALE
        colour = np.empty((_HEIGHT, _WIDTH, 3), np.float32)
        colour[:] = traits.skin
        self._colour = colour
        self._tint_skin()
        self._wrinkles()
        self._whiskers()
        self._brows()
        self._nostrils()
        self._cloth()

    def _blend(self, mask: Floats, colour: tuple[float, float, float] | Floats) -> None:
        self._colour += (np.asarray(colour, np.float32) - self._colour) * np.clip(mask, 0, 1)[..., None]

    def _spot(self, x: float, y: float, width: float, height: float) -> Floats:
        both = ((np.abs(self._x) - x) / width) ** 2 + ((self._y - y) / height) ** 2
        return np.asarray(np.exp(-both), np.float32)

    def _tint_skin(self) -> None:
        t = self.traits
        mottle = 0.022 * noise(self._random, _HEIGHT, _WIDTH, 60) + 0.016 * noise(self._random, _HEIGHT, _WIDTH, 9)
        self._colour *= (1 + mottle)[..., None]
        red = np.array([min(1, t.skin[0] * 1.05), t.skin[1] * 0.72, t.skin[2] * 0.70], np.float32)
        cheeks = self._spot(0.42, 6.95, 0.2, 0.17) + 0.8 * self._spot(0.0, 7.0, 0.12, 0.16)
        self._blend(cheeks * (0.15 + 0.45 * t.redness), red)
        under = self._spot(0.29, 7.13, 0.17, 0.05)
        self._blend(under * (0.12 + 0.25 * t.wrinkles), tuple(np.array(t.skin) * (0.72, 0.62, 0.66)))
        lids = self._spot(0.31, 7.37, 0.18, 0.055)
        self._blend(lids * 0.35, tuple(np.array(t.skin) * (0.80, 0.70, 0.70)))
        if t.freckles > 0.05:
            dots = noise(self._random, _HEIGHT, _WIDTH, 6) > 2.0
            soft = cv2.GaussianBlur(dots.astype(np.float32), (0, 0), 1.6)
            zone = self._spot(0.3, 7.0, 0.4, 0.25)
            self._blend(soft * zone * t.freckles * 1.5, tuple(np.array(t.skin) * (0.7, 0.55, 0.45)))
        for _ in range(int(self._random.integers(0, 4))):
            x, y = self._random.uniform(-0.6, 0.6), self._random.uniform(6.3, 7.9)
            mole = np.exp(-(((self._x - x) / 0.014) ** 2 + ((self._y - y) / 0.014) ** 2))
            self._blend(mole.astype(np.float32) * 0.8, tuple(np.array(t.skin) * 0.35))

    def _stroke(self, points: list[tuple[float, float]], width: float) -> Floats:
        layer = np.zeros((_HEIGHT, _WIDTH), np.uint8)
        for side in (1, -1):
            line = np.array([_pixel(side * x, y) for x, y in points])
            cv2.polylines(layer, [np.round(line * 16).astype(np.int32)], False, 255, max(1, int(width * _SCALE)), 16, 4)
        return np.asarray(cv2.GaussianBlur(layer, (0, 0), max(0.6, width * _SCALE * 0.6)), np.float32) / 255

    def _wrinkles(self) -> None:
        strength = self.traits.wrinkles
        shade = tuple(np.array(self.traits.skin) * (0.66, 0.56, 0.54))
        self._blend(self._stroke([(0.17, 6.98), (0.24, 6.88), (0.30, 6.72)], 0.02) * (0.16 + 0.75 * strength), shade)
        if strength > 0.1:
            for height in (7.72, 7.82, 7.92):
                wave = float(self._random.normal(0, 0.015))
                self._blend(
                    self._stroke([(0.0, height), (0.25, height + wave), (0.42, height - 0.02)], 0.008) * strength * 0.7,
                    shade,
                )
            for drop in (-0.05, 0.0, 0.05):
                self._blend(
                    self._stroke([(0.49, 7.27 + drop / 2), (0.6, 7.27 + 1.6 * drop)], 0.006) * strength * 0.7, shade
                )
            self._blend(self._stroke([(0.16, 7.18), (0.28, 7.12), (0.42, 7.15)], 0.012) * strength * 0.6, shade)

    def _whiskers(self) -> None:
        t = self.traits
        if not (t.beard or t.moustache):
            return
        grain = 0.6 + 0.4 * noise(self._random, _HEIGHT, _WIDTH, 2.2)
        grain *= 1 + 0.3 * noise(self._random, _HEIGHT, _WIDTH, 12)
        mouth = np.sqrt((self._x / 0.30) ** 2 + ((self._y - 6.61) / 0.15) ** 2)
        jaw = smooth(6.86, 6.70, self._y + 0.35 * np.clip(0.55 - np.abs(self._x), 0, 0.3)) * smooth(5.95, 6.1, self._y)
        sides = smooth(0.5, 0.62, np.abs(self._x)) * smooth(7.25, 7.1, self._y) * smooth(6.0, 6.2, self._y)
        beard = np.maximum(jaw, sides) * smooth(0.95, 1.1, mouth)
        lip = np.exp(-((self._x / 0.24) ** 4)) * smooth(6.70, 6.73, self._y) * smooth(6.86, 6.82, self._y)
        cover = np.clip(beard * t.beard, 0, 1) + np.clip(lip * max(t.moustache, t.beard), 0, 1)
        self._blend(np.clip(cover, 0, 1) * np.clip(grain, 0, 1) * 0.9, tuple(np.array(t.hair) * 0.9 + 0.01))

    def _brows(self) -> None:
        t = self.traits
        layer = np.zeros((_HEIGHT, _WIDTH), np.uint8)
        start, end = 0.12 - t.brow_reach * 0.5, 0.52 + t.brow_reach
        for side in (1, -1):
            for _ in range(int(900 * t.brow_thickness / 0.03)):
                along = self._random.beta(1.2, 1.3)
                x = start + (end - start) * along
                arch = t.brow_arch * np.sin(np.pi * min(1.0, along * 1.25) ** 1.3) - 0.05 * max(0.0, along - 0.7) / 0.3
                thick = t.brow_thickness * (1.15 - 0.95 * along**1.5)
                y = 7.475 + t.brow_height + arch + self._random.normal(0, thick * 0.42)
                lean = 0.012 + 0.035 * along
                a, b = _pixel(side * x, y), _pixel(side * (x + lean), y + 0.02 * (1 - 1.9 * along))
                ends = [(round(p[0] * 16), round(p[1] * 16)) for p in (a, b)]
                cv2.line(layer, ends[0], ends[1], 255, 1, cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(layer, (0, 0), 1.0).astype(np.float32) / 255
        self._blend(np.clip(soft * 1.35, 0, 1) * t.brow_strength, tuple(np.array(t.hair) * 0.75))

    def _nostrils(self) -> None:
        dark = tuple(np.array(self.traits.skin) * (0.33, 0.22, 0.2))
        self._blend(self._spot(0.085, 6.905, 0.045, 0.02) * 0.6, dark)

    def _cloth(self) -> None:
        collar = 5.72 - 0.25 * np.exp(-((self._x / 0.35) ** 2)) + 0.5 * smooth(0.45, 0.9, np.abs(self._x))
        weave = 1 + 0.05 * noise(self._random, _HEIGHT, _WIDTH, 3)
        self._blend(smooth(0.0, 0.03, collar - self._y), np.array(self.traits.cloth, np.float32) * weave[..., None])

    def skin_at(self, place: Floats, lips: Floats, inside: Floats) -> Floats:
        """Colour of the skin at places of the neutral bust, with the lips by their own mask."""
        columns = ((place[:, 0] - _LEFT) * _SCALE).astype(np.float32)
        rows = ((_TOP - place[:, 1]) * _SCALE).astype(np.float32)
        found = sample(self._colour, columns, rows)
        lip = smooth(0.25, 0.75, lips)[:, None] * 0.85
        found = found * (1 - lip) + np.array(self.traits.lips, np.float32) * lip
        seam = np.exp(-(((place[:, 1] - 6.607) / 0.010) ** 2)) * np.exp(-((place[:, 0] / 0.26) ** 6))
        found = found * (1 - 0.72 * seam[:, None])
        return np.asarray(found * (1 - 0.5 * np.clip(inside[:, None] - 0.5, 0, 1) * lip), np.float32)

    def eye_at(self, place: Floats) -> Floats:
        """Colour of the eyeball: sclera, iris with its ring and fibres, pupil."""
        offset = np.stack([np.abs(place[:, 0]), place[:, 1]], axis=1) - EYE_CENTRE
        radius = np.linalg.norm(offset, axis=1)
        white = np.array([0.86, 0.82, 0.80], np.float32) * (1 - 1.6 * np.abs(offset[:, :1]))
        angle = np.arctan2(offset[:, 1], offset[:, 0])
        fibres = 1 + 0.18 * np.sin(angle * 23 + self.traits.seed) + 0.12 * np.sin(angle * 41)
        iris = (
            np.array(self.traits.iris, np.float32) * (fibres * (0.75 + 6 * np.clip(radius - 0.025, 0, 0.05)))[:, None]
        )
        ring = smooth(0.052, 0.066, radius)[:, None]
        iris = iris * (1 - 0.75 * ring)
        edge = smooth(0.062, 0.070, radius)[:, None]
        pupil = smooth(0.030, 0.024, radius)[:, None]
        return np.asarray((iris * (1 - pupil) + 0.02 * pupil) * (1 - edge) + white * edge, np.float32)
