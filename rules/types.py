"""What the rules room hands out: frozen data, with the words already in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import TYPE_CHECKING, Any

from core.errors import AmparoError
from rules.chaining.types import Conclusion, Conclusions
from rules.compilers.household import Household
from rules.compilers.vector import Array, Column, Population, Results
from rules.compilers.vector.operations import Members
from rules.compilers.vector.reading import Progress
from rules.language.errors import RuleTextError
from rules.language.text import Article, Entity, Fact, RuleText

if TYPE_CHECKING:
    from rules.assessing import Assessment

__all__ = [
    "AmountLine",
    "Array",
    "Article",
    "Assessment",
    "Case",
    "CaseProblem",
    "CaseWarning",
    "Column",
    "Conclusion",
    "Conclusions",
    "DocumentNeeded",
    "Entity",
    "ExplanationSection",
    "Fact",
    "Field",
    "Figure",
    "FormState",
    "Leaf",
    "Members",
    "Population",
    "Progress",
    "RequirementResult",
    "Results",
    "RuleText",
    "RuleTextError",
]


class CaseProblem(AmparoError):
    """A case that cannot be read. `sentence` says how to mend it and never repeats what the person wrote."""

    def __init__(self, code: str, pointer: str, sentence: str) -> None:
        super().__init__(code, sentence=sentence)
        self.pointer = pointer
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Case:
    """A case, read. `raw` is what was given; `answered` the pointers of the facts it gives, null included."""

    benefit: str
    household: Household
    refs: tuple[str, ...]
    answered: frozenset[str]
    raw: Mapping[str, Any]

    @property
    def on(self) -> date:
        """The day of the application."""
        return self.household.on


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison behind an answer: where it stands in the text, what it says, whether it holds, and of whom."""

    rule: str
    source: str
    holds: bool | None
    member: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A requirement's answer. `exception` is None where the general case met it; `hidden` must not reach a letter."""

    id: str
    label: str
    met: bool | None
    article: Article
    exception: str | None
    hidden: bool
    applies: bool | None
    members: tuple[str, ...]
    values: Mapping[str, Any]
    reason: str
    advice: str
    find_leaves: Callable[[], tuple[Leaf, ...]] = dataclass_field(repr=False, compare=False)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every comparison behind the answer, found when asked for."""
        return self.find_leaves()


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A line of the calculation; `cents` is None while it is not known."""

    rule: str
    label: str
    article: Article | None
    cents: int | None
    source: str


@dataclass(frozen=True, slots=True)
class CaseWarning:
    """Something the reader of an outcome should know."""

    code: str
    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the form. `member_ref` is None for the unit; `answered` includes answered *I do not know*."""

    name: str
    entity: str
    member_ref: str | None
    type: str
    options: tuple[tuple[str, str], ...]
    label: str
    help: str
    why: str
    required: bool
    answered: bool
    section: str
    feeds: tuple[str, ...]
    closed_default: Any
    sensitive: bool
    exception: bool
    never_label: str
    unit: str
    minimum: int | None
    maximum: int | None
    past: bool
    answered_by: tuple[str, ...]
    pointer: str


@dataclass(frozen=True, slots=True)
class DocumentNeeded:
    """A document the answers so far ask for."""

    id: str
    member_ref: str | None
    label: str
    why: str
    issuer: str
    accepts: tuple[str, ...]
    article: str
    sensitive: bool


@dataclass(frozen=True, slots=True)
class FormState:
    """The form for the answers so far.

    `fields` are the questions to show, `needed` those still to be answered, best first; `settled` are the
    requirements no further answer changes, with their `reasons`; `stopped_by` is the first one that can no longer be
    met, when nothing can be due any more; `remaining` is an honest (low, high) of questions left.
    """

    fields: tuple[Field, ...]
    needed: tuple[Field, ...]
    documents: tuple[DocumentNeeded, ...]
    settled: Mapping[str, bool]
    reasons: Mapping[str, str]
    stopped_by: str | None
    remaining: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ExplanationSection:
    """A part of an explanation: a title and plain sentences, fit for a letter."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in force: a parameter, or a cell of one. `value` is in the parameter's unit; money in cents."""

    parameter: str
    cell: str
    label: str
    unit: str
    value: int

    @property
    def key(self) -> str:
        """Its name among the changes of a reform: `name` or `name[cell]`."""
        return f"{self.parameter}[{self.cell}]" if self.cell else self.parameter


def __getattr__(name: str) -> Any:
    """`Assessment`, which itself needs these types."""
    if name == "Assessment":
        from rules.assessing import Assessment

        return Assessment
    raise AttributeError(name)
