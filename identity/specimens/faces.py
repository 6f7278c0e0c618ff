"""Pictures of invented people: the same face in any pose and light, for card portraits and selfies.

No photograph of a real person is involved anywhere: shape comes from a CC0 mesh, paint from numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from identity.specimens.mesh import DRAPE, EYE, HAIR, SKIN, Drawn, Floats, bust, draw, normals_of, rotation
from identity.specimens.skin import FacePaint, noise, sample, smooth
from identity.specimens.traits import FaceTraits, shape_of, traits_of

Picture = NDArray[Any]


@dataclass(frozen=True)
class Pose:
    """How the head stands and how it is lit. Angles in degrees; ``light`` is a direction (x right, y up, z camera)."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    light: tuple[float, float, float] = (0.25, 0.45, 0.86)
    ambient: float = 0.42
    warmth: float = 0.0
    distance: float = 11.0
    zoom: float = 1.25
    grain: float = 0.006


CARD_POSE = Pose(yaw=1.5, light=(0.1, 0.35, 0.93), ambient=0.5, zoom=1.35)


@dataclass(frozen=True)
class _Head:
    """Shape and paint of one face, ready to be drawn in any pose."""

    vertices: Floats
    triangles: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    values: Floats
    normals: Floats
    paint: FacePaint


def _hair_weight(place: Floats, traits: FaceTraits) -> Floats:
    """How much hair grows at each place of the neutral bust."""
    x, y, z = place[:, 0], place[:, 1], place[:, 2]
    front = 7.98 + traits.hairline
    recession = 0.12 if traits.hair_style in ("short", "cropped") and traits.age > 40 else 0.0
    stops = [-1.0, 0.25, 0.45, 0.62, 0.80, 1.05, 1.25, 1.6]
    limits = [6.45, 6.75, 7.05, 7.28, 7.50, front - 0.16 + recession, front - 0.03, front]
    limit = np.interp(z, stops, limits)
    ear = np.exp(-(((np.abs(x) - 0.85) / 0.14) ** 2 + ((y - 7.08) / 0.3) ** 2 + ((z - 0.5) / 0.25) ** 2))
    return np.asarray(smooth(-0.02, 0.07, (y - limit).astype(np.float32)) * (1 - np.clip(1.6 * ear, 0, 1)), np.float32)


def _side_hair(traits: FaceTraits) -> tuple[Floats, NDArray[np.int32], Floats]:
    """Long hair hanging at both sides and behind: vertices, triangles and normals."""
    length = {"long": 5.55, "medium": 6.45}[traits.hair_style]
    angles = np.radians(np.concatenate([np.linspace(62, 178, 26), np.linspace(182, 298, 26)]))
    heights = np.linspace(7.9, length, 28)
    wave: Floats = np.random.default_rng([traits.seed, 3]).normal(0, 0.02, (len(heights), len(angles)))
    wave = cv2.GaussianBlur(wave.astype(np.float32), (0, 0), 1.0)
    ends = np.random.default_rng([traits.seed, 4]).normal(0, 0.22, len(angles))
    points, normals = [], []
    for row, height in enumerate(heights):
        fall = float(np.clip((7.9 - height) / 0.75, 0, 1))
        for column, angle in enumerate(angles):
            reach = 0.66 + 0.27 * np.sin(fall * np.pi / 2) + traits.hair_volume * 0.8 * fall + wave[row, column]
            reach -= 0.05 * max(0.0, 6.6 - height)
            direction = np.array([np.sin(angle), 0, np.cos(angle)])
            ragged = ends[column] * max(0.0, row / len(heights) - 0.6)
            points.append(direction * reach * (1, 0, 0.95) + (0, height + ragged, 0.22))
            normals.append(direction + np.array([0, 0.15, 0]))
    wide = len(angles)
    triangles = []
    for row in range(len(heights) - 1):
        for column in range(wide - 1):
            if column == 25:
                continue
            a = row * wide + column
            triangles += [[a, a + wide, a + 1], [a + 1, a + wide, a + wide + 1]]
    return np.array(points, np.float32), np.array(triangles, np.int32), np.array(normals, np.float32)


@lru_cache(maxsize=16)
def _paint_of(seed: int, sex: str, age: int) -> FacePaint:
    return FacePaint(traits_of(seed, sex, age))


@lru_cache(maxsize=16)
def _head_of(seed: int, sex: str, age: int) -> _Head:
    paint = _paint_of(seed, sex, age)
    return shaped_head(shape_of(seed, sex, age), paint)


def shaped_head(shape: dict[str, float], paint: FacePaint) -> _Head:
    """A head of the given shape and paint, with its hair."""
    traits = paint.traits
    base = bust()
    vertices = base.shaped(shape)
    eyes = base.kinds == EYE
    eye_height = vertices[np.unique(base.triangles[eyes])][:, 1].mean()
    jaw = vertices[(base.vertices[:, 1] > 6.0) & (base.vertices[:, 1] < 8.6)]
    scale = 2.35 / max(0.5, float(jaw[:, 1].max() - jaw[:, 1].min()))
    centre = np.array([0, eye_height, vertices[:, 2].mean()], np.float32)
    vertices = (vertices - centre) * np.float32(scale) + np.array([0, 7.285, 0.9], np.float32)
    bare = base.kinds != DRAPE
    triangles, kinds = base.triangles[bare], base.kinds[bare]
    normals = normals_of(vertices, triangles)
    grows = _hair_weight(base.vertices, traits) if traits.hair_style != "bald" else np.zeros(len(vertices), np.float32)
    values = np.concatenate(
        [base.vertices, base.masks["lips"][:, None], base.masks["inside-mouth"][:, None], grows[:, None]], axis=1
    )
    if traits.hair_style != "bald":
        thick = {"cropped": 0.025, "short": 0.07, "tied": 0.045}.get(
            traits.hair_style, 0.08
        ) + traits.hair_volume * 0.45
        thick = 0.02 if traits.hair_style == "cropped" else thick
        shell = (kinds == SKIN) & (grows[triangles].min(axis=1) > 0.02)
        raised = vertices + normals * (thick * grows)[:, None]
        extra = triangles[shell] + len(vertices)
        vertices, normals = np.concatenate([vertices, raised]), np.concatenate([normals, normals])
        values = np.concatenate([values, values])
        triangles, kinds = (
            np.concatenate([triangles, extra]),
            np.concatenate([kinds, np.full(len(extra), HAIR, np.uint8)]),
        )
    if traits.hair_style in ("long", "medium"):
        points, sheets, sheet_normals = _side_hair(traits)
        triangles = np.concatenate([triangles, sheets + len(vertices)])
        kinds = np.concatenate([kinds, np.full(len(sheets), HAIR, np.uint8)])
        vertices, normals = np.concatenate([vertices, points]), np.concatenate([normals, sheet_normals])
        place = np.concatenate(
            [points, np.zeros((len(points), 2), np.float32), np.ones((len(points), 1), np.float32)], 1
        )
        values = np.concatenate([values, place])
    return _Head(vertices, triangles, kinds, values.astype(np.float32), normals.astype(np.float32), paint)


def _hair_colour(place: Floats, traits: FaceTraits) -> Floats:
    """Strands: stripes that run downwards, of slightly different brightness."""
    random = np.random.default_rng([traits.seed, 5])
    angle = np.arctan2(place[:, 0] - traits.parting * 0.3, place[:, 2] - 0.3)
    stripes = noise(random, 64, 2048, 3) * 0.16 + noise(random, 64, 2048, 14) * 0.16
    rows = np.clip((place[:, 1] - 5.4) * 18, 0, 63).astype(np.float32)
    columns = ((angle + np.pi) / (2 * np.pi) * 2047).astype(np.float32)
    light = sample(stripes, columns, rows)
    return np.asarray(np.array(traits.hair, np.float32) * np.clip(1 + light, 0.4, 1.8)[:, None], np.float32)


def _shade(drawn: Drawn, head: _Head, pose: Pose) -> Floats:
    """Colour of every covered pixel under the light of ``pose``."""
    normal = drawn.values[:, :3]
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
    place = drawn.values[:, 3:6]
    light = np.array(pose.light, np.float32) / np.linalg.norm(pose.light)
    facing = normal @ light
    diffuse = np.clip((facing + 0.18) / 1.18, 0, 1)
    half = light + np.array([0, 0, 1], np.float32)
    half /= np.linalg.norm(half)
    gloss = np.clip(normal @ half, 0, 1)
    kinds = drawn.kinds
    colour = np.empty((len(kinds), 3), np.float32)
    for kind, painted in (
        (SKIN, lambda p: head.paint.skin_at(p, drawn.values[kinds == SKIN, 6], drawn.values[kinds == SKIN, 7])),
        (EYE, head.paint.eye_at),
        (HAIR, lambda p: _hair_colour(p, head.paint.traits)),
    ):
        mine = kinds == kind
        colour[mine] = painted(place[mine])
    under = kinds == SKIN
    scalp = np.where(under, np.clip(drawn.values[:, 8] * 1.3, 0, 1), 0)[:, None]
    colour = colour * (1 - scalp) + np.array(head.paint.traits.hair, np.float32) * scalp
    above = pose.ambient * (0.8 + 0.2 * normal[:, 1])
    lit = colour * (above + (1.12 - pose.ambient) * diffuse)[:, None]
    shine = np.where(
        kinds == SKIN, 0.10 * gloss**22 + 0.05 * gloss**6, np.where(kinds == HAIR, 0.10 * gloss**14, 0.5 * gloss**160)
    )
    rim = np.where(kinds == SKIN, 0.05 * (1 - np.clip(facing, 0, 1)) * (facing > -0.2), 0)
    lit = lit + shine[:, None]
    lit[:, 0] += rim * 0.7
    return np.asarray(lit, np.float32)


def _eye_shadows(colour: Floats, kind_map: NDArray[np.int16], scale: float) -> None:
    """Dark lash line and the shadow the upper lid throws on the eyeball; without them eyes look pasted on."""
    eye = (kind_map == EYE).astype(np.float32)
    step = max(1, round(scale * 0.035))
    shifted = np.roll(eye, step, axis=0)
    shadow = cv2.GaussianBlur(np.clip(eye - shifted, 0, 1), (0, 0), step * 0.5) * eye
    lash = cv2.GaussianBlur(np.clip(np.roll(eye, -max(1, step // 2), axis=0) - eye, 0, 1), (0, 0), max(0.6, step * 0.3))
    lower = cv2.GaussianBlur(np.clip(np.roll(eye, max(1, step // 3), axis=0) - eye, 0, 1), (0, 0), max(0.6, step * 0.3))
    colour *= (1 - 0.55 * np.clip(shadow * 1.4, 0, 1))[..., None]
    colour *= (1 - 0.82 * np.clip(lash * 1.5, 0, 1))[..., None]
    colour *= (1 - 0.30 * np.clip(lower, 0, 1))[..., None]


def face_picture(
    seed: int, sex: str, age: int, pose: Pose, size: int = 480, background: Floats | None = None, salt: int = 0
) -> Picture:
    """RGB picture of the person ``seed`` in ``pose``. ``salt`` changes camera noise only."""
    return draw_head(_head_of(seed, sex, age), pose, size, background, [seed, salt, 11])


def draw_head(
    head: _Head, pose: Pose, size: int, background: Floats | None = None, noise_seed: list[int] | None = None
) -> Picture:
    """RGB picture of a head in ``pose``."""
    work = size * 2 if size < 500 else round(size * 1.5)
    turn = rotation(pose.yaw, pose.pitch, pose.roll)
    pivot = np.array([0, 7.05, 0.6], np.float32)
    scale = work * 0.30 * pose.zoom

    def project(points: Floats) -> Floats:
        turned = (points - pivot) @ turn.T
        spread = scale * pose.distance / (pose.distance - turned[:, 2])
        return np.stack([work / 2 + turned[:, 0] * spread, work * 0.5 - turned[:, 1] * spread, turned[:, 2]], 1).astype(
            np.float32
        )

    values = np.concatenate([head.normals @ turn.T, head.values], axis=1)
    drawn = draw(project(head.vertices), head.triangles, head.kinds, values, work)
    if background is None:
        background = np.full((work, work, 3), 0.9, np.float32)
    colour = cv2.resize(background, (work, work), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    kind_map = np.full((work, work), -1, np.int16)
    colour[drawn.rows, drawn.columns] = _shade(drawn, head, pose)
    kind_map[drawn.rows, drawn.columns] = drawn.kinds
    _eye_shadows(colour, kind_map, scale)
    colour *= np.array([1 + pose.warmth, 1, 1 - pose.warmth], np.float32)
    small = cv2.resize(cv2.GaussianBlur(colour, (0, 0), 0.9), (size, size), interpolation=cv2.INTER_AREA)
    random = np.random.default_rng(noise_seed or [0])
    small = np.clip(small, 0, 1) ** 0.92 + random.normal(0, pose.grain, small.shape)
    return np.asarray(np.clip(small * 255, 0, 255), np.uint8)


def portrait(seed: int, sex: str, age: int, size: int = 480) -> Picture:
    """Frontal picture on a plain ground, as for a card."""
    return face_picture(seed, sex, age, CARD_POSE, size)


def selfie(seed: int, sex: str, age: int, size: int = 900, salt: int = 1) -> Picture:
    """An everyday selfie: another pose, expression, light and place each ``salt``."""
    random = np.random.default_rng([seed, salt, 13])
    ground = np.stack([cv2.GaussianBlur(noise(random, 90, 90, 30), (0, 0), 6) for _ in range(3)], axis=2) * 0.04
    ground += (random.uniform(0.4, 0.75) + random.uniform(-0.07, 0.07, 3)).astype(np.float32)
    aside = float(random.choice((-1, 1)))
    pose = Pose(
        yaw=aside * float(random.uniform(17, 24)),
        pitch=float(random.uniform(-7, 5)),
        roll=float(random.uniform(-6, 6)),
        light=(aside * float(random.uniform(0.5, 1.0)), 0.6, 0.6),
        ambient=float(random.uniform(0.36, 0.5)),
        warmth=float(random.uniform(-0.03, 0.06)),
        distance=6.5,
        zoom=float(random.uniform(1.0, 1.2)),
        grain=0.014,
    )
    head = shaped_head(_with_expression(shape_of(seed, sex, age), random), _paint_of(seed, sex, age))
    return draw_head(head, pose, size, np.clip(ground, 0, 1).astype(np.float32), [seed, salt, 11])


def _with_expression(shape: dict[str, float], random: np.random.Generator) -> dict[str, float]:
    """A little smile, brows raised, eyes half closed: what changes between a card's photograph and a selfie."""
    changed = dict(shape)
    for names, least, most in (
        (("mouth-angles-up",), 0.6, 1.2),
        (("mouth-scale-horiz-incr",), 0.3, 0.8),
        (("l-cheek-volume-incr", "r-cheek-volume-incr"), 0.1, 0.5),
        (("eyebrows-trans-up",), 0.2, 0.8),
        (("l-eye-height2-decr", "r-eye-height2-decr"), 0.2, 0.7),
    ):
        weight = float(random.uniform(least, most))
        for name in names:
            changed[name] = changed.get(name, 0.0) + weight
    return changed
