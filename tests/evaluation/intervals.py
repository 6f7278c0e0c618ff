"""Rates with their interval: what a small sample allows to be said, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 %.
Z = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """``hits`` of ``of``."""

    hits: int
    of: int

    @property
    def share(self) -> float | None:
        return self.hits / self.of if self.of else None

    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %; from 0 to 1 where nothing was measured."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.hits / self.of, Z * Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = Z * sqrt(share * (1 - share) / self.of + spread / self.of / 4) / (1 + spread)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.of + other.of)

    def __str__(self) -> str:
        if not self.of:
            return "–"
        low, high = self.interval()
        return f"{100 * self.hits / self.of:.1f} % ({100 * low:.1f}–{100 * high:.1f}; {self.hits}/{self.of})"

    def short(self) -> str:
        """Without the interval, for wide tables."""
        return f"{self.hits}/{self.of}" if self.of else "–"


def rate(values: list[bool | None]) -> Rate:
    """Rate of the values that are not None."""
    known = [value for value in values if value is not None]
    return Rate(sum(known), len(known))


def percentile(values: list[float], share: float) -> float:
    """Nearest-rank percentile; 0 where there is none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]
