"""Two laws over one population: who gains, who loses, what it costs, by kind of household and by province."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from core.provinces import PROVINCES
from rules import services as rules
from rules.services import KINDS
from rules.types import Array, Population, Progress, Results, RuleText

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
    size = len(populations[0])
    first = rules.simulate(before, populations[0], _ALSO, progress)
    second = rules.simulate(after, populations[1], _ALSO, progress and (lambda done: progress(size + done)))
    weights = _weights(populations[0], weight)
    table = _Table(first, second, weights)
    comparison = Comparison(
        sample=size,
        people=populations[0].people,
        undetermined=int((~table.decided).sum()),
        whole=next(table.groups(["Todas"], [""], np.zeros(size, dtype=np.int64)), Group("Todas")),
        newly=table.weigh(table.entitled_after & ~table.entitled_before),
        no_longer=table.weigh(table.entitled_before & ~table.entitled_after),
        gained=table.yearly(np.maximum(table.change, 0)),
        lost=table.yearly(np.maximum(-table.change, 0)),
        kinds_before=_kinds(first, weights),
        kinds_after=_kinds(second, weights),
        changes=list(zip(CHANGES, table.changes(), strict=True)),
    )
    comparison.households = list(_by_household(table, first))
    comparison.provinces = list(_by_province(table, populations[0]))
    return comparison


def _weights(population: Population, weight: float) -> Array:
    column = population.groups.get("weight")
    return np.full(len(population), weight) if column is None else np.asarray(column.values, dtype=float)


class _Table:
    """Both results side by side; what either leaves undetermined counts in neither."""

    def __init__(self, before: Results, after: Results, weights: Array) -> None:
        open_ = KINDS.index("undetermined")
        self.decided = (before.kinds != open_) & (after.kinds != open_)
        self.weights = weights * self.decided
        self.before, self.after = (np.where(self.decided, result.of("total").values, 0) for result in (before, after))
        self.entitled_before, self.entitled_after = self.before > 0, self.after > 0
        self.change = self.after - self.before

    def weigh(self, mask: Array) -> float:
        return round(float(self.weights[mask].sum()), 1)

    def yearly(self, cents: Array) -> int:
        return round(float((cents * self.weights).sum()) * 12)

    def changes(self) -> list[float]:
        """Units by how much a month changes, without those that stay the same."""
        moved = np.flatnonzero(self.change)
        places = np.searchsorted(np.asarray(STEPS), self.change[moved], side="left")
        return [round(float(n), 1) for n in np.bincount(places, self.weights[moved], minlength=len(CHANGES))]

    def groups(self, names: Sequence[str], codes: Sequence[str], places: Array) -> Iterator[Group]:
        """A group for each of `names`, by each unit's place among them, in one pass."""
        columns = {
            "units": self.weights,
            "entitled_before": self.weights * self.entitled_before,
            "entitled_after": self.weights * self.entitled_after,
            "gainers": self.weights * (self.change > 0),
            "losers": self.weights * (self.change < 0),
            "cost_before": self.weights * self.before * 12,
            "cost_after": self.weights * self.after * 12,
        }
        sums = {name: np.bincount(places, column, minlength=len(names)) for name, column in columns.items()}
        for place, (name, code) in enumerate(zip(names, codes, strict=True)):
            if sums["units"][place]:
                found: dict[str, Any] = {
                    key: round(float(column[place])) if key.startswith("cost") else round(float(column[place]), 1)
                    for key, column in sums.items()
                }
                yield Group(name, code, **found)


def _kinds(results: Results, weights: Array) -> dict[str, float]:
    counts = np.bincount(results.kinds, weights, minlength=len(KINDS))
    return {kind: round(float(count), 1) for kind, count in zip(KINDS, counts, strict=True)}


def _by_household(table: _Table, results: Results) -> Iterator[Group]:
    adults, minors = (results.columns[name].values for name in _ALSO)
    places = np.clip(adults, 1, 3) * 2 - 2 + (minors > 0)
    places = np.where(adults == 0, len(HOUSEHOLDS) - 1, places)
    return table.groups(HOUSEHOLDS, [""] * len(HOUSEHOLDS), places)


def _by_province(table: _Table, population: Population) -> Iterator[Group]:
    column = population.groups.get("province")
    if column is None:
        return iter(())
    return table.groups([PROVINCES[code] for code in column.words], column.words, column.values)
