"""The figures of the public pages, drawn from the parameters of the rule text on a day. None is written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import services as rules
from simulator.languages import BENEFIT

PICTURE_WIDTH = 100.0


@dataclass(frozen=True)
class Amount:
    """A row of a table: its key, its cents, how long its bar is (of 100), and whether it was derived, not published."""

    key: str
    cents: int
    bar: float
    derived: bool


@dataclass(frozen=True)
class Table:
    """One dated table: what it says, its rows, whether its last row stands for *or more*, where it comes from."""

    label: str
    rows: tuple[Amount, ...]
    open_end: bool
    since: str
    source: str
    article: str
    doubtful: str

    @property
    def last(self) -> str:
        """The key of the last row."""
        return self.rows[-1].key

    @property
    def has_derived(self) -> bool:
        """Whether some row was derived from published figures."""
        return any(row.derived for row in self.rows)


@dataclass(frozen=True)
class Figures:
    """Every parameter of a day, as tables of cents and as plain numbers."""

    on: date
    found: Mapping[str, Mapping[str, Any]]

    def table(self, name: str, widest: int = 0) -> Table:
        """A table of money; bars are measured against `widest` cents, or against its own largest row."""
        parameter = self.found[name]
        cents = {cell["key"]: round(cell["value"] * 100) for cell in parameter["cells"]}
        whole = max(widest, *cents.values())
        return Table(
            label=parameter["label"]["es"],
            rows=tuple(
                Amount(
                    key=cell["key"],
                    cents=cents[cell["key"]],
                    bar=round(cents[cell["key"]] * PICTURE_WIDTH / whole, 1),
                    derived=cell["status"] == "derived",
                )
                for cell in parameter["cells"]
            ),
            open_end=parameter["open_end"],
            since=parameter["since"],
            source=parameter["source"],
            article=parameter["article"]["art"] if parameter["article"] else "",
            doubtful=parameter["doubtful"] or "",
        )

    def number(self, name: str) -> int:
        """A plain number: years, months, days or per cent; of money, its cents."""
        parameter = self.found[name]
        value = parameter["cells"][0]["value"]
        return round(value * 100) if parameter["unit"] == "money" else int(value)


def figures_on(day: date) -> Figures:
    """The figures in force on a day."""
    return Figures(day, {one["name"]: one for one in rules.parameters(BENEFIT, day)["parameters"]})
