"""What a comparison adds up, piece after piece: nothing of a unit stays, only sums of groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rules.services import KINDS
from rules.types import Array, Population, Results

#: What is summed for each group: units, weighed; costs in cents of a month, weighed.
SUMMED = ("units", "entitled_before", "entitled_after", "gainers", "losers", "cost_before", "cost_after")


class Sums:
    """Sums of two results over the same units. What either leaves undetermined counts in neither.

    `households` and `provinces` have a row for each of `SUMMED` and a column for each group; `kinds` is before, after.
    """

    def __init__(self, households: int, changes: int) -> None:
        self.sample = self.people = self.undetermined = 0
        self.newly = self.no_longer = self.gained = self.lost = 0.0
        self.kinds = np.zeros((2, len(KINDS)))
        self.changes = np.zeros(changes)
        self.households = np.zeros((len(SUMMED), households))
        self.provinces = np.zeros((len(SUMMED), 0))
        self.codes: tuple[str, ...] = ()

    def add(
        self,
        population: Population,
        before: Results,
        after: Results,
        weights: Array,
        households: Array,
        steps: Sequence[int],
    ) -> None:
        """One more piece: `households` are places of groups, `steps` the bounds of the changes counted."""
        self.sample += len(population)
        self.people += population.people
        for row, result in enumerate((before, after)):
            self.kinds[row] += np.bincount(result.kinds, weights, minlength=len(KINDS))
        open_ = KINDS.index("undetermined")
        decided = (before.kinds != open_) & (after.kinds != open_)
        if not decided.all():
            self.undetermined += int((~decided).sum())
            weights = weights * decided
        moving = _Moving(before.of("total").values, after.of("total").values, weights, decided)
        self._changes(moving, steps)
        self.households += moving.by(households, self.households.shape[1])
        column = population.groups.get("province")
        if column is not None:
            if not self.codes:
                self.codes, self.provinces = column.words, np.zeros((len(SUMMED), len(column.words)))
            self.provinces += moving.by(column.values, len(self.codes))

    def _changes(self, moving: _Moving, steps: Sequence[int]) -> None:
        self.newly += moving.weigh((moving.after > 0) & (moving.before == 0))
        self.no_longer += moving.weigh((moving.before > 0) & (moving.after == 0))
        self.gained += float((np.maximum(moving.change, 0) * moving.weights).sum())
        self.lost += float((np.maximum(-moving.change, 0) * moving.weights).sum())
        moved = np.flatnonzero(moving.change)
        places = np.searchsorted(np.asarray(steps), moving.change[moved], side="left")
        self.changes += np.bincount(places, moving.weights[moved], minlength=len(self.changes))


class _Moving:
    """The units to whom either result gives something: the others only count as units."""

    def __init__(self, before: Array, after: Array, weights: Array, decided: Array) -> None:
        self.everybody = weights
        self.places = np.flatnonzero(((before != 0) | (after != 0)) & decided)
        self.before, self.after, self.weights = (column[self.places] for column in (before, after, weights))
        self.change = self.after - self.before

    def weigh(self, mask: Array) -> float:
        """How many units these stand for."""
        return float(self.weights[mask].sum())

    def by(self, groups: Array, size: int) -> Array:
        """`SUMMED` of each group, by the place of each unit among `size` of them."""
        found = np.empty((len(SUMMED), size))
        found[0] = np.bincount(groups, self.everybody, minlength=size)
        columns = (self.before > 0, self.after > 0, self.change > 0, self.change < 0, self.before, self.after)
        mine = groups[self.places]
        for row, column in enumerate(columns, start=1):
            found[row] = np.bincount(mine, column * self.weights, minlength=size)
        return found
