"""What goes wrong around actions and batches of durable-rules, each beside how ours runs: a fact, no action."""

import ast
import inspect

import pytest

from rules.chaining import session
from rules.chaining.errors import ChainingError
from rules.compilers.chain import Clause, Term, checked
from tests.unit.chaining.test_trap_limits import hangs
from tests.unit.chaining.test_traps import concluded, rule, said

_LEAVE = "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"
_BIG = Clause("a", "declared", (Term("value", ">", 2),))


def test_what_an_action_raises_is_swallowed_and_ours_do_nothing() -> None:
    """Even SystemExit: a soft time limit raised inside would be lost. Ours are run beside the engine, never in it."""
    for error in ("ValueError('Ana')", "SystemExit(3)", "KeyboardInterrupt()"):
        assert (
            said(f"""
def bad(c):
    raise {error}
to = Quiet({{"t": {{"bad": {{"all": [{{"m": {{"kind": "k"}}}}], "run": bad}}}}}})
print(json.dumps(outcome(lambda: tell(to, {{"id": "1", "kind": "k"}}))))
""")
            == "done"
        )
    body = ast.parse(inspect.getsource(session._ignore)).body[0]
    assert isinstance(body, ast.FunctionDef)
    assert len(body.body) == 1, "only its docstring"
    assert ast.get_docstring(body)


def test_an_error_while_rules_fire_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stops ours between two rules comes out, and the next session knows nothing of it."""
    chain = checked([rule("big", _BIG)])
    facts = [{"id": "a", "kind": "declared", "value": 3}]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(session, "conclude", stop)
        with pytest.raises(KeyboardInterrupt):
            session.chain_facts(chain, facts)
    assert concluded(chain, *facts) == {"big"}


def test_an_action_with_a_second_argument_locks_its_session_and_the_next_fact_does_nothing() -> None:
    script = """
def late(c{}):
    fired.append("late")
def when(kind): return [{{"m": {{"kind": kind}}}}]
rules = {{"k": {{"all": when("k"), "run": late}}, "o": {{"all": when("o"), "run": noting("o")}}}}
to = Quiet({{"t": rules}})
tell(to, {{"id": "1", "kind": "k"}}, {{"id": "2", "kind": "o"}})
print(json.dumps(fired))
"""
    assert said(script.format("") + _LEAVE) == ["late", "o"]
    assert said(script.format(", n=1") + _LEAVE) == ["late"]
    assert list(inspect.signature(session._ignore).parameters) == ["context"]


def test_an_action_of_more_than_ten_seconds_is_given_up_without_a_word() -> None:
    """Its session stays locked, and what is told next does nothing. The clock of the engine runs faster here."""
    assert said(
        """
import time
clock, start, timer = engine._unix_now, engine._unix_now(), engine.threading.Timer
engine._unix_now = lambda: start + (clock() - start) * 50
engine.threading.Timer = lambda seconds, call, taken: timer(seconds / 50, call, taken)
def slow(c):
    time.sleep(0.5)
    fired.append("slow")
rules = {"k": {"all": [{"m": {"kind": "k"}}], "run": slow}, "o": {"all": [{"m": {"kind": "o"}}], "run": noting("o")}}
to = Quiet({"t": rules})
how = outcome(lambda: tell(to, {"id": "1", "kind": "k"}, {"id": "2", "kind": "o"}))
print(json.dumps([how, fired]))
"""
        + _LEAVE
    ) == ["done", ["slow"]]
    numbers = [next(session._session_numbers) for _ in range(2)]
    assert numbers[0] != numbers[1], "no session of ours is used twice"


def test_a_bare_negation_matches_the_state_of_the_engine_for_ever_and_ours_names_its_kind() -> None:
    assert hangs("""
to = host({"r": [{"m": {"$nex": {"x": 1}}}]})
tell(to, {"id": "a", "kind": "k"})
""")
    calm = rule("calm", Clause("a", "decision"), unless=(Clause("b", "check"),), stratum=2)
    patterns = [
        pattern for made in checked([calm]).definition.values() for clause in made["all"] for pattern in clause.values()
    ]
    assert all("kind" in str(pattern) for pattern in patterns)


def test_a_rule_that_changes_the_state_it_reads_never_ends_and_ours_never_touches_it() -> None:
    assert (
        said("""
def change(c):
    fired.append(1)
    c.s.count = (c.s.count or 0) + 1
    if len(fired) == 2000:
        import os
        print(json.dumps("endless"), flush=True)
        os._exit(0)
on_state = [{"m": {"$and": [{"$s": 1}, {"$nex": {"done": 1}}]}}]
rules = {"k": {"all": [{"m": {"kind": "k"}}], "run": noting("k")}, "r": {"all": on_state, "run": change}}
tell(Quiet({"t": rules}), {"id": "a", "kind": "k"})
""")
        == "endless"
    )
    written = str(dict(checked([rule("big", _BIG)]).definition))
    assert "$s'" not in written


def test_a_batch_with_a_stranger_runs_nothing_and_one_of_several_sessions_only_the_last() -> None:
    how, fired = said(
        """
to = host({"k": [{"m": {"kind": "k"}}]})
facts = [{"id": "a", "kind": "k", "sid": "1"}, {"id": "b", "kind": "stranger", "sid": "1"}]
print(json.dumps([outcome(lambda: to.assert_facts("t", facts)), fired]))
"""
        + _LEAVE
    )
    assert how.startswith("MessageNotHandledException")
    assert fired == []
    assert said("""
to = host({"k": [{"m": {"kind": "k"}}]})
to.assert_facts("t", [{"id": str(n), "kind": "k", "sid": str(n)} for n in range(3)])
print(json.dumps(fired))
""") == ["k"]
    assert "assert_facts" not in inspect.getsource(session)
    big = checked([rule("big", _BIG)])
    facts = [{"id": "a", "kind": "declared", "value": 3}, {"id": "b", "kind": "document"}]
    assert concluded(big, *facts) == {"big"}


def test_a_ruleset_is_freed_when_it_is_no_longer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library never frees one, and each takes about 0.7 MB."""
    freed: list[int] = []
    free = session.durable_rules_engine.delete_ruleset
    monkeypatch.setattr(
        session.durable_rules_engine, "delete_ruleset", lambda handle: (freed.append(handle), free(handle))
    )
    monkeypatch.setattr(session, "MAX_RULESETS", 2)
    session.forget_networks()
    freed.clear()
    for number in range(5):
        chain = checked([rule(f"r{number}", Clause("a", "declared", (Term("value", ">", number),)))])
        assert concluded(chain, {"id": "a", "kind": "declared", "value": 9}) == {f"r{number}"}
    assert len(freed) == 3


def test_a_refusal_of_the_engine_is_an_error_of_ours_and_not_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.durable_rules_engine, "assert_fact", lambda *_: (1, 0))
    with pytest.raises(ChainingError, match="engine_refused"):
        concluded(checked([rule("big", _BIG)]), {"id": "a", "kind": "declared", "value": 3})
