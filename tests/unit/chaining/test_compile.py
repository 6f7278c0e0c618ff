"""From case rules as they are written to chain rules: conditions, alternatives, and what is refused with a reason."""

import pytest

from rules.chaining import reference, session
from rules.compilers.chain import Chain, compile_chain
from rules.language.case_rules import read_case_rules
from rules.language.errors import RuleTextError

RULE = """
case_rules:
  tried:
    article: "20"
    stratum: {stratum}
    when:
      - {{as: d, kind: declared, if: "{condition}"}}
      - {{as: r, kind: registry, if: "{joined}"}}
    {unless}
    then: {{kind: flag, name: tried, person: d.person}}
    sentence: Algo pasa.
"""


def chain(condition: str = "true", joined: str = "true", unless: str = "", stratum: int = 1) -> Chain:
    content = RULE.format(condition=condition, joined=joined, unless=unless, stratum=stratum)
    return compile_chain(read_case_rules({"processing.yaml": content}, "BOE-A-2021-21007"))


DECLARED = {"id": "d", "kind": "declared", "person": "a", "field": "income", "value": 10}
REGISTRY = {"id": "r", "kind": "registry", "person": "a", "field": "income", "value": 10, "source": "tax"}


def fires(compiled: Chain, **registry: object) -> bool:
    facts = [DECLARED, {**REGISTRY, **registry}]
    found = session.chain_facts(compiled, facts)  # type: ignore[arg-type]
    assert found == reference.chain_facts(compiled, facts)  # type: ignore[arg-type]
    return bool(found)


@pytest.mark.parametrize(
    ("condition", "joined", "expected"),
    [
        ("field == 'income'", "value == d.value", True),
        ("field == 'income'", "d.value != value", False),
        ("5 < value <= 10", "value >= d.value", True),
        ("value < 10", "true", False),
        ("not value < 10", "not value > d.value", True),
        ("field in ('address', 'income')", "true", True),
        ("field not in ('address', 'income')", "true", False),
        ("field == 'address' or value == 10", "source == 'tax' or source == 'police'", True),
        ("not (field == 'income' and value == 10)", "true", False),
        ("not (field == 'income' or value == 11)", "true", False),
    ],
)
def test_conditions_mean_what_they_say(condition: str, joined: str, expected: bool) -> None:
    assert fires(chain(condition, joined)) is expected


def test_a_rule_with_alternatives_is_one_rule_to_its_reader() -> None:
    compiled = chain("field == 'income' or value == 10", "source == 'tax' or person == d.person")
    assert [rule.id for rule in compiled.rules] == ["tried", "tried__2", "tried__3", "tried__4"]
    ((_, why),) = session.chain_facts(compiled, [DECLARED, REGISTRY]).values()
    assert why == {("tried", ("d", "r"))}


def test_alternatives_under_unless_each_forbid() -> None:
    unless = "unless: [{as: c, kind: check, if: \"state == 'down' or state == 'differs'\"}]"
    compiled = chain(unless=unless, stratum=2)
    for state, expected in (("down", False), ("differs", False), ("ok", True)):
        facts = [DECLARED, REGISTRY, {"id": "c", "kind": "check", "state": state}]
        assert bool(session.chain_facts(compiled, facts)) is expected, state


@pytest.mark.parametrize(
    ("condition", "joined", "said"),
    [
        ("value > 'alto'", "true", "no order"),
        ("value == true", "true", "True and false"),
        ("value == field", "true", "not between this fact and another"),
        ("value > 9007199254740993", "true", "too large"),
        ("field", "true", "not a comparison"),
        ("value == 1 + 1", "true", "not a constant"),
    ],
)
def test_what_the_engine_cannot_be_trusted_with_is_refused_with_its_place(
    condition: str, joined: str, said: str
) -> None:
    with pytest.raises(RuleTextError) as caught:
        chain(condition, joined)
    assert said in str(caught.value)
    assert "processing.yaml:" in str(caught.value)


def test_a_negation_of_what_is_still_being_concluded_is_refused() -> None:
    with pytest.raises(RuleTextError, match="later stratum"):
        chain(unless="unless: [{as: f, kind: flag, if: \"name == 'x'\"}]", stratum=2)


def test_too_many_rules_on_one_kind_are_refused_before_the_engine_hangs() -> None:
    options = ", ".join(f"'w{n}'" for n in range(45))
    with pytest.raises(RuleTextError, match="Too many rules read `declared`"):
        chain(f"field in ({options})")
