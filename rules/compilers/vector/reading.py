"""Running the generated numpy over a population, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from rules.compilers.vector.chunks import Chunk
from rules.compilers.vector.columns import Array, Column, Population
from rules.compilers.vector.generator import Generator
from rules.compilers.vector.program import Shape, VectorProgram
from rules.compilers.vector.words import Words
from rules.language.expressions import TRUE
from rules.language.text import Entity, Fact, RuleText

#: Units read at once: their columns fit in the processor's cache, and memory does not grow with the population.
CHUNK = 1 << 15
KINDS = ("none", "imv", "imv_and_child_supplement", "child_supplement_only", "undetermined")
_DECIDED = ("eligible", "imv_due", "child_supplement_due")
_AMOUNTS = ("guaranteed_income", "computable_income", "imv", "child_supplement", "total")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Results:
    """What is due to each unit, in the order of the population. `columns` by name of variable or `met.requirement`."""

    text: RuleText
    columns: Mapping[str, Column]

    def of(self, outcome: str) -> Column:
        """A column by its name in the contract's outcome (`imv_due`, `total`…)."""
        return self.columns[self.text.outcome[outcome]]

    @cached_property
    def kinds(self) -> Array:
        """Places in `KINDS`, one a unit."""
        eligible, imv, child = (self.of(name) for name in _DECIDED)
        found = np.where(imv.values, np.where(child.values, 2, 1), np.where(child.values, 3, 0)).astype(np.int8)
        found[~eligible.values] = 0
        for column in (imv, child):
            if column.unknown is not None:
                found[column.unknown & eligible.values] = 4
        if eligible.unknown is not None:
            found[eligible.unknown] = 4
        return found

    @cached_property
    def failed(self) -> Array:
        """A bit for each of the text's requirements, in its order, that is not met."""
        found = np.zeros(len(self.kinds), dtype=np.int64)
        for bit, requirement in enumerate(self.text.requirements):
            column = self.columns[f"met.{requirement.id}"]
            missed = ~column.values if column.unknown is None else ~(column.values | column.unknown)
            found |= missed.astype(np.int64) << bit
        return found


class VectorReading:
    """A text on a day, ready to read populations."""

    def __init__(self, text: RuleText) -> None:
        self.text = text
        self.words = Words(text)
        self._programs: dict[tuple[Shape, tuple[str, ...], tuple[str, ...]], VectorProgram] = {}

    def outputs(self) -> tuple[str, ...]:
        """What is found unless more is asked for: decisions, amounts, requirements."""
        names = [self.text.outcome[name] for name in (*_DECIDED, *_AMOUNTS)]
        return (*dict.fromkeys(names), *(f"met.{requirement.id}" for requirement in self.text.requirements))

    def run(self, population: Population, also: Sequence[str] = (), progress: Progress | None = None) -> Results:
        """What is due to each unit, and the unit variables `also`. `progress` hears how many units are done."""
        program = self.program(population, also)
        tables = dict(self._tables(population))
        found: dict[str, Column] = {}
        for start in range(0, len(population), CHUNK):
            chunk = Chunk(population, start, min(start + CHUNK, len(population)), self.text, tables)
            answers = program.run(chunk.unit, chunk.member, chunk.members)
            odd = chunk.odd(self._watched(population), answers[len(program.outputs) :])
            for name, (value, mask) in zip(program.outputs, answers, strict=False):
                open_ = odd if name in self._answers else None
                masks = [part for part in (mask, open_) if part is not None]
                _keep(found, name, value, np.logical_or.reduce(masks) if masks else None, chunk, len(population))
            if progress:
                progress(chunk.stop)
        return Results(self.text, found)

    def program(self, population: Population, also: Sequence[str] = ()) -> VectorProgram:
        """The program that reads such a population."""
        outputs = tuple(dict.fromkeys((*self.outputs(), *also)))
        watched = self._watched(population)
        key = (self._shape(population), outputs, tuple(fact.name for fact in watched))
        if key not in self._programs:
            conditions = [fact.not_covered_if or TRUE for fact in watched]
            self._programs[key] = Generator(self.text, key[0]).program(outputs, conditions)
        return self._programs[key]

    @cached_property
    def _answers(self) -> frozenset[str]:
        """What stays without an answer where a fact is given that the text does not read."""
        return frozenset(self.text.outcome[name] for name in (*_DECIDED, "imv", "child_supplement", "total"))

    def _watched(self, population: Population) -> list[Fact]:
        return [
            fact
            for fact in self.text.facts.values()
            if (fact.coverage == "not_covered" or fact.not_covered_if) and fact.name in population.columns(fact.entity)
        ]

    def _shape(self, population: Population) -> Shape:
        fixed, gaps = [], set()
        for key, fact in self.text.facts.items():
            columns = population.columns(fact.entity)
            column = columns.get(fact.name)
            if column is None:
                fixed.append((key, fact.closed if fact.closed_with not in columns else None))
            elif column.unknown is not None and column.unknown.any():
                gaps.add(key)
        return Shape(tuple(fixed), frozenset(gaps))

    def _tables(self, population: Population) -> Iterator[tuple[tuple[Entity, str], Array]]:
        """Where a column of words is numbered otherwise than here: what each of its numbers is."""
        for key, fact in self.text.facts.items():
            column = population.columns(fact.entity).get(fact.name)
            if column is not None and fact.options:
                yield key, self.words.table(fact, column)


def _keep(found: dict[str, Column], name: str, value: Any, mask: Any, chunk: Chunk, size: int) -> None:
    """Put a chunk's answers in their place."""
    if name not in found:
        found[name] = Column(np.empty(size, dtype=np.asarray(value).dtype))
    column = found[name]
    column.values[chunk.start : chunk.stop] = value
    if mask is not None:
        if column.unknown is None:
            column = found[name] = Column(column.values, np.zeros(size, dtype=bool))
        assert column.unknown is not None
        column.unknown[chunk.start : chunk.stop] = mask
