"""Values that durable-rules misreads, each pinned beside the form in which ours reach it: small whole numbers only."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from rules.chaining import session
from rules.chaining.errors import ChainingError
from rules.chaining.process import process
from rules.compilers.chain import Clause, Ref, Term, checked
from rules.compilers.chain.rules import Operator
from tests.unit.chaining.test_traps import concluded, naked, rule, said
from tests.unit.chaining.texts import text_of


def test_a_comparison_with_an_attribute_that_is_not_there_holds_and_ours_needs_both() -> None:
    """Why case rules compare what a fact says only where the fact says it: `h_` marks in `chain.network`."""
    assert "r" in said("""
lower = {"$and": [{"kind": "k"}, {"$lt": {"income": {"$m": "guaranteed"}}}]}
to = host({"open": [{"m": {"kind": "open"}}], "k": [{"m": {"kind": "k"}}], "r": [{"m": lower}]})
tell(to, {"id": "o", "kind": "open"}, {"id": "a", "kind": "k", "income": 5})
print(json.dumps(fired))
""")
    lower = rule("lower", Clause("x", "limit"), Clause("y", "declared", (Term("value", "<", Ref("x", "value")),)))
    chain = checked([lower])
    assert concluded(chain, {"id": "l", "kind": "limit"}, {"id": "a", "kind": "declared", "value": 5}) == set()
    assert concluded(chain, {"id": "l", "kind": "limit", "value": 6}, {"id": "a", "kind": "declared"}) == set()
    whole = {"id": "a", "kind": "declared", "value": 5}
    assert concluded(chain, {"id": "l", "kind": "limit", "value": 6}, whole) == {"lower"}


def test_nothing_holds_of_a_null_and_there_is_no_unknown() -> None:
    """Neither less, nor at least, nor different: so what is unknown is never told, and no rule can lean on it."""
    assert said("""
def k(sign): return [{"m": {"$and": [{"kind": "k"}, {sign: {"v": 3}}]}}]
to = host({"k": [{"m": {"kind": "k"}}], "less": k("$lt"), "least": k("$gte"), "other": k("$neq")})
tell(to, {"id": "a", "kind": "k", "v": None}, {"id": "b", "kind": "k"})
print(json.dumps(fired))
""") == ["k", "k"]
    either = [
        rule(f"r{n}", Clause("a", "declared", (Term("value", sign, 3),)))
        for n, sign in enumerate[Operator](("<", ">=", "!="))
    ]
    assert concluded(checked(either), {"id": "a", "kind": "declared"}) == set()
    facts = [{"id": "a", "kind": "declared", "person": "p", "field": "income", "value": None}]
    assert not process(text_of("imv"), facts).flags


def test_one_is_not_one_point_nought_in_a_join_and_ours_are_never_floats() -> None:
    assert "r" not in said("""
to = host({"a": [{"m": {"kind": "a"}}], "b": [{"m": {"kind": "b"}}],
  "r": [{"x": {"kind": "a"}}, {"y": {"$and": [{"kind": "b"}, {"v": {"x": "v"}}]}}]})
tell(to, {"id": "1", "kind": "a", "v": 1}, {"id": "2", "kind": "b", "v": 1.0})
print(json.dumps(fired))
""")
    for value in (1.0, Decimal("1.5")):
        facts = [{"id": "a", "kind": "declared", "person": "p", "field": "income", "value": value}]
        with pytest.raises(ChainingError, match="not_a_whole_number_or_word"):
            process(text_of("imv"), facts)


def test_a_word_and_the_same_with_65536_letters_more_are_one_and_ours_are_numbers() -> None:
    assert "r" in said("""
to = host({"k": [{"m": {"kind": "k"}}], "r": [{"m": {"$and": [{"kind": "k"}, {"v": "ab"}]}}]})
tell(to, {"id": "1", "kind": "k", "v": "ab" + "x" * 65536})
print(json.dumps(fired))
""")
    short = checked([rule("short", Clause("a", "declared", (Term("value", "==", "ab"),)))])
    assert concluded(short, {"id": "1", "kind": "declared", "value": "ab" + "x" * 65536}) == set()
    assert concluded(short, {"id": "1", "kind": "declared", "value": "ab"}) == {"short"}


def test_a_pattern_of_letters_matches_a_number_and_ours_has_no_patterns() -> None:
    """On a number the engine reads a text it has already let go (ASAN): nothing of ours can write a pattern."""
    assert said("""
to = host({"k": [{"m": {"kind": "k"}}], "r": [{"m": {"$and": [{"kind": "k"}, {"$mt": {"v": "[0-9]+"}}]}}]})
tell(to, {"id": "1", "kind": "k", "v": 123})
print(json.dumps(fired))
import os, sys
sys.stdout.flush()
os._exit(0)
""") == ["k", "r"]
    chain = checked(
        [
            rule(f"r{n}", Clause("x", "declared"), Clause("y", "registry", (Term("value", sign, Ref("x", "value")),)))
            for n, sign in enumerate[Operator](("==", "!=", "<", "<=", ">", ">="))
        ]
    )
    written = json.dumps(dict(chain.definition))
    assert "$mt" not in written
    assert "$imt" not in written


def test_in_a_spanish_locale_an_amount_loses_its_cents_and_ours_has_none_to_lose(tmp_path: Path) -> None:
    made = subprocess.run(
        ["localedef", "-i", "es_ES", "-f", "UTF-8", str(tmp_path / "es_ES.UTF-8")], capture_output=True, check=False
    )
    if not (tmp_path / "es_ES.UTF-8").exists():
        pytest.skip(f"this machine cannot make a Spanish locale: {made.stderr.decode()[:100]}")
    spanish = "import locale, os\n" + "locale.setlocale(locale.LC_ALL, 'es_ES.UTF-8')\n"
    script = """
to = host({"k": [{"m": {"kind": "k"}}], "more": [{"m": {"$and": [{"kind": "k"}, {"$gt": {"v": 461}}]}}]})
tell(to, {"id": "a", "kind": "k", "v": 461.6})
print(json.dumps(fired))
"""
    environment = {"LOCPATH": str(tmp_path)}
    assert said(script) == ["k", "more"]
    assert json.loads(naked(spanish + script, environment).stdout) == ["k"], "the library reads decimals now"
    ours = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", spanish + OURS],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )
    assert ours.stdout.split() == ["{'more'}", "set()"], ours.stderr


OURS = """
from tests.unit.chaining.test_traps import *
more = checked([rule("more", Clause("a", "declared", (Term("value", ">", 46100),)))])
for cents in (46160, 46100):
    print(concluded(more, {"id": "a", "kind": "declared", "value": cents}))
"""


def test_what_reaches_the_engine_is_words_of_ours_and_whole_numbers() -> None:
    """The form that keeps locale, decimals, long words and personal data out of it."""
    both = rule("both", Clause("x", "declared"), Clause("y", "registry", (Term("value", "==", Ref("x", "value")),)))
    encode = checked([both]).encoder()
    told = encode({"id": "a", "kind": "declared", "person": "Ana Pérez", "value": "Calle Mayor, 3"})
    assert told is not None
    assert {type(value) for key, value in told.items() if key != "kind"} == {int}
    assert "Ana" not in str(told)
    assert session.MAX_RULESETS > 0
