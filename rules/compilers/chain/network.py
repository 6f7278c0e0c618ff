"""A chain as durable-rules sees it: small whole numbers only.

* `kind` — one of the words the rules name;
* `a_<attribute>` — the value, interned, for equality: two values get the same number exactly when they are the same
  value of the same type;
* `n_<attribute>` — the value itself, where it is a whole number, for order;
* `h_<n>` — 1 where the fact holds every attribute (and, for order, a number) that clause *n* reads of it. Each clause
  asks for its mark, because in the engine a comparison with a missing attribute may hold, or refuse the fact;
* `one` — 1 on every fact. A clause that compares with another fact ends by comparing it, which always holds: where
  the last comparison of a clause fails, the engine skips the end of its list and reads what lies behind it in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rules.compilers.chain.rules import ChainRule, Clause, Plain, Reads, Ref, Term, readable

OPEN = "open"
GO = "go"
SINK = "sink_"
ONE = "one"
_ORDER: dict[str, str] = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


def fnv1a_32(word: str) -> int:
    """The engine's hash: it takes two names or ids with the same one for the same."""
    value = 2166136261
    for byte in word.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


@dataclass(frozen=True)
class Chain:
    """The case rules of a text, checked and ready for either chainer. `hash` names them."""

    rules: tuple[ChainRule, ...]
    hash: str

    @cached_property
    def strata(self) -> tuple[int, ...]:
        """The strata in order; the first always exists."""
        return tuple(sorted({1, *(rule.stratum for rule in self.rules)}))

    @cached_property
    def rule(self) -> Mapping[str, ChainRule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def clauses(self) -> tuple[tuple[str, Reads], ...]:
        """Every different (kind, what is read of it), in the order of the rules; its position names its mark."""
        return tuple(dict.fromkeys((c.kind, r.reads(c.alias)) for r in self.rules for c in (*r.when, *r.unless)))

    @cached_property
    def read_kinds(self) -> tuple[str, ...]:
        """The kinds some rule reads; facts of other kinds are not told to the engine."""
        return tuple(dict.fromkeys(kind for kind, _ in self.clauses))

    @cached_property
    def constants(self) -> Mapping[tuple[type, Plain], int]:
        """The numbers that stand for the constants of the rules."""
        found: dict[tuple[type, Plain], int] = {}
        for rule in self.rules:
            for clause in (*rule.when, *rule.unless):
                for term in clause.terms:
                    if not isinstance(term.value, Ref) and not term.ordered:
                        found.setdefault((type(term.value), term.value), len(found))
        return found

    @cached_property
    def properties(self) -> frozenset[str]:
        """Every property a fact can have in the engine."""
        found = {"kind", "stratum", "id", "sid", ONE}
        for number, (_, reads) in enumerate(self.clauses):
            found |= {f"h_{number}", *(f"a_{name}" for name, _ in reads), *(f"n_{name}" for name, n in reads if n)}
        return frozenset(found)

    @cached_property
    def definition(self) -> Mapping[str, dict[str, Any]]:
        """The ruleset as the engine's JSON, without actions."""
        sinks = {f"{SINK}{kind}": {"all": [{"m": {"kind": kind}}]} for kind in (OPEN, GO, *self.read_kinds)}
        return {**sinks, **{rule.id: {"all": list(self._patterns(rule))} for rule in self.rules}}

    def _patterns(self, rule: ChainRule) -> Iterator[dict[str, Any]]:
        for clause in rule.when:
            yield {clause.alias: self._pattern(rule, clause)}
        if rule.stratum > 1:
            yield {"__go": {"$and": [{"kind": GO}, {"stratum": rule.stratum}]}}
        for clause in rule.unless:  # negation last, after `go`: elsewhere it depends on the order of the facts
            yield {f"{clause.alias}$not": self._pattern(rule, clause)}

    def _pattern(self, rule: ChainRule, clause: Clause) -> dict[str, Any]:
        mark = self.clauses.index((clause.kind, rule.reads(clause.alias)))
        terms = [{"kind": clause.kind}, {f"h_{mark}": 1}, *map(self._term, clause.terms)]
        if any(isinstance(term.value, Ref) for term in clause.terms):
            terms.append({ONE: {rule.when[0].alias: ONE}})
        return {"$and": terms}

    def _term(self, term: Term) -> dict[str, Any]:
        prefix = "n" if term.ordered else "a"
        value: Any
        if isinstance(term.value, Ref):
            value = {term.value.alias: f"{prefix}_{term.value.attribute}"}
        else:
            value = term.value if term.ordered else self.constants[(type(term.value), term.value)]
        name = f"{prefix}_{term.attribute}"
        if term.operator == "==":
            return {name: value}
        return {"$neq" if term.operator == "!=" else _ORDER[term.operator]: {name: value}}

    def encoder(self) -> Callable[[Mapping[str, Plain]], dict[str, Plain] | None]:
        """A writer of facts for one session; None for a fact no rule reads. Words keep their number for the session."""
        interned = dict(self.constants)
        marks: dict[str, list[tuple[str, Reads]]] = {}
        for number, (kind, reads) in enumerate(self.clauses):
            marks.setdefault(kind, []).append((f"h_{number}", reads))

        def encode(fact: Mapping[str, Plain]) -> dict[str, Plain] | None:
            kind = str(fact["kind"])
            if kind not in marks:
                return None
            properties: dict[str, Plain] = {"kind": kind, ONE: 1}
            for mark, reads in marks[kind]:
                if not readable(fact, reads):
                    continue
                properties[mark] = 1
                for name, number in reads:
                    value = fact[name]
                    properties[f"a_{name}"] = interned.setdefault((type(value), value), len(interned))
                    if number:
                        properties[f"n_{name}"] = value
            return properties

        return encode
