"""The readings that are rules of durable-rules: case rules, and the requirements of the second opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from rules import services
from rules.chaining import reference, session
from rules.compilers.chain import Chain, Clause, Ref, Term, checked, compile_chain
from rules.language.text import CASE_FACTS
from rules.second_opinion import asking, comparing
from rules.types import Case
from tests.unit.rules.planting.probes import example_probes, whole_probes
from tests.unit.rules.planting.trying import PERIODS, Mutant

_TERMS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
#: How many households, or sets of facts, a wrong ruleset is looked for over.
_HOUSEHOLDS, _FACT_SETS = 4_000, 300
#: A day of the law in force on which the worked examples are asked.
_WORKED = date(2026, 10, 15)
Place = tuple[str, str, int]


def places(chain: Chain) -> list[Place]:
    """Every comparison of a chain: rule, alias and position. Joins by person are no operators of the text."""
    return [
        (rule.id, clause.alias, at)
        for rule in chain.rules
        for clause in (*rule.when, *rule.unless)
        for at, term in enumerate(clause.terms)
        if not (isinstance(term.value, Ref) and term.attribute == "who")
    ]


def planted(chain: Chain, place: Place) -> tuple[Chain, str]:
    """The chain with the operator of one comparison changed, and what stands there now."""
    id, alias, at = place
    rule = chain.rule[id]
    written = ""

    def changed(clause: Clause) -> Clause:
        nonlocal written
        if clause.alias != alias:
            return clause
        term = clause.terms[at]
        wrong = replace(term, operator=_TERMS[term.operator])
        written = f"{id}: {clause.kind}.{term.attribute} {wrong.operator} {_shown(term)}"
        return replace(clause, terms=(*clause.terms[:at], wrong, *clause.terms[at + 1 :]))

    mutant = replace(rule, when=tuple(map(changed, rule.when)), unless=tuple(map(changed, rule.unless)))
    return checked([mutant if one is rule else one for one in chain.rules]), written


def _shown(term: Term) -> str:
    return f"{term.value.alias}.{term.value.attribute}" if isinstance(term.value, Ref) else str(term.value)


# --- The second opinion -----------------------------------------------------------------------------------------------


@cache
def _asked(number: int, examples: bool) -> list[tuple[Case, comparing.Answers]]:
    """Households, and what the oracle says of them. The one that noticed last is asked first."""
    cases = [probe.case for probe in whole_probes(PERIODS[0], number)]
    if examples:
        cases += [probe.case for probe in example_probes(_WORKED) if probe.whole]
    return [(case, comparing.oracle(services.text("imv", case.on), case)) for case in cases]


def second_opinion(
    every: int = 1, most: int | None = None, households: int = _HOUSEHOLDS, examples: bool = False
) -> Iterator[Mutant]:
    """Each comparison of each requirement's ruleset, in the law in force."""
    text = services.text("imv", PERIODS[0])
    every_place = [(ruleset, place) for ruleset in asking.rulesets(text) for place in places(ruleset.chain)]
    for ruleset, place in Random(every).sample(every_place, most or len(every_place) // every):
        chain, written = planted(ruleset.chain, place)
        wrong = replace(ruleset, chain=chain)
        yield Mutant(
            "second opinion", f"{ruleset.requirement} {written}", _differs(wrong, _asked(households, examples))
        )


def _differs(wrong: Any, asked: list[tuple[Case, comparing.Answers]]) -> bool:
    for at, (case, right) in enumerate(asked):
        if (
            asking.answers(services.text("imv", case.on), case, [wrong])[wrong.requirement]
            is not right[wrong.requirement]
        ):
            asked.insert(0, asked.pop(at))
            return True
    return False


# --- Case rules -------------------------------------------------------------------------------------------------------


def case_facts(chain: Chain, random: Random) -> list[dict[str, Any]]:
    """Facts of a dossier about the words and numbers the case rules name: each of them, one less and one more."""
    words: dict[str, list[Any]] = {}
    for rule in chain.rules:
        for clause in (*rule.when, *rule.unless):
            for term in clause.terms:
                if not isinstance(term.value, Ref):
                    near = [term.value + step for step in (-1, 0, 1)] if isinstance(term.value, int) else [term.value]
                    words.setdefault(term.attribute, []).extend([*near, "another" if near == [term.value] else 0])
    words |= {"person": ["p1", "p2"], "value": [*words.get("value", []), 0, 149_999, 150_000, 150_001]}
    facts = []
    kinds = [kind for kind in CASE_FACTS if kind in chain.read_kinds and kind not in ("flag", "task", "route")]
    # Without some kinds of facts, so that a negation about them can hold.
    kinds = random.sample(kinds, random.randrange(1, len(kinds) + 1))
    for number in range(random.choice([1, 2, 3, 6, 20])):
        kind = random.choice(kinds)
        chosen = {name: random.choice(words.get(name, ["yes", "no", 0, 1])) for name in sorted(CASE_FACTS[kind])}
        facts.append({**chosen, "kind": kind, "id": f"f{number}"})
    return facts


def case_rules(every: int = 1, most: int | None = None, fact_sets: int = _FACT_SETS) -> Iterator[Mutant]:
    """Each comparison of the case rules, against the plain chainer. Raises AssertionError where the two part anyway."""
    random = Random(5)
    chain = compile_chain(services.text("imv", PERIODS[0]).case_rules)
    told = [case_facts(chain, random) for _ in range(fact_sets)]
    right = [reference.chain_facts(chain, facts) for facts in told]
    assert [session.chain_facts(chain, facts) for facts in told] == right
    found = places(chain)
    for place in Random(every).sample(found, min(most or len(found), len(found))):
        wrong, written = planted(chain, place)
        differs = any(session.chain_facts(wrong, facts) != one for facts, one in zip(told, right, strict=True))
        yield Mutant("case rules", written, differs)
