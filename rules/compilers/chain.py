"""The case-processing reading: case rules become a ruleset that durable-rules can be trusted with.

The ruleset is written so that the engine sees small whole numbers only:

* `kind` — one of the words the rules name;
* `a_<attribute>` — the value, interned, for equality: two values are the same number exactly when they are the same
  value of the same type;
* `n_<attribute>` — the value itself, where it is a whole number, for order;
* `h_<n>` — 1 where the fact holds every attribute (and, for order, a number) that clause *n* reads of it. Each clause
  asks for its mark, because in the engine a comparison with a missing attribute may hold.

The same rules, as plain data, are what `rules.chaining.reference` interprets: that interpreter is the specification.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Plain = int | str

#: Limits of the engine with a wide margin: it hangs at 512 root properties, fails at 64 alternatives met by one fact
#: and at 17 joined facts.
MAX_PROPERTIES = 300
MAX_ALTERNATIVES = 40
MAX_JOINED = 12
#: Beyond this the engine's arithmetic saturates; two to the 53 is also what JSON readers agree on.
MAX_NUMBER = 2**53

OPEN = "open"
GO = "go"
_ORDER: dict[str, str] = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


class ChainProblem(ValueError):
    """A case rule that cannot be compiled; the message names the rule and says what to do."""


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
        return self.operator in _ORDER


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


#: What a rule reads of one fact: attribute → whether it must be a number.
Reads = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ChainRule:
    """A case rule: all of `when`, none of `unless`, therefore `then`."""

    id: str
    stratum: int
    when: tuple[Clause, ...]
    unless: tuple[Clause, ...]
    then: Template

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
    content = json.dumps(sorted(values.items()), ensure_ascii=False, separators=(",", ":"))
    return {**values, "kind": rule.then.kind, "name": rule.then.name, "id": f"{rule.then.kind}:{rule.then.name}:{content}"}


def fnv1a_32(word: str) -> int:
    """The engine's hash: it takes two names or ids with the same one for the same."""
    value = 2166136261
    for byte in word.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


@dataclass(frozen=True)
class Chain:
    """The case rules of a text, checked and ready for either chainer."""

    rules: tuple[ChainRule, ...]
    kinds: frozenset[str]
    hash: str = field(default="")

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
    def definition(self) -> Mapping[str, dict[str, Any]]:
        """The ruleset as durable-rules' JSON, without actions. Sinks come first: see `rules.chaining.session`."""
        sinks = {f"sink_{kind}": {"all": [{"m": {"kind": kind}}]} for kind in (OPEN, GO, *self.read_kinds)}
        return {**sinks, **{rule.id: {"all": list(self._patterns(rule))} for rule in self.rules}}

    def _patterns(self, rule: ChainRule) -> Iterator[dict[str, Any]]:
        for clause in rule.when:
            yield {clause.alias: self._pattern(rule, clause)}
        if rule.stratum > 1:
            yield {"go": {"$and": [{"kind": GO}, {"stratum": rule.stratum}]}}
        for clause in rule.unless:  # negation last, after `go`: elsewhere it depends on the order of the facts
            yield {f"{clause.alias}$not": self._pattern(rule, clause)}

    def _pattern(self, rule: ChainRule, clause: Clause) -> dict[str, Any]:
        mark = self.clauses.index((clause.kind, rule.reads(clause.alias)))
        return {"$and": [{"kind": clause.kind}, {f"h_{mark}": 1}, *map(self._term, clause.terms)]}

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
            properties: dict[str, Plain] = {"kind": kind}
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


def chain_of(rules: Iterable[ChainRule], kinds: Iterable[str]) -> Chain:
    """Check case rules against the engine's limits and the strata, and make a chain of them."""
    rules = tuple(rules)
    chain = Chain(rules, frozenset(kinds), hashlib.sha256(repr(rules).encode()).hexdigest())
    for rule in rules:
        _check_rule(chain, rule)
    _check_strata(rules)
    _check_size(chain)
    return chain


def _check_rule(chain: Chain, rule: ChainRule) -> None:
    if not rule.when:
        raise ChainProblem(f"{rule.id}: a case rule needs at least one clause under `when`.")
    if rule.id.startswith("sink_") or not rule.id.isidentifier():
        raise ChainProblem(f"{rule.id}: not a name for a case rule; use letters and underscores.")
    known: set[str] = set()
    for clause in (*rule.when, *rule.unless):
        if clause.kind not in chain.kinds:
            raise ChainProblem(f"{rule.id}: no fact is of kind {clause.kind!r}; kinds: {', '.join(sorted(chain.kinds))}.")
        if clause.alias in known or clause.alias in ("go", "m") or not clause.alias.isidentifier():
            raise ChainProblem(f"{rule.id}: {clause.alias!r} cannot name a second fact; choose another `as`.")
        for term in clause.terms:
            _check_term(rule, term, known)
        known.add(clause.alias)
    positive = {clause.alias for clause in rule.when}
    for name, value in rule.then.attributes:
        if isinstance(value, Ref) and value.alias not in positive:
            raise ChainProblem(f"{rule.id}: `then.{name}` reads {value.alias!r}, which no clause of `when` names.")
    if len(rule.when) + len(rule.unless) + 1 > MAX_JOINED:
        raise ChainProblem(f"{rule.id}: joins too many facts; split it (at most {MAX_JOINED}).")


def _check_term(rule: ChainRule, term: Term, known: set[str]) -> None:
    if isinstance(term.value, Ref):
        if term.value.alias not in known:
            raise ChainProblem(f"{rule.id}: {term.value.alias!r} is not a clause before this one.")
    elif isinstance(term.value, bool) or not isinstance(term.value, int | str):
        raise ChainProblem(f"{rule.id}: {term.attribute} is compared with something else than a whole number or a word.")
    elif isinstance(term.value, int) and abs(term.value) > MAX_NUMBER:
        raise ChainProblem(f"{rule.id}: {term.attribute} is compared with a number too large for the engine.")
    elif term.ordered and isinstance(term.value, str):
        raise ChainProblem(f"{rule.id}: words have no order; compare {term.attribute} with a whole number.")


def _check_strata(rules: tuple[ChainRule, ...]) -> None:
    if len({rule.id for rule in rules}) != len(rules):
        raise ChainProblem("two case rules have the same name.")
    for rule in rules:
        if rule.stratum < 1 or (rule.unless and rule.stratum < 2):
            raise ChainProblem(f"{rule.id}: a rule with `unless` belongs to stratum 2 or later.")
        for clause in (*rule.when, *rule.unless):
            closed = rule.stratum - 1 if clause in rule.unless else rule.stratum
            late = [other.id for other in rules if other.then.kind == clause.kind and other.stratum > closed]
            if late:
                raise ChainProblem(
                    f"{rule.id}: reads {clause.kind!r}, which {', '.join(late)} may still conclude; "
                    f"put this rule in a later stratum."
                )


def _check_size(chain: Chain) -> None:
    properties = {"kind", "stratum", "id", "sid"}
    uses: dict[str, int] = {}
    for number, (kind, reads) in enumerate(chain.clauses):
        properties |= {f"h_{number}", *(f"a_{name}" for name, _ in reads), *(f"n_{name}" for name, n in reads if n)}
    for rule in chain.rules:
        for clause in (*rule.when, *rule.unless):
            uses[clause.kind] = uses.get(clause.kind, 1) + 1
    if len(properties) >= MAX_PROPERTIES:
        raise ChainProblem(f"the case rules read {len(properties)} attributes; the engine hangs near 512.")
    for kind, count in uses.items():
        if count >= MAX_ALTERNATIVES:
            raise ChainProblem(f"{count} clauses read facts of kind {kind!r}; at most {MAX_ALTERNATIVES - 1}.")
    for words in (properties, set(chain.definition), {OPEN, GO, *chain.read_kinds}):
        if len({fnv1a_32(word) for word in words}) != len(words):
            raise ChainProblem("two names of the case rules have the same 32-bit hash; rename one.")
