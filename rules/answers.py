"""A requirement's answer, and the comparisons behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

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
