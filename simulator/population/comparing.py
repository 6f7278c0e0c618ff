"""Two laws over one population: who gains, who loses, what it costs, by kind of household and by province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from core.provinces import PROVINCES
from rules import services as rules
from rules.services import KINDS
from rules.types import Array, Population, Progress, Results, RuleText
from simulator.population.sums import SUMMED, Sums

#: Kinds of household by adults and minors, in the order they are shown.
HOUSEHOLDS = (
    "Una persona adulta",
    "Una persona adulta con menores",
    "Dos personas adultas",
    "Dos personas adultas con menores",
    "Tres personas adultas o más",
    "Tres personas adultas o más, con menores",
    "Solo menores",
)
#: Bounds of the change of a month, in cents: each bar of the chart goes from one to the next, that one included.
STEPS = (-20_000, -5_000, 0, 5_000, 20_000)
CHANGES = (
    "Pierden 200 € o más",
    "Pierden entre 50 € y 200 €",
    "Pierden menos de 50 €",
    "Ganan hasta 50 €",
    "Ganan entre 50 € y 200 €",
    "Ganan más de 200 €",
)
_ALSO = ("adults", "minors")


@dataclass
class Group:
    """One line of a table. Units are weighed; amounts are cents a year, weighed too."""

    name: str
    code: str = ""
    units: float = 0
    entitled_before: float = 0
    entitled_after: float = 0
    gainers: float = 0
    losers: float = 0
    cost_before: int = 0
    cost_after: int = 0

    @property
    def difference(self) -> int:
        """What a year costs more, or less, in cents."""
        return self.cost_after - self.cost_before


@dataclass
class Comparison:
    """What a reform does. `sample` units were read; they stand for `whole.units`."""

    sample: int
    people: int
    undetermined: int
    whole: Group
    newly: float
    no_longer: float
    gained: int
    lost: int
    kinds_before: dict[str, float]
    kinds_after: dict[str, float]
    changes: list[tuple[str, float]]
    households: list[Group] = field(default_factory=list)
    provinces: list[Group] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)


def from_data(data: dict[str, Any]) -> Comparison:
    """A comparison that was kept as JSON."""
    lists = {name: [Group(**group) for group in data[name]] for name in ("households", "provinces")}
    changes = [(name, units) for name, units in data["changes"]]
    return Comparison(**{**data, **lists, "changes": changes, "whole": Group(**data["whole"])})


def compare(
    before: RuleText,
    after: RuleText,
    populations: tuple[Population, Population],
    weight: float = 1.0,
    progress: Progress | None = None,
) -> Comparison:
    """The population under two texts. `populations` are the same units, set around the day of each text.

    `weight` is how many units each row stands for, where the rows do not say it themselves.
    """
    return compare_pieces(before, after, [populations], weight, progress)


def compare_pieces(
    before: RuleText,
    after: RuleText,
    pieces: Iterable[tuple[Population, Population]],
    weight: float = 1.0,
    progress: Progress | None = None,
) -> Comparison:
    """The same of a population that comes some units at a time; no more than one piece is held at once.

    `progress` hears how many units have been read, those of both laws together.
    """
    sums = Sums(len(HOUSEHOLDS), len(CHANGES))
    for first, second in pieces:
        heard = _after(2 * sums.sample, progress)
        one = rules.simulate(before, first, _ALSO, heard, requirements=False)
        other = rules.simulate(after, second, _ALSO, _after(2 * sums.sample + len(first), progress), requirements=False)
        sums.add(first, one, other, _weights(first, weight), _households(one), STEPS)
    return _comparison(sums)


def _after(done: int, progress: Progress | None) -> Progress | None:
    return progress and (lambda more: progress(done + more))


def _weights(population: Population, weight: float) -> Array:
    column = population.groups.get("weight")
    return np.full(len(population), weight) if column is None else np.asarray(column.values, dtype=float)


def _households(results: Results) -> Array:
    """The place of each unit in `HOUSEHOLDS`."""
    adults, minors = (results.columns[name].values for name in _ALSO)
    places = np.clip(adults, 1, 3) * 2 - 2 + (minors > 0)
    return np.asarray(np.where(adults == 0, len(HOUSEHOLDS) - 1, places))


def _comparison(sums: Sums) -> Comparison:
    none = [""] * len(HOUSEHOLDS)
    households = list(_groups(HOUSEHOLDS, none, sums.households))
    provinces = [PROVINCES[code] for code in sums.codes]
    whole = next(_groups(["Todas"], [""], sums.households.sum(axis=1, keepdims=True)), Group("Todas"))
    return Comparison(
        sample=sums.sample,
        people=sums.people,
        undetermined=sums.undetermined,
        whole=whole,
        newly=round(sums.newly, 1),
        no_longer=round(sums.no_longer, 1),
        gained=round(sums.gained * 12),
        lost=round(sums.lost * 12),
        kinds_before=_kinds(sums.kinds[0]),
        kinds_after=_kinds(sums.kinds[1]),
        changes=[(name, round(float(units), 1)) for name, units in zip(CHANGES, sums.changes, strict=True)],
        households=households,
        provinces=list(_groups(provinces, sums.codes, sums.provinces)),
    )


def _groups(names: Sequence[str], codes: Sequence[str], sums: Array) -> Iterator[Group]:
    """A group for each name that has units; `sums` has a row for each of `SUMMED`, a column for each name."""
    for place, (name, code) in enumerate(zip(names, codes, strict=True)):
        found: dict[str, Any] = dict(zip(SUMMED, (float(value) for value in sums[:, place]), strict=True))
        if found["units"]:
            costs = {key: round(found.pop(key) * 12) for key in ("cost_before", "cost_after")}
            yield Group(name, code, **{key: round(value, 1) for key, value in found.items()}, **costs)


def _kinds(counts: Array) -> dict[str, float]:
    return {kind: round(float(count), 1) for kind, count in zip(KINDS, counts, strict=True)}
