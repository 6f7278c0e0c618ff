"""Traps of what rules may write: each pinned beside the form of ours that cannot write it."""

from rules.chaining import session
from rules.compilers.chain import ChainRule, Clause, Template, Term, checked
from tests.unit.chaining.test_traps import naked, said


def test_a_comparison_with_a_division_by_zero_is_not_something_a_case_rule_can_write() -> None:
    """The engine divides in the process and dies of it; our terms are an attribute, an operator and a value."""
    done = naked("""
to = host({"r": [{"m": {"$and": [{"kind": "k"}, {"x": {"$div": {"$l": {"$m": "x"}, "$r": {"$m": "y"}}}}]}}]})
tell(to, {"id": "a", "kind": "k", "x": 1, "y": 0})
""")
    assert done.returncode < 0, "the library no longer crashes here"
    assert set(Term.__slots__) == {"attribute", "operator", "value"}


def test_both_sides_of_an_or_fire_twice_and_ours_concludes_once() -> None:
    """Alternatives become rules; what they conclude has its content for an id, so it is concluded once."""
    assert (
        said("""
to = host({"r": [{"m": {"$and": [{"kind": "k"}, {"$or": [{"x": 1}, {"y": 1}]}]}}]})
tell(to, {"id": "a", "kind": "k", "x": 1, "y": 1})
print(len(fired))
""")
        == 2
    )
    then = Template("flag", "found")
    both = [ChainRule(f"r{n}", 1, (Clause("m", "k", (Term(name, "==", 1),)),), (), then) for n, name in enumerate("xy")]
    assert len(session.chain_facts(checked(both), [{"id": "a", "kind": "k", "x": 1, "y": 1}])) == 1
