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


@dataclass(frozen=True)
class Counts:
    """How many cases of each row: of a condition whose pictures are good, of one to be stopped, of another document."""

    good: int
    bad: int
    other: int
    mismatch: int

    @classmethod
    def of_each(cls, count: int) -> Counts:
        """The same number of every row."""
        return cls(count, count, count, count)


# So many that every goal is either met or missed, and not only likely: 1,000 captures that are accepted, 765 documents
# that are no Spanish card (none of them taken as one is then under 0.5 %, with 95 % certainty).
ENOUGH = Counts(good=48, bad=15, other=96, mismatch=12)


def plan(counts: Counts, seed: int) -> list[Wanted]:
    """So many cases of every condition, side error, other kind of document and mismatch.

    All rows go forward together: a run that is stopped has measured the same share of each.
    """
    placed = [
        ((index + 0.5) / count, place, row(index))
        for place, (count, row) in enumerate(_rows(counts, seed))
        for index in range(count)
    ]
    return [wanted for _, _, wanted in sorted(placed, key=lambda one: one[:2])]


def _rows(counts: Counts, seed: int) -> Iterator[tuple[int, Callable[[int], Wanted]]]:
    """Every row: how many of it, and its case of an index."""
    for row, how in enumerate(CONDITIONS):
        count = counts.bad if how.group == "bad" else counts.good
        yield count, partial(_of_condition, how, row, seed * 1_000_000 + row * 10_000)
    last = seed * 1_000_000 + 900_000
    yield counts.bad, partial(_of_wrong_side, last)
    yield (
        counts.bad,
        lambda index: Wanted(f"no-document-{last + index}", partial(cases.no_document, last + index, TODAY)),
    )
    for other in ("passport", "eu_certificate"):
        yield counts.bad, partial(_of_other, other, last)
    for other in NEGATIVES:
        yield counts.other, partial(_of_other, other, last)
    for row, name in enumerate(cases.MISMATCHES):
        yield counts.mismatch, partial(_of_mismatch, name, row, last)


def _of_condition(how: Condition, row: int, first: int, index: int) -> Wanted:
    kind = _turn(index, DNI) if how.permanent else _turn(index + row)
    return _photographed(kind, how, first + index)


def _of_wrong_side(first: int, index: int) -> Wanted:
    kind = _turn(index)
    return Wanted(f"wrong-side-{kind}-{first + index}", partial(cases.wrong_side, kind, first + index, TODAY))


def _of_other(other: str, first: int, index: int) -> Wanted:
    return _photographed(other, condition("mild"), first + index)


def _of_mismatch(name: str, row: int, first: int, index: int) -> Wanted:
    kind = _turn(index + row)
    return Wanted(f"{name}-{kind}-{first + index}", partial(cases.mismatched, name, kind, first + index, TODAY))


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
