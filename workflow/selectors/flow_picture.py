"""A flow as the administrator sees it: the drawing with its words, and how many dossiers stand where."""

import textwrap
from dataclasses import dataclass
from datetime import datetime

from core.errors import AmparoError
from workflow.engine import drawing
from workflow.engine.standing import Failure, Stand, failures, flow_classes, standing
from workflow.flow_words import KINDS, WORDS, reason_in_words
from workflow.models import Dossier

_LINE = 26
"""Letters that fit beside each other in a step's box."""
FAILURES_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """A line of text at its place."""

    text: str
    y: int


@dataclass(frozen=True)
class Step:
    """A step as it is drawn and as it is written in the table; the numbers are the same."""

    name: str
    label: str
    kind: str
    kind_word: str
    box: drawing.DrawnNode
    lines: tuple[Line, ...]
    stand: Stand

    @property
    def centre(self) -> int:
        """Where the text of a box stands."""
        return self.box.x + self.box.width // 2

    @property
    def right(self) -> int:
        """The side where the number hangs."""
        return self.box.x + self.box.width

    @property
    def middle(self) -> int:
        """Half way down."""
        return self.box.y + self.box.height // 2

    @property
    def bottom(self) -> int:
        """The lower side."""
        return self.box.y + self.box.height

    @property
    def count_width(self) -> int:
        """Room for the number: a circle for one or two figures, longer for more."""
        return max(28, 12 + 9 * len(str(self.stand.dossiers)))

    @property
    def count_x(self) -> int:
        """Where that room begins, so that the number is in its middle."""
        return -self.count_width // 2


@dataclass(frozen=True)
class Way:
    """A line from step to step, with the word beside it where there are several."""

    path: str
    label: str
    x: int
    y: int
    anchor: str


@dataclass(frozen=True)
class Picture:
    """Everything of one flow."""

    flow: str
    title: str
    width: int
    height: int
    steps: tuple[Step, ...]
    ways: tuple[Way, ...]

    @property
    def dossiers(self) -> int:
        """Dossiers under way; one that stands at several consultations is counted at their step once."""
        return sum(step.stand.dossiers for step in self.steps)

    @property
    def failed(self) -> int:
        """Dossiers stopped in error, step by step."""
        return sum(step.stand.failed for step in self.steps)


def flows() -> list[tuple[str, str]]:
    """Every flow by its class name, with its title; the newest last."""
    return [(name, WORDS[name].title) for name in flow_classes()]


def picture(flow: str = "") -> Picture:
    """One flow drawn, the newest unless another is named."""
    classes = flow_classes()
    name = flow or list(classes)[-1]
    if name not in classes:
        raise AmparoError("relocation.not_found")
    drawn, words, standing_now = drawing.draw(classes[name]), WORDS[name], standing().get(name, {})
    return Picture(
        flow=name,
        title=words.title,
        width=drawn.width,
        height=drawn.height,
        steps=tuple(_step(box, words.nodes[box.name], standing_now.get(box.name, Stand())) for box in drawn.nodes),
        ways=tuple(
            _way(edge, words.ways.get((edge.origin, edge.destination), ""), drawn.edges) for edge in drawn.edges
        ),
    )


def _step(box: drawing.DrawnNode, label: str, stand: Stand) -> Step:
    written = textwrap.wrap(label, _LINE)
    first = box.y + box.height // 2 - 8 * (len(written) - 1) + 13
    lines = tuple(Line(text, first + 16 * place) for place, text in enumerate(written))
    return Step(box.name, label, box.kind, KINDS[box.kind], box, lines, stand)


def _way(edge: drawing.DrawnEdge, label: str, edges: tuple[drawing.DrawnEdge, ...]) -> Way:
    """The line and the place of its word: at its beginning, or, where a shorter one begins there too, at its turn."""
    (x, y), side = edge.begins, edge.towards
    if not side:
        return Way(edge.path, label, x + 8, y + 22, "start")
    beside = [one for one in edges if one.origin == edge.origin and one.towards == side]
    if any(one.reach < edge.reach for one in beside):
        return Way(edge.path, label, edge.turns[0] - 8 * side, y + 17, "end" if side > 0 else "start")
    return Way(edge.path, label, x + 8 * side, y + 17, "start" if side > 0 else "end")


@dataclass(frozen=True)
class FailedJob:
    """A job that gave up, as an administrator may know of it: numbers, places and codes, nothing of the person."""

    number: str
    office: str
    step: str
    reason: str
    code: str
    tries: int
    since: datetime


def failed_jobs(flow: str, node: str) -> list[FailedJob]:
    """Jobs in error of a flow, of one step if named; the first hundred."""
    if flow not in flow_classes():
        raise AmparoError("relocation.not_found")
    found = failures(flow, node, FAILURES_SHOWN)
    rows = Dossier.objects.filter(process__in=[one.process_id for one in found]).select_related("office")
    dossiers = {row.process_id: row for row in rows}
    return [_failed(one, dossiers[one.process_id], flow) for one in found if one.process_id in dossiers]


def _failed(one: Failure, dossier: Dossier, flow: str) -> FailedJob:
    return FailedJob(
        dossier.number,
        dossier.office.name,
        WORDS[flow].nodes[one.node],
        reason_in_words(one.reason),
        one.reason,
        one.tries,
        one.since,
    )
