"""The tile map: each province a square, more or less where it lies, so that small ones are seen as well as big ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.models import Office
from workflow.selectors.provinces import ProvinceRow

_ROWS = (
    "15 27 33 39 48 20 .. .. .. ..",
    "36 32 24 34 09 01 31 22 25 17",
    ".. .. 49 47 42 26 50 .. 43 08",
    ".. .. 37 05 40 19 44 12 .. ..",
    ".. .. 10 45 28 16 46 .. 07 ..",
    ".. .. 06 13 02 30 03 .. .. ..",
    ".. 21 41 14 23 18 04 .. .. ..",
    ".. .. 11 29 .. .. .. .. .. ..",
    "38 35 .. 51 52 .. .. .. .. ..",
)
PLACES = {
    code: (column, row) for row, line in enumerate(_ROWS) for column, code in enumerate(line.split()) if code != ".."
}
"""INE code → column and row."""
_SHORT = {
    "01": "Álava", "03": "Alicante", "07": "Balears", "12": "Castellón", "13": "C. Real", "19": "Guadalaj.",
    "36": "Pontev.", "38": "Tenerife", "35": "Las Palmas", "43": "Tarragona", "46": "Valencia", "47": "Valladolid",
    "22": "Huesca", "37": "Salamanca",
}  # fmt: skip
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
        height=len(_ROWS) * (_HIGH + _GAP) - _GAP,
        tile_width=_WIDE,
        tile_height=_HIGH,
        tiles=tuple(tiles),
        arrows=tuple(_arrow(origin, destination, share) for origin, destination, share in moves),
    )


def _tile(row: ProvinceRow) -> Tile:
    code = row.office.province_code
    x, y = _corner(code)
    return Tile(row, _SHORT.get(code, row.province.split("/")[0]), x, y)


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
