"""Whole populations: what a text gives to each of a million units, and what another text would give them instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rules.compilers.vector import VectorReading
from rules.compilers.vector.gathering import gather
from rules.compilers.vector.reading import KINDS
from rules.types import Case, Population, Progress, Results, RuleText

__all__ = ["KINDS", "population_of", "simulate"]


def simulate(
    text: RuleText, population: Population, also: Sequence[str] = (), progress: Progress | None = None
) -> Results:
    """What is due to each unit on the text's day, with the variables `also`. `progress` hears how many are done.

    An unknown fact is weighed as the compiled reading weighs it. Unlike `assess`, nothing more is tried with what stays
    open: a unit whose answer would be the same whatever the unknown facts were can still come out undetermined.
    """
    return _reading(text).run(population, also, progress)


@lru_cache(maxsize=16)
def _reading(text: RuleText) -> VectorReading:
    return VectorReading(text)


def population_of(text: RuleText, cases: Sequence[Case]) -> Population:
    """Cases of the text's day, already read, as a population: dossiers, examples, samples."""
    return gather(text, [case.household for case in cases])
