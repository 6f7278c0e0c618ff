"""The ways durable-rules fails when fed carelessly, each pinned in a process of its own, beside how we feed it.

If an upgrade or a rebuild of the C extension changes one of these, its test fails: then its guard in
`rules.chaining.session` or `rules.compilers.chain` can be thought over.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from rules.chaining import session
from rules.chaining.errors import ChainingError
from rules.chaining.process import process
from rules.compilers.chain import Chain, ChainRule, Clause, Ref, Template, Term, checked
from tests.unit.chaining.texts import text_of

NAKED = """
import json, threading
from durable import engine

class Quiet(engine.Host):
    def _run(self):
        pass

fired = []

def noting(name):
    def note(c):
        fired.append(name)
    return note

def host(rules, kind=Quiet):
    return kind({"t": {name: {"all": when, "run": noting(name)} for name, when in rules.items()}})

def tell(to, *facts, sid="1"):
    for fact in facts:
        to.assert_fact("t", dict(fact, sid=sid))

def outcome(of):
    try:
        of()
        return "done"
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
"""


def naked(script: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run the bare library in a process of its own, with variables added to its environment."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", NAKED + script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **(environment or {})},
    )


def said(script: str) -> Any:
    """What a script that survives prints last, as JSON."""
    done = naked(script)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def rule(name: str, *when: Clause, unless: tuple[Clause, ...] = (), stratum: int = 1) -> ChainRule:
    return ChainRule(name, stratum, when, unless, Template("flag", name))


def concluded(chain: Chain, *facts: dict[str, Any]) -> set[str]:
    """Names of what our session concludes."""
    return {str(fact["name"]) for fact, _ in session.chain_facts(chain, facts).values()}


def test_a_fact_that_matches_nothing_corrupts_the_state_and_kills_the_process() -> None:
    done = naked("""
to = host({"r": [{"m": {"kind": "known"}}]})
outcome(lambda: tell(to, {"id": "x", "kind": "stranger"}))
to.delete_state("t", "1")
""")
    assert done.returncode < 0, "the library no longer crashes here"
    chain = checked([rule("known", Clause("a", "declared", (Term("field", "==", "income"),)))])
    for _ in range(50):
        assert concluded(chain, {"id": "x", "kind": "document"}, {"id": "y", "kind": "declared"}) == set()


def test_a_join_on_a_missing_attribute_refuses_an_unrelated_fact() -> None:
    refused = said("""
to = host({"open": [{"m": {"kind": "open"}}], "a": [{"m": {"kind": "a"}}], "b": [{"m": {"kind": "b"}}],
  "r": [{"x": {"kind": "a"}}, {"y": {"$and": [{"kind": "b"}, {"$gt": {"value": {"x": "value"}}}]}}]})
tell(to, {"id": "o", "kind": "open"}, {"id": "a1", "kind": "a"})
print(json.dumps(outcome(lambda: tell(to, {"id": "b1", "kind": "b", "value": 3}))))
""")
    assert "311" in refused
    more = Clause("y", "registry", (Term("value", ">", Ref("x", "value")),))
    chain = checked([rule("more", Clause("x", "declared"), more)])
    lacking = {"id": "a1", "kind": "declared"}
    assert concluded(chain, lacking, {"id": "b1", "kind": "registry", "value": 3}) == set()
    whole = {"id": "a2", "kind": "declared", "value": 1}
    assert concluded(chain, lacking, {"id": "b2", "kind": "registry"}, whole) == set()
    assert concluded(chain, lacking, {"id": "b1", "kind": "registry", "value": 3}, whole) == {"more"}


def test_joins_of_ours_survive_a_last_comparison_that_fails() -> None:
    """Bare, the library reads past the end of its list there (events.c:614, found with ASAN): it crashes or not, as the
    heap happens to lie, so that only our side can be held to something. Every join of ours ends with one that holds."""
    survived = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", JOINS], capture_output=True, text=True, timeout=60, check=False
    )
    assert survived.stdout.split() == ["40"], survived.stderr


JOINS = """
from tests.unit.chaining.test_traps import *
facts = [{"id": str(i), "kind": ("declared", "registry")[i % 2], "value": i} for i in range(10)]
for n in range(40):
    less = Clause("y", "registry", (Term("value", ">", Ref("x", "value")),))
    big = Clause("x", "declared", (Term("value", ">", n),))
    concluded(checked([rule(f"r{k}_{n}", big, less) for k in range(15)]), *facts)
print(n + 1)
"""


def test_numbers_and_words_have_an_order_among_them() -> None:
    assert said("""
to = host({"open": [{"m": {"kind": "open"}}], "k": [{"m": {"kind": "k"}}],
  "r": [{"x": {"kind": "k"}}, {"y": {"$and": [{"kind": "k"}, {"$lt": {"value": {"x": "value"}}}]}}]})
tell(to, {"id": "o", "kind": "open"}, {"id": "a", "kind": "k", "value": 10}, {"id": "b", "kind": "k", "value": "9"})
print(json.dumps("r" in fired))
""")
    less = Clause("y", "registry", (Term("value", "<", Ref("x", "value")),))
    chain = checked([rule("less", Clause("x", "declared"), less)])
    ten, nine = {"id": "a", "kind": "registry", "value": 10}, {"id": "b", "kind": "declared", "value": "9"}
    assert concluded(chain, ten, nine) == set()


def test_a_negation_that_was_true_once_is_not_taken_back() -> None:
    fires = said("""
def order(*kinds):
    fired.clear()
    to = host({"open": [{"m": {"kind": "open"}}], "p": [{"m": {"kind": "p"}}], "x": [{"m": {"kind": "x"}}],
      "r": [{"a": {"kind": "p"}}, {"b$not": {"kind": "x"}}]})
    tell(to, {"id": "o", "kind": "open"})
    to.assert_facts("t", [{"id": kind, "kind": kind, "sid": "1"} for kind in kinds])
    return "r" in fired
print(json.dumps([order("p", "x"), order("x", "p")]))
""")
    assert fires == [True, False]
    calm = rule("calm", Clause("a", "decision"), unless=(Clause("b", "check"),), stratum=2)
    decision, check = {"id": "p", "kind": "decision"}, {"id": "x", "kind": "check"}
    assert concluded(checked([calm]), decision, check) == concluded(checked([calm]), check, decision) == set()
    assert concluded(checked([calm]), decision) == {"calm"}


def test_twins_are_one_fact() -> None:
    refused = said("""
to = host({"k": [{"m": {"kind": "k"}}]})
tell(to, {"kind": "k", "name": "same"})
print(json.dumps(outcome(lambda: tell(to, {"kind": "k", "name": "same"}))))
""")
    assert refused.startswith("MessageObservedException")
    both = rule("both", Clause("x", "declared"), Clause("y", "declared", (Term("value", "==", Ref("x", "value")),)))
    twins = [{"id": f"child {n}", "kind": "declared", "value": 20200101} for n in range(2)]
    assert concluded(checked([both]), *twins) == {"both"}


def test_ids_with_the_same_short_hash_are_one_fact() -> None:
    refused = said("""
to = host({"k": [{"m": {"kind": "k"}}]})
tell(to, {"id": "costarring", "kind": "k"})
print(json.dumps(outcome(lambda: tell(to, {"id": "liquid", "kind": "k"}))))
""")
    assert refused.startswith("MessageObservedException")
    both = rule("both", Clause("x", "declared"), Clause("y", "declared"))
    assert concluded(checked([both]), *({"id": word, "kind": "declared"} for word in ("costarring", "liquid"))) == {
        "both"
    }


def test_floats_and_long_numbers_are_misread() -> None:
    small, saturated = said("""
to = host({"k": [{"m": {"kind": "k"}}], "big": [{"m": {"$and": [{"kind": "k"}, {"v": 2**63 - 1}]}}]})
small = outcome(lambda: tell(to, {"id": "a", "kind": "k", "v": 1e-07}))
tell(to, {"id": "b", "kind": "k", "v": 10**30})
print(json.dumps([small, "big" in fired]))
""")
    assert "204" in small
    assert saturated
    for value in (461.6, 10**30, True, b"", []):
        with pytest.raises(ChainingError):
            process(text_of("imv"), [{"id": "a", "kind": "declared", "person": "a", "field": "income", "value": value}])


def test_a_batch_drops_what_follows_a_bad_fact_and_says_nothing() -> None:
    assert said("""
to = host({"k": [{"m": {"kind": "k"}}]})
facts = [{"id": str(n), "kind": "k", "sid": "1", "v": value} for n, value in enumerate([1, float("inf"), 3])]
to.assert_facts("t", facts)
print(json.dumps(fired))
""") == ["k"]
    big = rule("big", Clause("a", "declared", (Term("value", ">", 2),)))
    facts = [{"id": str(n), "kind": "declared", "value": value} for n, value in enumerate([1, "inf", 3])]
    assert concluded(checked([big]), *facts) == {"big"}


def test_retracting_a_fact_leaves_its_conclusions() -> None:
    assert said("""
to = host({"k": [{"m": {"kind": "k"}}], "c": [{"m": {"kind": "c"}}]})
tell(to, {"id": "a", "kind": "k"}, {"id": "c", "kind": "c"})
to.retract_fact("t", {"id": "a", "kind": "k", "sid": "1"})
print(json.dumps([fact["id"] for fact in to.get_facts("t", "1")]))
""") == ["c"]
    big = checked([rule("big", Clause("a", "declared", (Term("value", ">", 2),)))])
    assert concluded(big, {"id": "a", "kind": "declared", "value": 3}) == {"big"}
    assert concluded(big, {"id": "a", "kind": "declared", "value": 1}) == set(), "a session remembers nothing"


def test_the_1025th_open_session_fails() -> None:
    opened, how = said("""
to = host({"k": [{"m": {"kind": "k"}}]})
for n in range(2000):
    how = outcome(lambda: tell(to, {"id": "a", "kind": "k"}, sid=str(n)))
    if how != "done":
        break
print(json.dumps([n, how]), flush=True)
import os
os._exit(0)
""")
    assert opened == 1024
    assert "MemoryError" in how
    big = checked([rule("big", Clause("a", "declared", (Term("value", ">", 2),)))])
    for _ in range(1100):
        assert concluded(big, {"id": "a", "kind": "declared", "value": 3}) == {"big"}


def test_the_stock_host_walks_sessions_from_threads_of_its_own() -> None:
    assert (
        said("""
host({"k": [{"m": {"kind": "k"}}]}, engine.Host)
stock = threading.active_count()
print(json.dumps(stock))
""")
        == 3
    )
    quiet = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", QUIET], capture_output=True, text=True, timeout=60, check=False
    )
    assert quiet.stdout.split() == ["1", "{'big'}"], quiet.stderr


QUIET = """
import threading
from tests.unit.chaining.test_traps import *
big = checked([rule("big", Clause("a", "declared", (Term("value", ">", 2),)))])
found = concluded(big, {"id": "a", "kind": "declared", "value": 3})
print(threading.active_count(), found)
"""


def test_an_error_of_the_engine_quotes_every_fact_and_ours_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Ana" in said("""
to = host({"k": [{"m": {"kind": "k"}}]})
tell(to, {"id": "a", "kind": "k", "name": "Ana"})
try:
    tell(to, {"id": "a", "kind": "k", "name": "Ana"})
except Exception as error:
    print(json.dumps(error.message))
""")

    def refuse(*_: Any) -> None:
        raise RuntimeError("Ana Pérez")

    monkeypatch.setattr(session.durable_rules_engine, "assert_fact", refuse)
    with pytest.raises(ChainingError) as caught:
        concluded(checked([rule("any", Clause("a", "declared"))]), {"id": "Ana", "kind": "declared", "value": "Ana"})
    assert "Ana" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
