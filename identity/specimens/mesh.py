"""The bust of the specimen faces: morphing, projecting and drawing its triangles with numpy and OpenCV."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]

SKIN, EYE, DRAPE, HAIR = 0, 1, 2, 3


@dataclass(frozen=True)
class Bust:
    """Neutral bust and its morph targets (see head_from_mpfb)."""

    vertices: Floats
    triangles: NDArray[np.int32]
    kinds: NDArray[np.uint8]
    masks: dict[str, Floats]
    targets: dict[str, tuple[NDArray[np.uint16], Floats]]

    def shaped(self, weights: dict[str, float]) -> Floats:
        """Vertices after adding the named morph targets."""
        vertices = self.vertices.copy()
        for name, weight in weights.items():
            rows, moved = self.targets[name]
            vertices[rows] += moved * np.float32(weight)
        return vertices


@lru_cache(maxsize=1)
def bust() -> Bust:
    """The bust, read once."""
    stored = np.load(Path(__file__).with_name("head.npz"))
    starts = stored["starts"]
    values = stored["values"].astype(np.float32)
    targets = {
        str(name): (stored["index"][a:b], values[a:b])
        for name, a, b in zip(stored["names"], starts[:-1], starts[1:], strict=True)
    }
    masks = {k.removeprefix("mask_"): stored[k].astype(np.float32) / 255 for k in stored if k.startswith("mask_")}
    return Bust(stored["vertices"], stored["triangles"].astype(np.int32), stored["kinds"], masks, targets)


def normals_of(vertices: Floats, triangles: NDArray[np.int32]) -> Floats:
    """Unit normal of each vertex, averaged over its triangles."""
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    flat = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for i in range(3):
        np.add.at(normals, triangles[:, i], flat)
    length: Floats = np.linalg.norm(normals, axis=1, keepdims=True)
    return (normals / np.maximum(length, 1e-9)).astype(np.float32)


def rotation(yaw: float, pitch: float, roll: float) -> Floats:
    """Rotation matrix from degrees: yaw about the vertical, pitch about the horizontal, roll in the picture."""
    y, p, r = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y, np.float32)


@dataclass(frozen=True)
class Drawn:
    """Per-pixel answer of the drawing: covered pixels, their triangle's kind, and interpolated values."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    values: Floats


def _cross(first: Floats, second: Floats) -> Floats:
    """Signed area of the parallelogram of two vectors in the picture."""
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])


def draw(points: Floats, triangles: NDArray[np.int32], kinds: NDArray[np.uint8], values: Floats, size: int) -> Drawn:
    """Paint triangles far to near, then interpolate ``values`` inside each visible one.

    ``points`` are pixel x, pixel y, depth (larger is nearer).
    """
    corners = points[triangles]
    owner = np.full((size, size), -1, np.int32)
    facing = _cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    order = np.argsort(corners[:, :, 2].mean(axis=1))
    fixed = np.round(corners[:, :, :2] * 16).astype(np.int32)
    for index in order:
        # Drape and hair are seen from both sides; skin only from outside (the projection flips y, hence the sign).
        if facing[index] < 0 or kinds[index] >= DRAPE:
            cv2.fillConvexPoly(owner, fixed[index], int(index), lineType=cv2.LINE_8, shift=4)
    rows, columns = np.nonzero(owner >= 0)
    seen = owner[rows, columns]
    a, b, c = (corners[seen, i, :2] for i in range(3))
    here = np.stack([columns, rows], axis=1).astype(np.float32)
    area = _cross(b - a, c - a)
    area[np.abs(area) < 1e-6] = 1e-6
    weights = np.stack([_cross(b - here, c - here), _cross(c - here, a - here), _cross(a - here, b - here)], 1)
    weights = np.clip(weights / area[:, None], 0, 1)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-6)
    mixed = np.einsum("pc,pcv->pv", weights, values[triangles[seen]])
    return Drawn(rows, columns, kinds[seen], mixed.astype(np.float32))
