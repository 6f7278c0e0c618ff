"""The synthetic million on disk, drawn once and then only looked at: every process shares the same pages of memory."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from rules.types import Column, Population
from simulator.population import distributions, synthetic

_PARTS = ("unit", "member", "groups")


@lru_cache(maxsize=2)
def stored(units: int = 1_000_000, seed: int = synthetic.SEED) -> Population:
    """The synthetic population, from disk; drawn and written first where it is not there yet."""
    folder = Path(settings.DATA_DIR) / "populations" / f"synthetic-{units}-{seed}-{_recipe()}"
    if not (folder / "index.json").exists():
        _write(synthetic.synthetic(units, seed), folder)
    return _read(folder)


def _recipe() -> str:
    """Changes when the way of drawing does, so that an old population is never taken for a new one."""
    sources = [Path(str(module.__file__)).read_bytes() for module in (distributions, synthetic)]
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


def _write(population: Population, folder: Path) -> None:
    """All or nothing: written beside, then given its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent))
    index: dict[str, dict[str, list[str]]] = {}
    for part in _PARTS:
        columns = getattr(population, part)
        index[part] = {name: list(column.words) for name, column in columns.items()}
        for name, column in columns.items():
            np.save(beside / f"{part}.{name}.npy", column.values)
    np.save(beside / "offsets.npy", population.offsets)
    np.save(beside / "heads.npy", population.heads)
    (beside / "index.json").write_text(json.dumps(index))
    try:
        os.replace(beside, folder)
    except OSError:  # another process was faster, with the same numbers
        shutil.rmtree(beside, ignore_errors=True)


def _read(folder: Path) -> Population:
    index = json.loads((folder / "index.json").read_text())
    unit, member, groups = (
        {
            name: Column(np.load(folder / f"{part}.{name}.npy", mmap_mode="r"), None, tuple(words))
            for name, words in index[part].items()
        }
        for part in _PARTS
    )
    offsets, heads = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("offsets", "heads"))
    return Population(unit, member, offsets, heads, groups)
