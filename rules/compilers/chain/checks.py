"""What a chain must hold to before the engine sees it: its limits, with a wide margin, and the strata."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rules.compilers.chain.network import GO, OPEN, SINK, Chain, fnv1a_32
from rules.compilers.chain.rules import ChainRule, Ref, Term
from rules.language.errors import RuleTextError

#: The engine hangs at 512 root properties, fails at 64 alternatives that one fact meets, at 17 joined facts and at 30
#: comparisons of one clause with other facts.
MAX_PROPERTIES = 300
MAX_ALTERNATIVES = 40
MAX_JOINED = 12
MAX_TERMS = 20
#: Beyond 2 to the 63 the engine's numbers saturate; 2 to the 53 is what every JSON reader agrees on.
MAX_NUMBER = 2**53


def checked(rules: Iterable[ChainRule]) -> Chain:
    """A chain of these rules, or RuleTextError at the rule that cannot stand."""
    rules = tuple(rules)
    chain = Chain(rules, hashlib.sha256(repr(rules).encode()).hexdigest())
    for rule in rules:
        _check_rule(rule)
        _check_stratum(rule, rules)
    if rules:
        _check_size(chain)
    return chain


def _check_rule(rule: ChainRule) -> None:
    known: set[str] = set()
    if not rule.when or rule.id.startswith(SINK):
        raise RuleTextError(rule.place, f"`{rule.id}` cannot be chained.", "Give it a `when` and another name.")
    for clause in (*rule.when, *rule.unless):
        if len(clause.terms) > MAX_TERMS:
            wrong = f"`{clause.alias}` makes {len(clause.terms)} comparisons."
            raise RuleTextError(rule.place, wrong, f"Make at most {MAX_TERMS}, or split the rule.")
        for term in clause.terms:
            _check_term(rule, term, known)
        if clause.alias in known:
            raise RuleTextError(rule.place, f"`{clause.alias}` names two facts.", "Give each its own `as`.")
        known.add(clause.alias)
    positive = {clause.alias for clause in rule.when}
    for name, value in rule.then.attributes:
        if isinstance(value, Ref) and value.alias not in positive:
            raise RuleTextError(rule.place, f"`then.{name}` reads an unknown fact.", "Read one named under `when`.")
    if len(rule.when) + len(rule.unless) + 1 > MAX_JOINED:
        raise RuleTextError(rule.place, f"`{rule.id}` joins too many facts.", f"Join fewer than {MAX_JOINED}.")


def _check_term(rule: ChainRule, term: Term, known: set[str]) -> None:
    if isinstance(term.value, Ref):
        if term.value.alias not in known:
            raise RuleTextError(rule.place, f"`{term.value.alias}` names no earlier fact.", "Put its pattern first.")
    elif isinstance(term.value, bool) or not isinstance(term.value, int | str):
        raise RuleTextError(rule.place, f"`{term.attribute}` meets a strange constant.", "Whole numbers or words only.")
    elif isinstance(term.value, int) and abs(term.value) > MAX_NUMBER:
        raise RuleTextError(rule.place, f"`{term.attribute}` meets a number too large.", "Stay under 2 to the 53.")
    elif term.ordered and isinstance(term.value, str):
        raise RuleTextError(rule.place, f"`{term.attribute}`: words have no order.", "Compare with a whole number.")


def _check_stratum(rule: ChainRule, rules: tuple[ChainRule, ...]) -> None:
    if sum(other.id == rule.id for other in rules) > 1:
        raise RuleTextError(rule.place, f"Two case rules are called `{rule.id}`.", "Rename one.")
    if rule.stratum < 1 or (rule.unless and rule.stratum < 2):
        raise RuleTextError(rule.place, f"`{rule.id}` uses `unless` too early.", "Give it `stratum: 2`.")
    for clause in (*rule.when, *rule.unless):
        closed = rule.stratum - 1 if clause in rule.unless else rule.stratum
        late = [other.id for other in rules if other.then.kind == clause.kind and other.stratum > closed]
        if late:
            raise RuleTextError(
                rule.place,
                f"`{rule.id}` reads `{clause.kind}`, which {', '.join(late)} may still conclude.",
                "Put this rule in a later stratum.",
            )


def _check_size(chain: Chain) -> None:
    place = chain.rules[0].place
    if len(chain.properties) >= MAX_PROPERTIES:
        raise RuleTextError(place, f"The case rules read {len(chain.properties)} attributes.", "Read fewer than 300.")
    uses: dict[str, int] = {}
    for rule in chain.rules:
        for clause in (*rule.when, *rule.unless):
            uses[clause.kind] = uses.get(clause.kind, 1) + 1
            if uses[clause.kind] >= MAX_ALTERNATIVES:
                raise RuleTextError(rule.place, f"Too many rules read `{clause.kind}`.", "At most 38 clauses may.")
    for words in (chain.properties, set(chain.definition), {OPEN, GO, *chain.read_kinds}):
        if len({fnv1a_32(word) for word in words}) != len(words):
            raise RuleTextError(place, "Two names have the same 32-bit hash.", "Rename one of them.")
