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
    text: RuleText,
    population: Population,
    also: Sequence[str] = (),
    progress: Progress | None = None,
    *,
    requirements: bool = True,
) -> Results:
    """What is due to each unit on the text's day, with the variables `also`. `progress` hears how many are done.

    Without `requirements`, the answer to each of them is not kept: `Results.failed` cannot be asked for.

    An unknown fact is weighed as the compiled reading weighs it. Unlike `assess`, nothing more is tried with what stays
    open: a unit whose answer would be the same whatever the unknown facts were can still come out undetermined.
    """
    return _reading(text, requirements).run(population, also, progress)


class _AmountsReading(VectorReading):
    """Decisions and amounts alone: a quarter of the columns."""

    def outputs(self) -> tuple[str, ...]:
        return tuple(name for name in super().outputs() if not name.startswith("met."))


@lru_cache(maxsize=16)
def _reading(text: RuleText, requirements: bool) -> VectorReading:
    return VectorReading(text) if requirements else _AmountsReading(text)


def population_of(text: RuleText, cases: Sequence[Case]) -> Population:
    """Cases of the text's day, already read, as a population: dossiers, examples, samples."""
    return gather(text, [case.household for case in cases])
