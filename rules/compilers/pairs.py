"""Which dates of a person a text compares with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.language.check import reads
from rules.language.expressions import Aggregate, Compare, Expression
from rules.language.text import Entity, RuleText, Variable


def compared_dates(text: RuleText) -> Mapping[tuple[Entity, str], frozenset[str]]:
    """For each date fact, the other date facts of its entity that some comparison sets it against."""
    below: dict[str, frozenset[str]] = {
        f"{entity}.{name}": frozenset({f"{entity}.{name}"} if fact.type == "date" else ())
        for (entity, name), fact in text.facts.items()
    }
    pairs: dict[tuple[Entity, str], set[str]] = {}
    for item in text.order:
        found: frozenset[str] = frozenset()
        for formula, entity in _formulas(item):
            for comparison, scope in _comparisons(formula, entity):
                _pair(pairs, _dates(comparison, scope, below))
            found |= _dates(formula, entity, below)
        below[f"{item.entity}.{item.name}" if isinstance(item, Variable) else f"met.{item.id}"] = (
            found if isinstance(item, Variable) and item.type in ("int", "date", "money") else frozenset()
        )
    return {key: frozenset(names) for key, names in pairs.items()}


def _formulas(item: object) -> Iterator[tuple[Expression, Entity]]:
    if isinstance(item, Variable):
        yield item.formula, item.entity
        return
    each = getattr(item, "each", None)
    for clause in getattr(item, "clauses", ()):
        yield clause.condition, "unit" if each is None else "member"


def _comparisons(node: Expression, entity: Entity) -> Iterator[tuple[Compare, Entity]]:
    if isinstance(node, Aggregate):
        yield from _comparisons(node.body, "member")
        return
    if isinstance(node, Compare):
        yield node, entity
    for part in node.parts():
        yield from _comparisons(part, entity)


def _dates(node: Expression, entity: Entity, below: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(date for key in reads(node, entity) for date in below.get(key, ()))


def _pair(pairs: dict[tuple[Entity, str], set[str]], dates: frozenset[str]) -> None:
    for one in dates:
        for other in dates - {one}:
            owner, _, name = one.partition(".")
            if other.startswith(f"{owner}."):
                pairs.setdefault(("unit" if owner == "unit" else "member", name), set()).add(other.partition(".")[2])
