"""A requirement's answer, and the comparisons behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from rules.language.text import Article, Requirement

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


class Ground(NamedTuple):
    """What an answer rests on: its article (`written`: as the contract has it), the exception it makes, and whether it
    must not reach a letter.
    """

    article: Article
    written: Mapping[str, str]
    exception: str | None
    hidden: bool


@lru_cache(maxsize=4096)
def grounds_of(requirement: Requirement) -> tuple[Ground, ...]:
    """The ground that each clause is; last, and so at -1, that of an answer that rests on none."""
    own = requirement.article
    found = [(one.article or own, None if one.id == GENERAL else one.id, one.hide) for one in requirement.clauses]
    return tuple(
        Ground(article, article.as_dict(), exception, hidden)
        for article, exception, hidden in (*found, (own, None, False))
    )


class Sentence(NamedTuple):
    """A sentence of a requirement: whole; in parts, a dash for each place; and each place with its name and how its
    value is said, where it is one the requirement shows.
    """

    whole: str
    words: list[str]
    places: list[tuple[int, str, Callable[[Any], str] | None]]


class Speaker(Protocol):
    """Puts the results of one case into words and people."""

    def members(self, positions: Sequence[int]) -> tuple[str, ...]:
        """The refs of members."""

    def reason(self, result: RequirementResult) -> str:
        """Why, in one sentence."""

    def fill(self, sentence: Sentence, result: RequirementResult) -> str:
        """A sentence of the text with its places filled from a result."""

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
    def members(self) -> tuple[str, ...]:
        """The refs of the members affected."""
        return self.speaker.members(self.positions) if self.positions else ()

    @property
    def article(self) -> Article:
        """Where the law asks for it, or makes the exception."""
        return grounds_of(self.requirement)[self.ground].article

    @property
    def exception(self) -> str | None:
        """The exception that met it; None where the general case did."""
        return grounds_of(self.requirement)[self.ground].exception

    @property
    def hidden(self) -> bool:
        """Whether the ground must not reach a letter."""
        return grounds_of(self.requirement)[self.ground].hidden

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
