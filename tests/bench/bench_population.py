"""Speed and memory of the population reading on one core: ``.venv/bin/python -m tests.bench.bench_population``.

Prints processor time (not wall time), the memory numpy and Python ask for during the run (tracemalloc), the greatest
memory of the whole process — the million households included — and the ratio to the compiled scalar reading.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from rules import services  # noqa: E402
from rules.compilers.household import Household  # noqa: E402
from rules.compilers.vector import Population, VectorReading  # noqa: E402
from rules.language.text import Entity, Fact, RuleText  # noqa: E402
from rules.texts_store import compiled_for  # noqa: E402
from simulator.population import comparing, synthetic  # noqa: E402

UNITS = 1_000_000
SAMPLE = 5_000


def seconds(action: Callable[[], Any], rounds: int = 5) -> float:
    """Median processor time of an action."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def _facts(text: RuleText, entity: Entity, population: Population, at: int) -> tuple[Any, ...]:
    columns = population.columns(entity)

    def value(fact: Fact) -> Any:
        column = columns.get(fact.name)
        return fact.closed if column is None else column.plain(at, fact.type)

    return tuple(value(fact) for fact in text.facts_of(entity))


def households(text: RuleText, population: Population, number: int) -> list[Household]:
    """The first households, as the scalar reading takes them."""
    found = []
    for at in range(number):
        first, last = (int(population.offsets[at + more]) for more in (0, 1))
        members = tuple(_facts(text, "member", population, person) for person in range(first, last))
        head = int(population.heads[at]) - first
        found.append(Household(text.on, _facts(text, "unit", population, at), members, head))
    return found


def main() -> None:
    """Print the table."""
    text = services.text("imv", synthetic.REFERENCE_DAY)
    generated = time.process_time()
    population = synthetic.synthetic(UNITS)
    generated = time.process_time() - generated
    reading = VectorReading(text)
    compiling = seconds(lambda: VectorReading(text).program(population))
    taken = seconds(lambda: reading.run(population))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tracemalloc.start()
    results = reading.run(population)
    asked = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    sample, compiled = households(text, population, SAMPLE), compiled_for(text)
    scalar = seconds(lambda: [compiled.swift(household) for household in sample])
    at = {name: compiled.unit_at[name] for name in ("eligible", "imv", "child_supplement", "total")}
    different = sum(
        any(results.columns[name].values[place] != unit[position] for name, position in at.items())
        for place, unit in enumerate(compiled.swift(household)[0] for household in sample)
    )
    print(f"{UNITS / taken:>12,.0f} /s   units read, one core ({UNITS:,} units, {population.people:,} people)")
    print(f"{SAMPLE / scalar:>12,.0f} /s   units read one by one by the compiled reading (of {SAMPLE:,})")
    print(f"{(UNITS / taken) / (SAMPLE / scalar):>12.1f} ×    ratio")
    print(f"{different:>12}      of those {SAMPLE:,} read differently")
    print(f"{compiling * 1000:>12.1f} ms   generating and compiling the numpy")
    print(f"{asked:>12.0f} MB   asked for by a run, its answers included")
    print(f"{peak:>12.0f} MB   greatest memory of the process, the population drawn in it included")
    print(f"{generated:>12.2f} s    drawing the synthetic population")
    policy = seconds(lambda: policy_run(population), 3)
    print(f"{policy:>12.2f} s    a run of the policy simulator: both laws over {UNITS:,}, and every table of its page")


def policy_run(population: Population) -> None:
    """What a run computes once its population is drawn: another day, a figure changed through the checker."""
    text = services.text("imv", date(2026, 10, 15))
    reform = services.reformed(text, {"guaranteed_income[1]": "800.00"})
    moved = synthetic.on_day(population, text.on)
    comparing.compare(text, reform, (moved, moved), 19.3).as_data()


if __name__ == "__main__":
    main()
