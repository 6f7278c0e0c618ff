"""A flow drawn from its own code, from top to bottom: where each step goes, and the way of each line.

Viewflow lays nodes out in a grid from left to right and finds a way for the lines. We give it our sizes, lying on
their side, and turn the result: a procedure reads like a page, and fits a telephone's width. Its own SVG is not used:
it brings inline style, which our content policy refuses, and English names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from viewflow.workflow import chart

from workflow.engine import nodes

_KINDS: tuple[tuple[type, str], ...] = (
    (nodes.Start, "start"),
    (nodes.End, "end"),
    (nodes.Job, "job"),
    (nodes.Human, "human"),
    (nodes.Wait, "wait"),
    (nodes.FanOut, "fan_out"),
    (nodes.Join, "join"),
    (nodes.Switch, "choice"),
)
_BOX, _SIGN = (210, 60), (40, 40)
"""Width and height of a step, and of the small signs: beginning, end, gateways."""
_SIGNS = {"start", "end", "fan_out", "join", "choice"}
_BETWEEN, _BESIDE, _MARGIN = 44, 56, 16
"""Space under a rank, beside a column, and around the drawing."""


@dataclass(frozen=True)
class DrawnNode:
    """A step where it stands in the drawing; whole numbers, since SVG attributes are not localised."""

    name: str
    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class DrawnEdge:
    """A line from a step to another: its path, and its first stretch, for a word beside it."""

    origin: str
    destination: str
    path: str
    begins: tuple[int, int]
    turns: tuple[int, int]

    @property
    def towards(self) -> int:
        """Where the first stretch goes: −1 left, 1 right, 0 up or down."""
        (x1, y1), (x2, y2) = self.begins, self.turns
        return (x2 > x1) - (x2 < x1) if y1 == y2 else 0

    @property
    def reach(self) -> int:
        """How far it goes sideways before it turns."""
        return abs(self.turns[0] - self.begins[0])


@dataclass(frozen=True)
class Drawing:
    """The whole flow."""

    width: int
    height: int
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


def kind_of(node: Any) -> str:
    """What a node is: ``job``, ``human``, ``wait``, or one of the signs."""
    return next(kind for of, kind in _KINDS if isinstance(node, of))


def draw(flow_class: Any) -> Drawing:
    """The drawing of a flow class, every node and every line of it."""
    grid = _laid_out(flow_class)
    _place(grid)
    chart.calc_edges(grid)
    drawn = [_node(cell) for cell in grid.cells]
    edges = [_edge(edge) for edge in grid.edges]
    return Drawing(
        width=max(one.x + one.width for one in drawn) + _MARGIN,
        height=max(one.y + one.height for one in drawn) + _MARGIN,
        nodes=tuple(sorted(drawn, key=lambda one: (one.y, one.x))),
        edges=tuple(edges),
    )


def _laid_out(flow_class: Any) -> Any:
    """Viewflow's grid: a column and a row for each node."""
    order, _ = chart.topsort(flow_class)

    def sorted_by_order(found: Iterable[Any]) -> list[Any]:
        return sorted(found, key=order.index)

    incoming = {node: sorted_by_order(edge.src for edge in node._incoming()) for node in order}
    outgoing = {node: sorted_by_order(edge.dst for edge in node._outgoing()) for node in order}
    return chart.layout(order, incoming, outgoing)


def _place(grid: Any) -> None:
    """Give every cell its place, lying on its side: what is called x here will be down."""
    for cell in grid.cells:
        across, down = _SIGN if kind_of(cell.node) in _SIGNS else _BOX
        cell.shape.width, cell.shape.height = down, across
    columns, rows = _sizes(grid, "col", "width"), _sizes(grid, "row", "height")
    for cell in grid.cells:
        cell.x = _MARGIN + sum(columns[: cell.col]) + _BETWEEN * cell.col
        cell.y = _MARGIN + sum(rows[: cell.row]) + _BESIDE * cell.row
        cell.width, cell.height = columns[cell.col], rows[cell.row]
        cell.shape.x = cell.x + (cell.width - cell.shape.width) // 2
        cell.shape.y = cell.y + (cell.height - cell.shape.height) // 2


def _sizes(grid: Any, line: str, side: str) -> list[int]:
    sizes = [0] * (max(getattr(cell, line) for cell in grid.cells) + 1)
    for cell in grid.cells:
        sizes[getattr(cell, line)] = max(sizes[getattr(cell, line)], getattr(cell.shape, side))
    return sizes


def _node(cell: Any) -> DrawnNode:
    shape = cell.shape
    return DrawnNode(cell.node.name, kind_of(cell.node), shape.y, shape.x, shape.height, shape.width)


def _edge(edge: Any) -> DrawnEdge:
    points = [(int(y), int(x)) for x, y in edge.segments]
    path = " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(points))
    return DrawnEdge(edge.src.name, edge.dst.name, path, points[0], points[1])
