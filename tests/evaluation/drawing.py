"""The cases of an evaluation, drawn once: drawing costs as much as reading, and the reader changes more often."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from identity.specimens import cases
from identity.specimens.cases import Case
from identity.specimens.conditions import CONDITIONS, condition
from identity.specimens.holders import NEGATIVES, SPANISH_CARDS

# The documents of a seed are those of this day, whenever they are drawn.
TODAY = date(2026, 11, 22)
# They draw nothing of a case.
_NOT_OF_CASES = ("catalogue.py", "head_from_mpfb.py")


@dataclass(frozen=True)
class Wanted:
    """A case to draw: its name, and how."""

    name: str
    draw: Callable[[], Case]


def plan(count: int, seed: int) -> Iterator[Wanted]:
    """``count`` cases of every condition, side error, other kind of document and mismatch."""
    for row, how in enumerate(CONDITIONS):
        for index in range(count):
            kind, number = SPANISH_CARDS[index % 4], seed * 1_000_000 + row * 10_000 + index
            yield Wanted(
                f"{how.name}-{kind}-{number}", lambda k=kind, h=how, n=number: cases.photographed(k, h, n, TODAY)
            )
    for index in range(count):
        kind, number = SPANISH_CARDS[index % 4], seed * 1_000_000 + 900_000 + index
        yield Wanted(f"wrong-side-{kind}-{number}", lambda k=kind, n=number: cases.wrong_side(k, n, TODAY))
        yield Wanted(f"no-document-{number}", lambda n=number: cases.no_document(n, TODAY))
        for other in ("passport", "eu_certificate", *NEGATIVES):
            yield Wanted(
                f"{other}-{number}", lambda k=other, n=number: cases.photographed(k, condition("mild"), n, TODAY)
            )
        for name in cases.MISMATCHES:
            yield Wanted(f"{name}-{kind}-{number}", lambda m=name, k=kind, n=number: cases.mismatched(m, k, n, TODAY))


def _version() -> str:
    """Of everything that draws: another drawing is another picture."""
    folder = Path(cases.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*.py") if path.name not in _NOT_OF_CASES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def drawn(wanted: Wanted) -> Case:
    """The case, from the folder of the last run where it was drawn by the same code."""
    folder = Path(settings.DATA_DIR) / "evaluation" / _version()
    path = folder / f"{hashlib.sha256(wanted.name.encode()).hexdigest()[:20]}.pickle"
    if path.is_file():
        kept: Case = pickle.loads(path.read_bytes())
        return kept
    case = wanted.draw()
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(case))
    return case
