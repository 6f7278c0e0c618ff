"""Which requirements each fact serves, directly or through variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rules.language.check import reads
from rules.language.text import Entity, Fact, Requirement, Variable


def feeds_of(
    order: tuple[Variable | Requirement, ...], facts: Mapping[tuple[Entity, str], Fact]
) -> Mapping[tuple[Entity, str], tuple[str, ...]]:
    """For each fact, the requirements that read it, directly or through variables."""
    below: dict[str, set[str]] = {}
    served: dict[tuple[Entity, str], list[str]] = {key: [] for key in facts}
    for item in order:
        found: set[str] = set()
        for part in _reads_of(item):
            found |= below.get(part, {_owned(part, facts)})
        if isinstance(item, Variable):
            below[f"{item.entity}.{item.name}"] = found
        else:
            below[f"met.{item.id}"] = found
            for (entity, name), ids in served.items():
                if f"{entity}.{name}" in found:
                    ids.append(item.id)
    return MappingProxyType({key: tuple(ids) for key, ids in served.items()})


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
