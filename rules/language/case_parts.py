"""What case rules are made of, and the closed vocabulary of the facts they may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from rules.language.errors import Place
from rules.language.expressions import Expression

#: Facts that case rules may read, and the attributes each kind has. Closed: nothing else can be told or asked.
CASE_FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "declared": ("person", "field", "value"),
        "registry": ("person", "field", "value", "source"),
        "document": ("person", "field", "value"),
        "check": ("person", "source", "state"),
        "requirement": ("name", "met"),
        "decision": ("eligible", "decision_kind", "total"),
        "limit": ("name", "value"),
        # What earlier strata concluded can be read like any fact.
        "flag": ("name", "person", "field", "severity"),
        "task": ("name", "person"),
        "route": ("name",),
    }
)


@dataclass(frozen=True, slots=True)
class Article:
    """Where the law says it."""

    law: str
    art: str

    def as_dict(self) -> dict[str, str]:
        """As the contract writes it."""
        return {"law": self.law, "art": self.art}


@dataclass(frozen=True, slots=True)
class Pattern:
    """In a case rule: some fact of `kind` for which `condition` holds.

    In `condition`, a bare name is an attribute of this fact and `alias.name` one of a fact named before it.
    """

    alias: str
    kind: str
    condition: Expression


@dataclass(frozen=True, slots=True)
class ConclusionTemplate:
    """What a case rule concludes: a flag, task or route, and its attributes (constants or `alias.name`)."""

    kind: Literal["flag", "task", "route"]
    name: str
    attributes: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class CaseRule:
    """When facts meet all of `when` and none meets any of `unless`, conclude `then`.

    `sentence` is Spanish with `{alias.name}` or `{alias.name|euros}` places. `unless` needs a stratum of 2 or more.
    """

    name: str
    stratum: int
    article: Article
    when: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    then: ConclusionTemplate
    sentence: str
    place: Place
