"""Case rules in the plain form both chainers read: clauses of comparisons, joined by alias."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.language.errors import Place

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Plain = int | str

#: What a rule reads of one fact: attribute → whether it must be a number.
Reads = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """An attribute of the fact that another clause of the rule matched."""

    alias: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Term:
    """One comparison: an attribute of the clause's own fact with a constant or with another fact's attribute."""

    attribute: str
    operator: Operator
    value: Plain | Ref

    @property
    def ordered(self) -> bool:
        """Whether it compares sizes, which only numbers have."""
        return self.operator[0] in "<>"


@dataclass(frozen=True, slots=True)
class Clause:
    """A fact of one kind, for which every term holds."""

    alias: str
    kind: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """What a rule concludes."""

    kind: str
    name: str
    attributes: tuple[tuple[str, Plain | Ref], ...] = ()


@dataclass(frozen=True, slots=True)
class ChainRule:
    """All of `when`, none of `unless`, therefore `then`.

    `origin` is the case rule of the text it comes from: one with alternatives becomes several of these.
    """

    id: str
    stratum: int
    when: tuple[Clause, ...]
    unless: tuple[Clause, ...]
    then: Template
    origin: str = ""
    place: Place = field(default=Place("chain", 1), compare=False, repr=False)

    def reads(self, alias: str) -> Reads:
        """Everything this rule reads of the fact that `alias` matches; a fact lacking any of it does not match."""
        wanted: dict[str, bool] = {}
        for clause in (*self.when, *self.unless):
            for term in clause.terms:
                named = [term.attribute] if clause.alias == alias else []
                if isinstance(term.value, Ref) and term.value.alias == alias:
                    named.append(term.value.attribute)
                for attribute in named:
                    wanted[attribute] = wanted.get(attribute, False) or term.ordered
        for _, value in self.then.attributes:
            if isinstance(value, Ref) and value.alias == alias:
                wanted.setdefault(value.attribute, False)
        return tuple(sorted(wanted.items()))


def readable(fact: Mapping[str, Plain], reads: Reads) -> bool:
    """Whether the fact holds all that is read of it, and numbers where an order is asked."""
    return all(name in fact and (not number or isinstance(fact[name], int)) for name, number in reads)


def conclude(rule: ChainRule, bound: Mapping[str, Mapping[str, Plain]]) -> dict[str, Plain]:
    """The fact a rule concludes from the facts that met in it. Its id is its content, so it is concluded once."""
    values = {
        name: bound[value.alias][value.attribute] if isinstance(value, Ref) else value
        for name, value in rule.then.attributes
    }
    kind, name = rule.then.kind, rule.then.name
    content = json.dumps(sorted(values.items()), ensure_ascii=False, separators=(",", ":"))
    return {**values, "kind": kind, "name": name, "id": f"{kind}:{name}:{content}"}
