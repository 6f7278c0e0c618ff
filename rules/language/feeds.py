"""What each part of a text reads in the end, and which requirements each fact serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from rules.language.check import reads
from rules.language.text import Entity, Fact, Requirement, Variable


def feeds_of(
    order: Sequence[Variable | Requirement], facts: Mapping[tuple[Entity, str], Fact]
) -> Mapping[tuple[Entity, str], tuple[str, ...]]:
    """For each fact, the requirements that read it, directly or through variables."""
    below = read_below(order, facts)
    requirements = [item for item in order if isinstance(item, Requirement)]
    return MappingProxyType(
        {
            (entity, name): tuple(one.id for one in requirements if f"{entity}.{name}" in below[f"met.{one.id}"])
            for entity, name in facts
        }
    )


def read_below(
    order: Sequence[Variable | Requirement], facts: Mapping[tuple[Entity, str], Fact]
) -> Mapping[str, frozenset[str]]:
    """For each variable (``unit.x``, ``member.x``) and requirement (``met.x``), the facts it reads, directly or not."""
    below: dict[str, frozenset[str]] = {}
    for item in order:
        found: set[str] = set()
        for part in _reads_of(item):
            found |= below.get(part, {_owned(part, facts)})
        key = f"{item.entity}.{item.name}" if isinstance(item, Variable) else f"met.{item.id}"
        below[key] = frozenset(found)
    return below


def _owned(part: str, facts: Mapping[tuple[Entity, str], Fact]) -> str:
    """A fact of the unit that a member's formula reads is the unit's."""
    _, _, name = part.partition(".")
    return part if ("member", name) in facts or ("unit", name) not in facts else f"unit.{name}"


def _reads_of(item: Variable | Requirement) -> Iterator[str]:
    if isinstance(item, Variable):
        yield from reads(item.formula, item.entity)
        return
    entity: Entity = "unit" if item.each is None else "member"
    yield from reads(item.applies, "unit")
    if item.each is not None:
        yield from reads(item.each, "member")
    for clause in item.clauses:
        yield from reads(clause.condition, entity)
