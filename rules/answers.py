"""A requirement's answer, and the comparisons behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from rules.language.text import Article, Clause, Requirement

#: The clause of a requirement that is no exception.
GENERAL = "general"


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


class RequirementResult(NamedTuple):
    """A requirement's answer. What was found is kept; people and words are worked out when somebody asks for them.

    `met` and `applies` may be None: not known. `ground` is the position of the clause that met it, or -1;
    `positions` are the members affected: who fails, who is not known, or who needs the exception; `values` those it
    shows, by name.
    """

    requirement: Requirement
    met: bool | None
    applies: bool | None
    ground: int
    positions: Sequence[int]
    values: Mapping[str, Any]
    speaker: Speaker

    @property
    def id(self) -> str:
        """Its name in the text."""
        return self.requirement.id

    @property
    def label(self) -> str:
        """Its name on a screen."""
        return self.requirement.label

    @property
    def clause(self) -> Clause | None:
        """The ground on which it is met."""
        return self.requirement.clauses[self.ground] if self.ground >= 0 else None

    @property
    def members(self) -> tuple[str, ...]:
        """The refs of the members affected."""
        return self.speaker.members(self.positions) if self.positions else ()

    @property
    def article(self) -> Article:
        """Where the law asks for it, or makes the exception."""
        ground = self.ground
        own = self.requirement.clauses[ground].article if ground >= 0 else None
        return own or self.requirement.article

    @property
    def exception(self) -> str | None:
        """The exception that met it; None where the general case did."""
        ground = self.ground
        if ground < 0:
            return None
        id = self.requirement.clauses[ground].id
        return None if id == GENERAL else id

    @property
    def hidden(self) -> bool:
        """Whether the ground must not reach a letter."""
        ground = self.ground
        return ground >= 0 and self.requirement.clauses[ground].hide

    @property
    def reason(self) -> str:
        """Why, in one sentence."""
        return self.speaker.reason(self)

    @property
    def advice(self) -> str:
        """What the citizen can do; empty where there is nothing to say."""
        return self.speaker.advice(self)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every comparison behind the answer."""
        return self.speaker.leaves(self)
