"""Running mutants of a reading over households until one notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from rules import services
from tests.unit.rules.planting import operators
from tests.unit.rules.planting.probes import Probe, partial_probes, whole_probes, worked_probes
from tests.unit.rules.planting.readings import EMITTED, Emitted, ready

#: One regime after another: what decides nothing in one of them does in another.
PERIODS = (
    *(date(2026, 1, 1), date(2023, 1, 1), date(2022, 1, 1), date(2020, 6, 1), date(2024, 6, 1)),
    *(date(2024, 1, 1), date(2025, 1, 1), date(2022, 4, 1), date(2021, 1, 1)),
)


@dataclass(frozen=True)
class Mutant:
    """What was planted, and whether some household noticed."""

    reading: str
    written: str
    found: bool


@dataclass
class Trial:
    """The households of each regime. The one that noticed last is asked first the next time."""

    whole: int
    partial: int
    periods: Sequence[date] = PERIODS
    #: Whether the worked examples of the law are asked too.
    examples: bool = False

    def __post_init__(self) -> None:
        self._probes: dict[tuple[date, bool], list[Probe]] = {}

    def probes(self, period: date, partial: bool) -> list[Probe]:
        """Households of a regime, whole ones and, if wanted, ones with something unknown."""
        key = (period, partial)
        if key not in self._probes:
            whole, hidden = _drawn(period, self.whole, self.partial, self.examples)
            self._probes[key] = [*whole, *hidden] if partial else list(whole)
        return self._probes[key]

    def mutants(self, reading: Emitted, places: Iterable[int]) -> Iterator[Mutant]:
        """Each operator of a reading's source changed, by its place, and what came of it."""
        for at in places:
            written = operators.written(emitted(reading.name, self.periods[0])[0], at)
            # What begins on a day is tried first in the regime that begins then.
            part = written.partition("  ⟵  ")[0]
            periods = sorted(self.periods, key=lambda period: f"D_{period:%Y%m%d}" not in part)
            found = any(self._noticed(reading, at, period) for period in periods)
            yield Mutant(reading.name, written, found)

    def untouched(self, reading: Emitted) -> Probe | None:
        """A household on which the reading errs with nothing planted at all."""
        for period in self.periods:
            source, names = emitted(reading.name, period)
            functions = ready(source, names)
            for probe in self.probes(period, reading.partial):
                if reading.run(functions, probe) != reading.right(probe):
                    return probe
        return None

    def _noticed(self, reading: Emitted, at: int, period: date) -> bool:
        source, names = emitted(reading.name, period)
        if at >= operators.count(source):
            return False
        functions, probes = ready(operators.plant(source, at), names), self.probes(period, reading.partial)
        for place, probe in enumerate(probes):
            try:
                same = reading.run(functions, probe) == reading.right(probe)
            except Exception:
                same = False  # it does not even run
            if not same:
                probes.insert(0, probes.pop(place))
                return True
        return False


@cache
def _drawn(period: date, whole: int, partial: int, examples: bool) -> tuple[list[Probe], list[Probe]]:
    worked = worked_probes(period) if examples else []
    found = [*whole_probes(period, whole), *(probe for probe in worked if probe.whole)]
    return found, [*partial_probes(found, partial), *(probe for probe in worked if not probe.whole)]


@cache
def emitted(reading: str, period: date) -> tuple[str, dict[str, object]]:
    """The source of a reading for one regime, and what it calls."""
    source, names = EMITTED[reading].emit(services.text("imv", period))
    return source, dict(names)


def places(reading: str) -> range:
    """The operators of a reading's source, by number."""
    return range(operators.count(emitted(reading, PERIODS[0])[0]))
