"""The vector reading: its numpy source planted in, and read over one population at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from rules import services
from rules.compilers.vector import VectorReading, gathering
from tests.unit.rules.planting import operators
from tests.unit.rules.planting.probes import example_probes, partial_probes, whole_probes
from tests.unit.rules.planting.readings import interpreted, ready
from tests.unit.rules.planting.trying import Mutant

#: Days of three regimes: each is a program of its own, since what is the same for everybody is worked out beforehand.
DAYS = (date(2026, 10, 15), date(2022, 6, 15), date(2021, 4, 1))


class Village:
    """Households of one day, as a population, and what each of them comes to."""

    def __init__(self, day: date, number: int, partial: bool, examples: bool = False) -> None:
        self.text = services.text("imv", day)
        worked = example_probes(day) if examples else []
        probes = [*whole_probes(self.text.period, number, day), *(probe for probe in worked if probe.whole)]
        self.probes = probes
        if partial:
            self.probes = partial_probes(probes, len(probes)) + [probe for probe in worked if not probe.whole]
        self.population = gathering.gather(self.text, [probe.household for probe in self.probes])
        self.reading = VectorReading(self.text)
        self.names = [name for name in self.probes[0].compiled.unit_at if not name.startswith("met.")]
        self.program = self.reading.program(self.population, self.names)
        self.key = next(key for key, found in self.reading._programs.items() if found is self.program)
        self.name = "vector, unknowns" if partial else "vector"

    @cached_property
    def right(self) -> list[tuple[Any, ...]]:
        """By the interpreter, household by household."""
        return [interpreted(probe)[0] for probe in self.probes]

    def agrees(self) -> bool:
        """Whether every household comes out right, in every variable and requirement of the unit."""
        found = self.reading.run(self.population, self.names)
        types = {item.name: item.type for item in self.text.variables if item.entity == "unit"}
        for name, position in self.probes[0].compiled.unit_at.items():
            column, type_ = found.columns[name], types.get(name, "bool")
            if any(column.plain(at, type_) != unit[position] for at, unit in enumerate(self.right)):
                return False
        return True

    @property
    def places(self) -> range:
        """The operators of the program, by number."""
        return range(operators.count(self.program.source))

    def mutants(self, places: Iterable[int]) -> Iterator[Mutant]:
        """Each operator changed, and whether it is noticed."""
        for at in places:
            names = ready(operators.plant(self.program.source, at), {**self.program.run.__globals__})
            self.reading._programs[self.key] = replace(self.program, run=names["run"])
            try:
                found = not self.agrees()
            except Exception:
                found = True  # it does not even run
            yield Mutant(self.name, self.written(at), found)
        self.reading._programs[self.key] = self.program

    def written(self, at: int) -> str:
        """What stands at a place."""
        return operators.written(self.program.source, at)

    def sample(self, number: int, seed: int) -> list[int]:
        """Some of the places."""
        return Random(seed).sample(self.places, min(number, len(self.places)))
