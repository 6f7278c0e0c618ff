"""What the rules room hands out: frozen data, with the words already in Spanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from core.errors import AmparoError
from rules.chaining.types import Conclusion, Conclusions
from rules.compilers.household import Household
from rules.language.text import Article, Clause, Requirement, RuleText

if TYPE_CHECKING:
    from rules.assessing import Assessment

__all__ = [
    "AmountLine",
    "Article",
    "Assessment",
    "Case",
    "CaseProblem",
    "CaseWarning",
    "Conclusion",
    "Conclusions",
    "DocumentNeeded",
    "ExplanationSection",
    "Field",
    "FormState",
    "Leaf",
    "RequirementResult",
    "RuleText",
]

#: The clause of a requirement that is no exception.
GENERAL = "general"


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


class Speaker(Protocol):
    """Puts the results of one case into words and people."""

    def members(self, positions: Sequence[int]) -> tuple[str, ...]:
        """The refs of members."""

    def reason(self, result: RequirementResult) -> str:
        """Why, in one sentence."""

    def advice(self, result: RequirementResult) -> str:
        """What can be done; empty where there is nothing to say."""

    def leaves(self, result: RequirementResult) -> tuple[Leaf, ...]:
        """Every comparison behind the answer."""


class RequirementResult:
    """A requirement's answer. What was found is kept; people and words are worked out when somebody asks for them.

    `met` and `applies` may be None: not known. `values` are those the requirement shows, by name.
    """

    __slots__ = ("_found", "_speaker", "requirement")

    def __init__(
        self,
        requirement: Requirement,
        found: tuple[bool | None, bool | None, int, Sequence[int], Mapping[str, Any]],
        speaker: Speaker,
    ) -> None:
        self.requirement = requirement
        self._found = found
        self._speaker = speaker

    def __repr__(self) -> str:
        return f"RequirementResult({self.id}, {self.met}, {self.exception}, {self.members}, {dict(self.values)})"

    @property
    def id(self) -> str:
        """Its name in the text."""
        return self.requirement.id

    @property
    def label(self) -> str:
        """Its name on a screen."""
        return self.requirement.label

    @property
    def met(self) -> bool | None:
        """Whether it is met."""
        return self._found[0]

    @property
    def applies(self) -> bool | None:
        """Whether it is asked of this household at all."""
        return self._found[1]

    @property
    def clause(self) -> Clause | None:
        """The ground on which it is met."""
        ground = self._found[2]
        return self.requirement.clauses[ground] if ground >= 0 else None

    @property
    def positions(self) -> Sequence[int]:
        """The members affected: who fails, who is not known, or who needs the exception."""
        return self._found[3]

    @property
    def members(self) -> tuple[str, ...]:
        """The refs of the members affected."""
        positions = self._found[3]
        return self._speaker.members(positions) if positions else ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The values it shows."""
        return self._found[4]

    @property
    def article(self) -> Article:
        """Where the law asks for it, or makes the exception."""
        ground = self._found[2]
        own = self.requirement.clauses[ground].article if ground >= 0 else None
        return own or self.requirement.article

    @property
    def exception(self) -> str | None:
        """The exception that met it; None where the general case did."""
        ground = self._found[2]
        if ground < 0:
            return None
        id = self.requirement.clauses[ground].id
        return None if id == GENERAL else id

    @property
    def hidden(self) -> bool:
        """Whether the ground must not reach a letter."""
        ground = self._found[2]
        return ground >= 0 and self.requirement.clauses[ground].hide

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        return self._speaker.reason(self)

    @property
    def advice(self) -> str:
        """What the citizen can do; empty where there is nothing to say."""
        return self._speaker.advice(self)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every comparison behind the answer."""
        return self._speaker.leaves(self)


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


class FormState(Protocol):
    """The form for the answers so far. Each part is found when it is asked for.

    `fields` are the questions to show, `needed` those still to be answered, best first: each of them can change outcome
    or amount, and no other can; `settled` are the requirements no further answer changes, with their `reasons`;
    `stopped_by` is the first one that can no longer be met, when nothing can be due any more; `remaining` is an honest
    (low, high) of questions left.
    """

    @property
    def fields(self) -> tuple[Field, ...]: ...  # noqa: D102 - said above

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


@dataclass(frozen=True, slots=True)
class ExplanationSection:
    """A part of an explanation: a title and plain sentences, fit for a letter."""

    title: str
    sentences: tuple[str, ...]


def __getattr__(name: str) -> Any:
    """`Assessment`, which itself needs these types."""
    if name == "Assessment":
        from rules.assessing import Assessment

        return Assessment
    raise AttributeError(name)
