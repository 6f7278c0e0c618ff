"""The tile map: each province a square, more or less where it lies, so that small ones are seen as well as big ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.models import Office
from core.province_tiles import PLACES, ROWS, SHORT_NAMES
from workflow.selectors.provinces import ProvinceRow

__all__ = ["PLACES", "Arrow", "ProvinceMap", "Tile", "province_map"]
_WIDE, _HIGH, _GAP = 72, 58, 6


@dataclass(frozen=True)
class Tile:
    """One province: its square, its words and its shade. Whole numbers, as SVG attributes are not localised."""

    row: ProvinceRow
    name: str
    x: int
    y: int

    @property
    def number(self) -> str:
        """Pending for each processor, as it stands in the square."""
        if not self.row.pending:
            return "0"
        return str(self.row.per_processor) if self.row.per_processor is not None else "sin nadie"


@dataclass(frozen=True)
class Arrow:
    """A rule: from one square's edge to another's, bent a little so that it does not hide what lies between."""

    path: str
    share: int
    x: int
    y: int


@dataclass(frozen=True)
class ProvinceMap:
    """The whole map."""

    width: int
    height: int
    tile_width: int
    tile_height: int
    tiles: tuple[Tile, ...]
    arrows: tuple[Arrow, ...]


def province_map(rows: Iterable[ProvinceRow], moves: Iterable[tuple[Office, Office, int]]) -> ProvinceMap:
    """Tiles of the directorates, and an arrow for each rule (origin, destination, share)."""
    tiles = [_tile(row) for row in rows if row.office.province_code in PLACES]
    columns = max(column for column, _ in PLACES.values()) + 1
    return ProvinceMap(
        width=columns * (_WIDE + _GAP) - _GAP,
        height=len(ROWS) * (_HIGH + _GAP) - _GAP,
        tile_width=_WIDE,
        tile_height=_HIGH,
        tiles=tuple(tiles),
        arrows=tuple(_arrow(origin, destination, share) for origin, destination, share in moves),
    )


def _tile(row: ProvinceRow) -> Tile:
    code = row.office.province_code
    x, y = _corner(code)
    return Tile(row, SHORT_NAMES.get(code, row.province.split("/")[0]), x, y)


def _corner(code: str) -> tuple[int, int]:
    column, line = PLACES[code]
    return column * (_WIDE + _GAP), line * (_HIGH + _GAP)


def _arrow(origin: Office, destination: Office, share: int) -> Arrow:
    """Between the middles of both squares, shortened by half a square at each end."""
    (x1, y1), (x2, y2) = (_middle(one.province_code) for one in (origin, destination))
    length = max(1.0, ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5)
    ahead_x, ahead_y = (x2 - x1) / length, (y2 - y1) / length
    bend = length * 0.15
    bent_x, bent_y = (x1 + x2) / 2 - ahead_y * bend, (y1 + y2) / 2 + ahead_x * bend
    start = (round(x1 + ahead_x * _HIGH / 2), round(y1 + ahead_y * _HIGH / 2))
    end = (round(x2 - ahead_x * _HIGH / 2), round(y2 - ahead_y * _HIGH / 2))
    path = f"M{start[0]} {start[1]} Q{round(bent_x)} {round(bent_y)} {end[0]} {end[1]}"
    # The middle of a curve with one bend lies half way to it.
    at = (round((x1 + x2) / 4 + bent_x / 2), round((y1 + y2) / 4 + bent_y / 2))
    return Arrow(path, share, *at)


def _middle(code: str) -> tuple[float, float]:
    x, y = _corner(code)
    return x + _WIDE / 2, y + _HIGH / 2
