"""What makes one synthetic face different from another: shape, skin, hair, brows and eyes, all from one seed."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from identity.specimens.mesh import bust

Colour = tuple[float, float, float]

# Morph targets come in pairs; one signed weight moves a pair. Left and right move together.
_PAIRS = (
    ("decr", "incr"),
    ("down", "up"),
    ("in", "out"),
    ("backward", "forward"),
    ("concave", "convex"),
    ("compress", "uncompress"),
)
_HEAD_SHAPES = (
    "head-diamond",
    "head-invertedtriangular",
    "head-oval",
    "head-rectangular",
    "head-round",
    "head-square",
    "head-triangular",
)
_CALM = (
    "neck",
    "ear",
    "head-scale",
    "head-back",
    "forehead-scale",
    "head-trans",
    "head-angle",
    "eye-push",
    "nose-trans-in",
    "nose-trans-out",
    "mouth-trans-in",
)
_SKIN = ((0.93, 0.76, 0.66), (0.88, 0.68, 0.55), (0.80, 0.58, 0.44), (0.66, 0.45, 0.33), (0.47, 0.31, 0.23))
_HAIR = (
    (0.07, 0.06, 0.06),
    (0.16, 0.10, 0.07),
    (0.30, 0.19, 0.11),
    (0.52, 0.36, 0.19),
    (0.72, 0.56, 0.33),
    (0.45, 0.19, 0.09),
)
_IRIS = ((0.20, 0.12, 0.07), (0.33, 0.20, 0.09), (0.36, 0.36, 0.18), (0.32, 0.45, 0.56), (0.45, 0.50, 0.50))


# Drawn faces resemble each other more than people do. Each grown-up of the demonstration was moved by these steps
# (`manage.py separate_faces`), until the recogniser tells them apart as it tells strangers apart.
STEPS: dict[int, tuple[int, ...]] = {
    1007: (0, 1, 3, 10, 11, 14, 15, 21, 22, 39, 46, 64, 82, 1030, 1032, 1044, 1089),
    1021: (0, 1, 4, 5, 10, 11, 14, 17, 18, 25, 28, 30, 36, 40, 52, 67, 1003, 1007, 1009, 1021, 1024, 1044),
    1028: (0, 1, 4, 5, 6, 7, 12, 13, 19, 21, 23, 38, 40, 45, 51, 88, 1035),
    1042: (0, 1, 2, 3, 4, 6, 8, 11, 22, 30, 31, 33, 41, 44, 55, 58, 59, 60, 73, 74, 78, 1046, 1048),
    1049: (0, 1, 3, 6, 7, 12, 13, 14, 19, 40, 49, 56, 67, 70, 1014, 1028, 1040),
    1070: (3, 5, 7, 8, 15, 16, 27, 35, 40, 63, 74, 76, 80, 83, 1000, 1021, 1052),
    1077: (
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        12,
        15,
        18,
        19,
        29,
        39,
        42,
        49,
        59,
        63,
        74,
        78,
        80,
        1000,
        1007,
        1022,
        1024,
        1034,
        1059,
        1061,
        1071,
        1089,
    ),
    1084: (0, 1, 2, 5, 6, 7, 8, 21, 30, 77, 1057, 1086),
    1105: (2, 20, 21, 22, 28, 31, 38, 39, 47, 60, 62, 72, 82, 1003, 1013, 1061, 1082),
    1112: (0, 2, 4, 6, 12, 17, 24, 70, 76, 1003, 1004, 1047),
    1119: (1, 2, 5, 6, 10, 27, 28, 29, 33, 42, 52, 71, 1012, 1016),
    1154: (3, 7, 8, 11, 12, 18, 21, 36, 89, 1011, 1012, 1015),
    1161: (0, 4, 5, 9, 11, 15, 22, 28, 31, 49, 51, 53, 1007, 1041),
    1168: (4, 6, 8, 14, 16, 64, 65, 67, 1010, 1014, 1076),
    1175: (5, 13, 17, 24, 45, 59, 67, 72, 1000, 1001, 1003, 1017, 1043, 1073, 1075),
}


@dataclass(frozen=True)
class FaceTraits:
    """One invented person's face. Colours are RGB between 0 and 1."""

    seed: int
    skin: Colour
    hair: Colour
    iris: Colour
    lips: Colour
    age: int
    hair_style: str
    hairline: float
    hair_volume: float
    parting: float
    brow_height: float
    brow_thickness: float
    brow_arch: float
    brow_reach: float
    brow_strength: float
    beard: float
    moustache: float
    freckles: float
    redness: float
    wrinkles: float
    cloth: Colour


@lru_cache(maxsize=1)
def _pairs() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(names moved when negative, names moved when positive), left and right joined."""
    names = set(bust().targets)
    found = []
    for name in sorted(names):
        if name.startswith("r-") or name.startswith(_HEAD_SHAPES):
            continue
        for low, high in _PAIRS:
            if name.endswith("-" + low) and name[: -len(low)] + high in names:
                other = name[: -len(low)] + high
                twins = [name, "r-" + name[2:]] if name.startswith("l-") else [name]
                mirror = [other, "r-" + other[2:]] if name.startswith("l-") else [other]
                found.append((tuple(twins), tuple(mirror)))
    return found


def _shape(random: np.random.Generator, sex: str, age: int) -> dict[str, float]:
    gender = "female" if sex == "F" else "male"
    origin = random.dirichlet((0.9, 0.35, 0.45))
    weights: dict[str, float] = {}
    stage = "child" if age < 13 else "young"
    old = float(np.clip((age - 45) / 40, 0, 1)) if stage == "young" else 0.0
    for name, share in zip(("caucasian", "asian", "african"), origin, strict=True):
        weights[f"{name}-{gender}-{stage}"] = float(share * (1 - old))
        if old:
            weights[f"{name}-{gender}-old"] = float(share * old)
    fat = float(random.normal(0, 0.7))
    weights[f"universal-{gender}-young-averagemuscle-{'max' if fat > 0 else 'min'}weight"] = min(abs(fat), 1.0) * 0.8
    for shape in _HEAD_SHAPES:
        weights[shape] = float(max(0.0, random.normal(-0.2, 0.4)))
    for low, high in _pairs():
        spread = 0.15 if any(word in low[0] for word in _CALM) else 0.52
        weight = float(np.clip(random.normal(0, spread), -0.9, 0.9))
        for name in high if weight > 0 else low:
            weights[name] = abs(weight)
    for name in bust().targets:
        if name.startswith("asym-") and random.random() < 0.25:
            weights[name] = float(random.uniform(0, 0.45))
    return {name: weight for name, weight in weights.items() if name in bust().targets}


def _tinted(random: np.random.Generator, colour: Colour, spread: float) -> Colour:
    hue, light, vivid = colorsys.rgb_to_hls(*colour)
    moved = colorsys.hls_to_rgb(
        (hue + random.normal(0, 0.012)) % 1,
        float(np.clip(light + random.normal(0, spread), 0.03, 0.95)),
        float(np.clip(vivid + random.normal(0, 0.06), 0, 1)),
    )
    return (moved[0], moved[1], moved[2])


def shape_of(seed: int, sex: str, age: int) -> dict[str, float]:
    """Morph weights of one person: a draw, then the steps away from the others."""
    shape = _shape(np.random.default_rng([seed, 20262]), sex, age)
    for step in STEPS.get(seed, ()):
        shape = moved(shape, seed, step)
    return shape


def moved(shape: dict[str, float], seed: int, step: int) -> dict[str, float]:
    """The shape with a dozen features drawn anew."""
    random = np.random.default_rng([seed, 20263, step])
    pairs = _pairs()
    changed = dict(shape)
    for index in random.choice(len(pairs), 12, replace=False):
        low, high = pairs[index]
        spread = 0.2 if any(word in low[0] for word in _CALM) else 0.65
        weight = float(np.clip(random.normal(0, spread), -0.95, 0.95))
        for name in (*low, *high):
            changed.pop(name, None)
        for name in high if weight > 0 else low:
            changed[name] = abs(weight)
    return changed


def traits_of(seed: int, sex: str = "F", age: int = 35) -> FaceTraits:
    """The face of one invented person but for its shape. The same arguments give the same face for ever."""
    random = np.random.default_rng([seed, 20261])
    man = sex == "M"
    adult = age >= 18
    skin = _tinted(random, _SKIN[random.choice(5, p=(0.24, 0.28, 0.22, 0.14, 0.12))], 0.03)
    dark = sum(skin) < 1.65
    hair = _tinted(random, _HAIR[0 if dark else random.choice(6, p=(0.2, 0.25, 0.22, 0.14, 0.11, 0.08))], 0.02)
    grey = float(np.clip((age - 45) / 30 + random.normal(0, 0.2), 0, 1)) if age > 40 else 0.0
    hair = tuple(h * (1 - grey) + 0.62 * grey for h in hair)  # type: ignore[assignment]
    styles: tuple[str, ...]
    styles = ("short", "short", "cropped", "bald", "medium") if man and adult else ("long", "long", "medium", "tied")
    styles = ("short", "medium") if man and not adult else styles
    whiskers = random.choice((0.0, 0.35, 1.0), p=(0.45, 0.3, 0.25)) if man and age > 20 else 0.0
    return FaceTraits(
        seed=seed,
        skin=skin,
        hair=hair,
        iris=_IRIS[0 if dark else random.choice(5, p=(0.25, 0.3, 0.15, 0.2, 0.1))],
        lips=_tinted(random, (skin[0] * 0.88, skin[1] * 0.62, skin[2] * 0.62), 0.05),
        age=age,
        hair_style=str(random.choice(styles)),
        hairline=float(random.normal(0, 0.09) + (0.05 if man else 0)),
        hair_volume=float(random.uniform(0.05, 0.2)),
        parting=float(random.uniform(-0.5, 0.5)),
        brow_height=float(random.normal(0, 0.035)),
        brow_thickness=float(np.clip(random.normal(0.045 if man else 0.03, 0.015), 0.012, 0.085)),
        brow_arch=float(random.normal(0.02 if man else 0.05, 0.03)),
        brow_reach=float(random.normal(0, 0.03)),
        brow_strength=float(random.uniform(0.45, 1.0)),
        beard=float(whiskers),
        moustache=float(random.choice((0.0, 0.5, 1.0)) if man and age > 20 else 0.0),
        freckles=float(max(0.0, random.normal(-0.3, 0.5))),
        redness=float(random.uniform(0.0, 0.5)),
        wrinkles=float(np.clip((age - 28) / 45, 0, 1)),
        cloth=tuple(random.uniform(0.12, 0.6) + random.uniform(-0.1, 0.14, 3)),
    )
