"""The engine says what the naive chainer says: the same conclusions, reached in the same ways, in any order."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.chaining import reference, session
from rules.compilers.chain import Chain, ChainRule, Clause, Ref, Template, Term, checked
from rules.language.errors import RuleTextError

KINDS = ("declared", "registry", "document", "decision", "flag", "task")
ATTRIBUTES = ("person", "field", "value")
# Words that are equal to a naive eye (NFC and NFD), look like numbers, or have colliding 32-bit hashes.
WORDS = ("a", "b", "income", "9", "10", "costarring", "liquid", "\u00f1", "n\u0303", "")
NUMBERS = (0, 1, 9, 10, -3, 480_000, 2**53)
VALUES = st.sampled_from(WORDS) | st.sampled_from(NUMBERS)


@st.composite
def fact_sets(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS[:4]) -> list[dict[str, Any]]:
    """Up to a dozen facts, any of them lacking any attribute, twins included."""
    bodies = draw(st.lists(st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES, max_size=3), max_size=12))
    return [{**body, "id": f"fact {n}", "kind": draw(st.sampled_from(kinds))} for n, body in enumerate(bodies)]


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """A few random rules: joins, order, chaining through flags and tasks, negation."""
    rules = [draw(_rule(number)) for number in range(draw(st.integers(1, 5)))]
    kept: list[ChainRule] = []
    for rule in rules:  # those that keep to the strata
        try:
            checked([*kept, rule])
        except RuleTextError:
            continue
        kept.append(rule)
    return checked(kept)


@st.composite
def _rule(draw: st.DrawFn, number: int) -> ChainRule:
    stratum = draw(st.integers(1, 3))
    when = [draw(_clause(f"w{n}", [f"w{k}" for k in range(n)])) for n in range(draw(st.integers(1, 3)))]
    names = [clause.alias for clause in when]
    unless = [draw(_clause(f"u{n}", names)) for n in range(draw(st.integers(0, 2 if stratum > 1 else 0)))]
    values = st.sampled_from(WORDS[:3]) | st.builds(Ref, st.sampled_from(names), st.sampled_from(ATTRIBUTES))
    attributes = draw(st.dictionaries(st.sampled_from(ATTRIBUTES), values, max_size=2))
    then = Template(draw(st.sampled_from(KINDS[4:])), f"name_{number}", tuple(attributes.items()))
    return ChainRule(f"rule_{number}", stratum, tuple(when), tuple(unless), then)


@st.composite
def _clause(draw: st.DrawFn, alias: str, before: list[str]) -> Clause:
    terms = []
    for _ in range(draw(st.integers(0, 3))):
        joined = draw(st.booleans()) if before else False
        ref = Ref(draw(st.sampled_from(before)), draw(st.sampled_from(ATTRIBUTES))) if joined else None
        operator = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
        constant = draw(st.sampled_from(NUMBERS) if operator[0] in "<>" else VALUES)
        terms.append(Term(draw(st.sampled_from(ATTRIBUTES)), operator, ref or constant))
    return Clause(alias, draw(st.sampled_from(KINDS)), tuple(terms))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chains(), fact_sets(), st.randoms(use_true_random=False))
def test_engine_and_specification_agree(chain: Chain, facts: list[dict[str, Any]], shuffler: random.Random) -> None:
    expected = reference.chain_facts(chain, facts)
    shuffler.shuffle(facts)
    assert session.chain_facts(chain, facts) == expected
