"""A comparison as pictures: horizontal bars and a map of provinces, in SVG without script or style.

Each picture has the table of the same figures beside it. Places and lengths are whole numbers: SVG takes no comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.province_tiles import PLACES, ROWS, SHORT_NAMES
from simulator.population.comparing import Comparison, Group

#: As wide as a telephone's page, so that nothing has to be moved sideways; each bar has its name above it.
WIDTH = 360
_ROW, _BAR, _NUMBER = 50, 20, 104
_TILE_WIDE, _TILE_HIGH, _GAP = 72, 58, 6


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its figure as words, where it begins and how long it is. `kind` names its colour."""

    name: str
    figure: str
    kind: str
    x: int
    y: int
    width: int
    figure_x: int


@dataclass(frozen=True)
class Bars:
    """Bars under each other. `axis` is where zero is; `height` of the whole."""

    bars: tuple[Bar, ...]
    axis: int
    height: int
    width: int = WIDTH
    bar: int = _BAR
    name_y: int = 14
    bar_y: int = 20
    figure_y: int = 35


@dataclass(frozen=True)
class Tile:
    """A province of the map; `level` names its shade."""

    group: Group
    name: str
    figure: str
    level: str
    x: int
    y: int


@dataclass(frozen=True)
class Map:
    """The provinces."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    tile_width: int = _TILE_WIDE
    tile_height: int = _TILE_HIGH


def millions(cents: float) -> str:
    """Cents as millions of euros: `1.129,7 M€`."""
    return f"{_spanish(cents / 100_000_000, 1)} M€"


def thousands(number: float) -> str:
    """A number with a dot every three figures."""
    return _spanish(number, 0)


def _spanish(number: float, decimals: int) -> str:
    return f"{number:,.{decimals}f}".replace(",", "·").replace(".", ",").replace("·", ".")


def costs(comparison: Comparison) -> Bars:
    """What a year costs before and after."""
    whole = comparison.whole
    rows = [("Antes", whole.cost_before, "before"), ("Después", whole.cost_after, "after")]
    return _from_left([(name, cents, millions(cents), kind) for name, cents, kind in rows])


def changes(comparison: Comparison) -> Bars:
    """Units by how much their month changes."""
    kinds = ["lose"] * 3 + ["gain"] * 3
    rows = zip(comparison.changes, kinds, strict=True)
    return _from_left([(name, units, thousands(units), kind) for (name, units), kind in rows])


def differences(groups: Sequence[Group]) -> Bars:
    """What a year costs more or less for each group, to the right or the left of zero."""
    largest = max((abs(group.difference) for group in groups), default=0) or 1
    less = any(group.difference < 0 for group in groups)
    room = WIDTH - (2 if less else 1) * _NUMBER
    axis = _NUMBER + room // 2 if less else 0
    length = room // 2 if less else room
    bars = []
    for place, group in enumerate(groups):
        width = round(length * abs(group.difference) / largest)
        left = axis - width if group.difference < 0 else axis
        figure_x = axis - width - 8 if group.difference < 0 else axis + width + 8
        kind = "lose" if group.difference < 0 else "gain"
        bars.append(Bar(group.name, millions(group.difference), kind, left, place * _ROW, width, figure_x))
    return Bars(tuple(bars), axis, len(bars) * _ROW)


def _from_left(rows: Iterable[tuple[str, float, str, str]]) -> Bars:
    listed = list(rows)
    largest = max((value for _, value, _, _ in listed), default=0) or 1
    room = WIDTH - _NUMBER
    bars = []
    for place, (name, value, figure, kind) in enumerate(listed):
        width = round(room * value / largest)
        bars.append(Bar(name, figure, kind, 0, place * _ROW, width, width + 8))
    return Bars(tuple(bars), 0, len(bars) * _ROW)


def province_map(groups: Sequence[Group]) -> Map:
    """The mean change of a household's year in each province, in euros."""
    largest = max((abs(per_household(group)) for group in groups), default=0) or 1
    tiles = []
    for group in groups:
        column, row = PLACES[group.code]
        euros = per_household(group)
        tiles.append(
            Tile(
                group=group,
                name=SHORT_NAMES.get(group.code, group.name.split("/")[0]),
                figure=f"{'+' if euros > 0 else ''}{thousands(euros)}",
                level=_level(euros / largest),
                x=column * (_TILE_WIDE + _GAP),
                y=row * (_TILE_HIGH + _GAP),
            )
        )
    columns = max(column for column, _ in PLACES.values()) + 1
    return Map(tuple(tiles), columns * (_TILE_WIDE + _GAP) - _GAP, len(ROWS) * (_TILE_HIGH + _GAP) - _GAP)


def per_household(group: Group) -> int:
    """What a year changes for a household of the group on average, in euros."""
    return round(group.difference / 100 / group.units) if group.units else 0


def _level(share: float) -> str:
    """Shade of a change, as a part of the largest one."""
    if share == 0:
        return "none"
    side = "gain" if share > 0 else "lose"
    return f"{side}-{1 if abs(share) <= 1 / 3 else 2 if abs(share) <= 2 / 3 else 3}"
