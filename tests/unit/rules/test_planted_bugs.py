"""An operator written wrongly by one reading is found by holding it against the others.

Each mutant changes one operator of what a reading emits — `>=` for `>`, `and` for `or`, `+` for `-` — and leaves the
other readings alone. Equal mutants, which no household can tell apart, are named in EQUAL with the reason.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from rules import services, texts_store
from rules.chaining import reference, session
from rules.compilers.chain import Chain, ChainRule, Ref, Term, checked, compile_chain
from rules.compilers.source import program as program_module
from rules.language.text import CASE_FACTS, RuleText
from rules.second_opinion import asking, comparing
from rules.second_opinion.households import household
from rules.types import Case

pytestmark = pytest.mark.req("S2-72")
PERIODS = (date(2021, 1, 1), date(2023, 1, 1), date(2026, 1, 1))
_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
#: The same operators where the reading writes them as calls.
_CALLS = {
    "_less": "_less_or_equal",
    "_less_or_equal": "_less",
    "_and": "_or",
    "_or": "_and",
    "_add": "_subtract",
    "_subtract": "_add",
    "_any": "_all",
    "_all": "_any",
}


@cache
def drawn(period: date, number: int) -> tuple[Case, ...]:
    """Households of the days with one set of parameters."""
    edition = texts_store.current("imv")
    assert edition is not None
    random = Random(period.toordinal())
    found: list[Case] = []
    while len(found) < number:
        case = services.read_case(household(edition, random))
        if edition.on(case.on).period == period:
            found.append(case)
    return tuple(found)


@cache
def expected(period: date, number: int) -> tuple[comparing.Answers, ...]:
    """What the untouched reading and the oracle say of them."""
    return tuple(comparing.oracle(_text(period), case) for case in drawn(period, number))


def _text(period: date) -> RuleText:
    return services.text("imv", period)


# --- Readings that are emitted as Python ------------------------------------------------------------------------------


class _Planter(ast.NodeTransformer):
    """Changes operator number `at` of a source; counts them all. What only handles unknowns is left out."""

    def __init__(self, at: int) -> None:
        self.at, self.seen, self.written = at, 0, ""

    def _here(self, node: ast.AST) -> bool:
        self.seen += 1
        if self.seen - 1 != self.at:
            return False
        self.written = ast.unparse(node)
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if type(node.ops[0]) in _SWAPPED and self._here(node):
            node.ops[0] = _SWAPPED[type(node.ops[0])]()  # type: ignore[assignment]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if not all(_asks_if_known(value) for value in node.values) and self._here(node):
            node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if type(node.op) in _SWAPPED and self._here(node):
            node.op = _SWAPPED[type(node.op)]()  # type: ignore[assignment]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == "_same":
            return node  # both ways of a choice whose condition is unknown
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in _CALLS and self._here(node):
            node.func.id = _CALLS[node.func.id]
        return node


def _asks_if_known(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Compare)
        and isinstance(node.ops[0], ast.Is)
        and isinstance(node.comparators[0], ast.Constant)
        and node.comparators[0].value is None
    )


def planted(source: str, at: int) -> tuple[str, _Planter]:
    planter = _Planter(at)
    tree = planter.visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree)), planter


@dataclass(frozen=True)
class Mutant:
    """What was planted, and what found it (None: nothing did)."""

    written: str
    caught_by: Case | bool | None


def _form(text: RuleText, case: Case) -> comparing.Answers:
    """What the form knows of a whole household: every requirement and amount is settled, and None is no answer."""
    unit = services.form(text, case.raw)._reading.found.unit  # type: ignore[attr-defined]
    at = texts_store.compiled_for(text).unit_at
    amounts = {name: unit[at[text.outcome[name]]] for name in ("imv", "child_supplement")}
    return comparing._by_id(text, at, unit) | amounts


#: Readings, how the name of the source to plant in ends, which of those so named it is, and over how many households.
#: The vector reading takes its seat here: the name of its module's `compile`, and its answers to a case.
EMITTED = {
    "compiled": (comparing.compiled, " plain>", 0, 400),
    "three-valued": (comparing.three_valued, "", 2, 250),
    "form": (_form, " form>", 0, 400),
}


def _emitted_mutants(
    monkeypatch: pytest.MonkeyPatch, name: str, period: date, number: int, random: Random
) -> Iterator[Mutant]:
    reading, ending, later, households = EMITTED[name]
    cases, right = drawn(period, households), expected(period, households)
    sources: list[str] = []

    def run(at: int | None) -> Mutant:
        """Compile the text anew, with an operator changed, and look for a household that notices."""
        planter: list[_Planter] = []
        count = [0]

        def compiling(source: Any, *rest: Any) -> Any:
            count[0] += str(rest[0]).endswith(ending)
            if count[0] == later + 1 and not planter and isinstance(source, str):
                sources.append(source)
                if at is not None:
                    source, found = planted(source, at)
                    planter.append(found)
            return compile(source, *rest)

        with monkeypatch.context() as patch:
            patch.setattr(texts_store, "_COMPILED", {})
            patch.setattr(program_module, "compile", compiling, raising=False)
            caught = next((c for c, r in zip(cases, right, strict=True) if _notices(reading, c, r)), None)
        return Mutant(planter[0].written if planter else "", caught)

    assert run(None).caught_by is None
    _, counter = planted(sources[0], -1)
    for at in random.sample(range(counter.seen), number):
        yield run(at)


def _notices(reading: comparing.Reading, case: Case, right: comparing.Answers) -> bool:
    try:
        said = reading(services.text("imv", case.on), case)
    except (TypeError, KeyError, ValueError, NameError):
        return True  # it does not even run
    return any(right[item] != value for item, value in said.items() if item in right)


#: Mutants no household of a regime can tell apart, by how they are written, and why.
EQUAL = {
    r"\bon (<|>=) D_|D_\d+, on\)|on, D_\d+\)": "compares the day with one of another regime",
    r"members (<|>=) \d$": "the last row of a table is for that many or more; a person alone is of the current law",
    r"age < 200": "the law in force has no greatest age",
    r"\bq_|\bshift\b|\bfree\b": "says what an unasked question waits for; a whole household has none",
}


@pytest.mark.parametrize("period", PERIODS[1:], ids=str)
@pytest.mark.parametrize("name", EMITTED)
def test_a_wrong_operator_in_the_emitted_source_is_found(
    monkeypatch: pytest.MonkeyPatch, name: str, period: date
) -> None:
    # Half of what the form emits are bounds of the unknown, and whole households tell few of those apart.
    _told(name, list(_emitted_mutants(monkeypatch, name, period, 12, Random(7))), 0.5 if name == "form" else 0.4)


def _told(name: str, mutants: list[Mutant], most_left: float = 0.4) -> None:
    """Most are found; what is not is printed, so that somebody asks whether a household is lacking."""
    equal = re.compile("|".join(EQUAL))
    counted = [mutant for mutant in mutants if mutant.caught_by is not None or not equal.search(mutant.written)]
    left = [mutant.written for mutant in counted if mutant.caught_by is None]
    print(f"{name}: {len(counted) - len(left)} of {len(counted)} found, {len(mutants) - len(counted)} equal")
    print(*(f"  not found: {written[:150]}" for written in left), sep="\n")
    assert len(left) <= len(counted) * most_left, left


# --- Readings that are emitted as rules of durable-rules ------------------------------------------------------------

_TERMS = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def _with_wrong_term(chain: Chain, random: Random) -> tuple[Chain, str]:
    """The chain with the operator of one comparison changed; joins by person are left alone."""
    places = [
        (rule, clause, term)
        for rule in chain.rules
        for clause in rule.when
        for term in clause.terms
        if not (isinstance(term.value, Ref) and term.attribute == "who")
    ]
    rule, clause, term = random.choice(places)
    changed = replace(term, operator=_TERMS[term.operator])
    terms = tuple(changed if one is term else one for one in clause.terms)
    when = tuple(replace(one, terms=terms) if one is clause else one for one in rule.when)
    planted: list[ChainRule] = [replace(one, when=when) if one is rule else one for one in chain.rules]
    return checked(planted), f"{rule.id}: {term.attribute} {changed.operator} {_shown(term)}"


def _shown(term: Term) -> str:
    return f"{term.value.alias}.{term.value.attribute}" if isinstance(term.value, Ref) else str(term.value)


def test_a_wrong_operator_in_the_second_opinion_is_found() -> None:
    random, period = Random(11), PERIODS[2]
    cases, right = drawn(period, 400)[:120], expected(period, 400)[:120]
    mutants = []
    for ruleset in random.choices(asking.rulesets(_text(period)), k=12):
        chain, written = _with_wrong_term(ruleset.chain, random)
        planted = replace(ruleset, chain=chain)
        caught = None
        for case, answer in zip(cases, right, strict=True):
            said = asking.answers(services.text("imv", case.on), case, [planted])
            if said[ruleset.requirement] is not answer[ruleset.requirement]:
                caught = case
                break
        mutants.append(Mutant(f"{ruleset.requirement} {written}", caught))
    session.forget_networks()
    _told("second opinion", mutants)


def _case_facts(random: Random) -> list[dict[str, Any]]:
    """Facts of a dossier about the words the case rules name, several of each, many of them equal."""
    words: dict[str, list[Any]] = {
        "person": ["p1", "p2"],
        "field": ["income", "address", "net_patrimony"],
        "source": ["police", "tax_agency"],
        "state": ["differs", "agrees", "failed"],
        "value": [0, 1, 149_999, 150_000, 150_001],
    }
    facts = []
    for number in range(random.choice([2, 6, 20])):
        kind = random.choice(["declared", "registry", "check", "decision"])
        chosen = {name: random.choice(words.get(name, ["yes", "no", 0, 1])) for name in sorted(CASE_FACTS[kind])}
        facts.append({**chosen, "kind": kind, "id": f"f{number}"})
    return facts


def test_a_wrong_operator_in_the_case_rules_is_found() -> None:
    random = Random(5)
    chain = compile_chain(_text(PERIODS[2]).case_rules)
    fact_sets = [_case_facts(random) for _ in range(150)]
    right = [reference.chain_facts(chain, facts) for facts in fact_sets]
    assert [session.chain_facts(chain, facts) for facts in fact_sets] == right
    mutants = []
    for _ in range(12):
        planted, written = _with_wrong_term(chain, random)
        caught = any(
            session.chain_facts(planted, facts) != found for facts, found in zip(fact_sets, right, strict=True)
        )
        mutants.append(Mutant(written, caught or None))
    session.forget_networks()
    _told("case rules", mutants)
