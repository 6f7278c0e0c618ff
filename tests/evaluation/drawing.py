"""The cases of an evaluation, drawn once: drawing costs as much as reading, and the reader changes more often."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from identity.specimens import cases
from identity.specimens.cases import Case
from identity.specimens.conditions import CONDITIONS, Condition, condition
from identity.specimens.holders import DNI, NEGATIVES, SPANISH_CARDS

# The documents of a seed are those of this day, whenever they are drawn.
TODAY = date(2026, 11, 22)
T = TypeVar("T")
# They draw nothing of a case.
_NOT_OF_CASES = ("catalogue.py", "head_from_mpfb.py")


@dataclass(frozen=True)
class Wanted:
    """A case to draw: its name, and how."""

    name: str
    draw: Callable[[], Case]


def plan(count: int, seed: int) -> Iterator[Wanted]:
    """``count`` cases of every condition, side error, other kind of document and mismatch.

    One of each first, then the next of each: a run that is stopped has measured a bit of everything.
    """
    for index in range(count):
        for row, how in enumerate(CONDITIONS):
            kind = _turn(index, DNI) if how.permanent else _turn(index + row)
            yield _photographed(kind, how, seed * 1_000_000 + row * 10_000 + index)
        number = seed * 1_000_000 + 900_000 + index
        kind = _turn(index)
        yield Wanted(f"wrong-side-{kind}-{number}", partial(cases.wrong_side, kind, number, TODAY))
        yield Wanted(f"no-document-{number}", partial(cases.no_document, number, TODAY))
        for other in ("passport", "eu_certificate", *NEGATIVES):
            yield _photographed(other, condition("mild"), number)
        for row, name in enumerate(cases.MISMATCHES):
            kind = _turn(index + row)
            yield Wanted(f"{name}-{kind}-{number}", partial(cases.mismatched, name, kind, number, TODAY))


def _turn(number: int, kinds: tuple[str, ...] = SPANISH_CARDS) -> str:
    """The kinds of Spanish card in turn, so that even one round has all of them."""
    return kinds[number % len(kinds)]


def _photographed(kind: str, how: Condition, number: int) -> Wanted:
    return Wanted(f"{how.name}-{kind}-{number}", partial(cases.photographed, kind, how, number, TODAY))


def _version() -> str:
    """Of everything that draws: another drawing is another picture."""
    folder = Path(cases.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*.py") if path.name not in _NOT_OF_CASES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def drawn(wanted: Wanted) -> Case:
    """The case, from the last run where it was drawn by the same code."""
    return kept(wanted.name, wanted.draw)


def kept(name: str, draw: Callable[[], T]) -> T:
    """What ``draw`` gives, kept in the data folder for the next run; another drawing code, another folder."""
    folder = Path(settings.DATA_DIR) / "evaluation" / _version()
    path = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:20]}.pickle"
    if path.is_file():
        found: T = pickle.loads(path.read_bytes())
        return found
    made = draw()
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(made))
    return made
