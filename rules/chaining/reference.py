"""The naive chainer: the specification of what case rules mean, and the way out where the C engine cannot load.

A rule meets every choice of *different* facts, one for each clause of `when`, that hold all it reads of them and
satisfy its terms, provided no *other* fact satisfies a clause of `unless`. Stratum by stratum, until nothing new
is concluded.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rules.chaining.types import Derivations, Fact
from rules.compilers.chain import Chain, ChainRule, Clause, Ref, conclude, readable

_COMPARE = {
    "==": lambda a, b: (type(a), a) == (type(b), b),
    "!=": lambda a, b: (type(a), a) != (type(b), b),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def chain_facts(chain: Chain, facts: Iterable[Fact]) -> Derivations:
    """Everything the rules conclude from the facts, and every way each conclusion is reached."""
    known = {str(fact["id"]): fact for fact in facts}
    derived: Derivations = {}
    for stratum in chain.strata:
        rules = [rule for rule in chain.rules if rule.stratum == stratum]
        grown = True
        while grown:
            grown = False
            for rule in rules:
                for bound in list(_meetings(rule, list(known.values()))):
                    fact = conclude(rule, bound)
                    grown = grown or fact["id"] not in known
                    known.setdefault(str(fact["id"]), fact)
                    grounds = tuple(str(bound[clause.alias]["id"]) for clause in rule.when)
                    derived.setdefault(str(fact["id"]), (fact, set()))[1].add((rule.origin or rule.id, grounds))
    return derived


def _meetings(rule: ChainRule, facts: Sequence[Fact]) -> Iterator[Mapping[str, Fact]]:
    def extend(bound: dict[str, Fact], left: tuple[Clause, ...]) -> Iterator[dict[str, Fact]]:
        if not left:
            if not any(_fits(rule, clause, fact, bound) for clause in rule.unless for fact in others(bound)):
                yield bound
            return
        for fact in others(bound):
            if _fits(rule, left[0], fact, bound):
                yield from extend({**bound, left[0].alias: fact}, left[1:])

    def others(bound: Mapping[str, Fact]) -> Iterator[Fact]:
        return (fact for fact in facts if all(fact is not met for met in bound.values()))

    yield from extend({}, rule.when)


def _fits(rule: ChainRule, clause: Clause, fact: Fact, bound: Mapping[str, Fact]) -> bool:
    if fact["kind"] != clause.kind or not readable(fact, rule.reads(clause.alias)):
        return False
    for term in clause.terms:
        value = bound[term.value.alias][term.value.attribute] if isinstance(term.value, Ref) else term.value
        if not _COMPARE[term.operator](fact[term.attribute], value):
            return False
    return True
