"""What the rules room hands out: frozen data, with the words already in Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import AmparoError
from rules.answers import Leaf, RequirementResult
from rules.chaining.types import Conclusion, Conclusions
from rules.compilers.household import Household
from rules.compilers.vector import Array, Column, Population, Results
from rules.compilers.vector.operations import Members
from rules.compilers.vector.reading import Progress
from rules.language.errors import RuleTextError
from rules.language.text import Article, Entity, Fact, NeededDocument, RuleText

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
    "Change",
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
    "NeededDocument",
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


@dataclass(frozen=True)
class Case:
    """A case, read. `raw` is what was given."""

    benefit: str
    household: Household
    refs: tuple[str, ...]
    raw: Mapping[str, Any]

    @cached_property
    def answered(self) -> frozenset[str]:
        """The pointers of the facts it gives, null included."""
        found = [f"/unit/{name}" for name in self.raw.get("unit", ())]
        for number, member in enumerate(self.raw["members"]):
            found += [f"/members/{number}/{name}" for name in member]
        return frozenset(found)

    @property
    def on(self) -> date:
        """The day of the application."""
        return self.household.on


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A line of the calculation; `cents` is None while it is not known."""

    rule: str
    label: str
    article: Article | None
    cents: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A single change that would be enough for a yes. `pointer` is the fact's, or /on where it is enough to wait.

    `kind` is `at_most`, `at_least`, `ends` or `wait_until`; `value` cents, a whole number, False or a date: the limit,
    beyond which it is still a no. `requirement` is the one that it meets, `article` where the law asks for it. `gives`
    is what would then be due, a `kind` of the outcome: `imv`, `imv_and_child_supplement`, `child_supplement_only`, or
    `undetermined` where it waits for a fact that is not known.
    """

    pointer: str
    member_ref: str | None
    requirement: str
    article: Article
    kind: str
    gives: str
    value: int | date
    type: str
    sentence: str


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


class FormState(Protocol):
    """The form for the answers so far, under `text`. Each part is found when it is asked for.

    `visible` are the questions that the answers open, in the order of the text; `fields` those of them to show: no
    exception that cannot help. `needed` are those still to be answered, the one to ask next first: each of them can
    change outcome or amount, and no other can;
    `settled` are the requirements no further answer changes, with their `reasons`; `stopped_by` is the first one that
    can no longer be met, when nothing can be due any more; `remaining` is an honest (low, high) of questions left;
    `results` is every requirement, as far as it is known.
    """

    @property
    def text(self) -> RuleText: ...  # noqa: D102 - said above

    @property
    def visible(self) -> tuple[Field, ...]: ...  # noqa: D102

    @property
    def fields(self) -> tuple[Field, ...]: ...  # noqa: D102

    @property
    def needed(self) -> tuple[Field, ...]: ...  # noqa: D102

    @property
    def documents(self) -> tuple[DocumentNeeded, ...]: ...  # noqa: D102

    @property
    def settled(self) -> Mapping[str, bool]: ...  # noqa: D102

    @property
    def reasons(self) -> Mapping[str, str]: ...  # noqa: D102

    @property
    def stopped_by(self) -> str | None: ...  # noqa: D102

    @property
    def remaining(self) -> tuple[int, int]: ...  # noqa: D102

    @property
    def results(self) -> tuple[RequirementResult, ...]: ...  # noqa: D102


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
