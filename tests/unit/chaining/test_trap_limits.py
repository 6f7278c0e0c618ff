"""How much durable-rules bears, each limit pinned beside the check that keeps a text well under it."""

import subprocess
import sys
from collections.abc import Iterable

import pytest

from rules.chaining import session
from rules.chaining.errors import ChainingError
from rules.chaining.process import MAX_FACTS, process
from rules.compilers.chain import ChainRule, Clause, Ref, Term, checked
from rules.compilers.chain.checks import MAX_ALTERNATIVES, MAX_JOINED, MAX_PROPERTIES, MAX_TERMS
from rules.language.errors import RuleTextError
from tests.unit.chaining.test_traps import NAKED, concluded, rule, said
from tests.unit.chaining.texts import text_of

#: Ends the process where it stands: the engine cannot be trusted to close down after what these scripts do to it.
_LEAVE = "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"


def hangs(script: str) -> bool:
    """Whether the bare library is still busy after some seconds with something that takes milliseconds."""
    command = [sys.executable, "-W", "ignore", "-c", NAKED + script]
    try:
        subprocess.run(command, capture_output=True, timeout=6, check=False)
    except subprocess.TimeoutExpired:
        return True
    return False


def refused(rules: Iterable[ChainRule]) -> str:
    """How a chain is refused, with what to do."""
    with pytest.raises(RuleTextError) as caught:
        checked(rules)
    assert caught.value.mend
    return caught.value.wrong


def test_at_512_properties_the_engine_hangs_and_a_chain_stops_at_300() -> None:
    script = """
to = host({{f"r{{n}}": [{{"m": {{"$and": [{{"kind": "k"}}, {{f"p{{n}}": 1}}]}}}}] for n in range({})}})
print(json.dumps(outcome(lambda: tell(to, {{"id": "a", "kind": "k", "p1": 1}}))))
"""
    assert said(script.format(500)) == "done"
    assert hangs(script.format(512)), "the library no longer hangs here"
    many = [rule(f"r{n}", Clause("m", f"kind{n}", (Term(f"name{n}", "==", 1),))) for n in range(MAX_PROPERTIES)]
    assert "attributes" in refused(many)


def test_more_than_64_alternatives_for_one_fact_fail_when_it_comes_and_ours_are_counted_before() -> None:
    script = """
to = host({{f"r{{n}}": [{{"m": {{"$and": [{{"kind": "k"}}, {{"$gt": {{"v": n}}}}]}}}}] for n in range({})}})
print(json.dumps([outcome(lambda: tell(to, {{"id": "a", "kind": "k", "v": 1000}})), len(fired)]))
"""
    assert said(script.format(60) + _LEAVE) == ["done", 60]
    how, fired = said(script.format(70) + _LEAVE)
    assert "303" in how
    assert fired == 0
    many = [rule(f"r{n}", Clause("m", "declared", (Term("value", ">", n),))) for n in range(MAX_ALTERNATIVES)]
    assert "Too many rules" in refused(many)


def test_a_rule_that_joins_17_facts_loads_and_then_fails_and_ours_may_join_11() -> None:
    how = said(
        """
to = host({"r": [{f"m{n}": {"kind": f"k{n}"}} for n in range(17)]})
print(json.dumps(outcome(lambda: tell(to, *({"id": str(n), "kind": f"k{n}"} for n in range(17))))))
"""
        + _LEAVE
    )
    assert "304" in how
    assert "joins too many" in refused([rule("r", *(Clause(f"m{n}", f"kind{n}") for n in range(MAX_JOINED)))])
    most = [Clause(f"m{n}", f"kind{n}") for n in range(MAX_JOINED - 1)]
    facts = [{"id": str(n), "kind": f"kind{n}"} for n in range(MAX_JOINED - 1)]
    assert concluded(checked([rule("r", *most)]), *facts) == {"r"}


def test_a_clause_of_30_comparisons_does_not_load_and_ours_may_have_20() -> None:
    script = """
terms = [{{"kind": "b"}}, *({{f"p{{n}}": {{"x": f"p{{n}}"}}}} for n in range({}))]
rules = {{"a": [{{"m": {{"kind": "a"}}}}], "r": [{{"x": {{"kind": "a"}}}}, {{"y": {{"$and": terms}}}}]}}
print(json.dumps(outcome(lambda: host(rules))))
"""
    assert said(script.format(28)) == "done"
    assert "113" in said(script.format(30))

    def joined(number: int) -> ChainRule:
        terms = tuple(Term(f"p{n}", "==", Ref("x", f"p{n}")) for n in range(number))
        return rule("r", Clause("x", "declared"), Clause("y", "registry", terms))

    assert "comparisons" in refused([joined(MAX_TERMS + 1)])
    same = {f"p{n}": n for n in range(MAX_TERMS)}
    declared, registry = {"id": "a", "kind": "declared", **same}, {"id": "b", "kind": "registry", **same}
    assert concluded(checked([joined(MAX_TERMS)]), declared, registry) == {"r"}


def test_facts_that_nothing_ties_together_multiply_and_a_case_may_hold_so_many() -> None:
    firings = said("""
to = host({"a": [{"m": {"kind": "a"}}], "r": [{"x": {"kind": "a"}}, {"y": {"kind": "a"}}, {"z": {"kind": "a"}}]})
tell(to, *({"id": str(n), "kind": "a"} for n in range(16)))
print(fired.count("r"))
""")
    assert firings == 16 * 15 * 14
    facts = ({"id": str(n), "kind": "document", "person": "a", "field": "x"} for n in range(MAX_FACTS + 1))
    with pytest.raises(ChainingError, match="too_many_facts"):
        process(text_of("imv"), facts)


def test_a_join_of_a_kind_with_itself_fires_both_ways_and_ours_concludes_once() -> None:
    assert (
        said("""
same = {"$and": [{"kind": "a"}, {"v": {"x": "v"}}]}
to = host({"a": [{"m": {"kind": "a"}}], "r": [{"x": {"kind": "a"}}, {"y": same}]})
tell(to, {"id": "1", "kind": "a", "v": 3}, {"id": "2", "kind": "a", "v": 3})
print(fired.count("r"))
""")
        == 2
    )
    same = rule("same", Clause("x", "declared"), Clause("y", "declared", (Term("value", "==", Ref("x", "value")),)))
    facts = [{"id": str(n), "kind": "declared", "value": 3} for n in range(2)]
    derived = session.chain_facts(checked([same]), facts)
    ((_, grounds),) = derived.values()
    assert {ids for _, ids in grounds} == {("0", "1"), ("1", "0")}
