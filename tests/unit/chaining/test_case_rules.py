"""The four case rules of the Ingreso Mínimo Vital: when each speaks, when it does not, and on what it stands."""

import random
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.chaining import process as module
from rules.chaining import reference, session
from rules.chaining.errors import ChainingError
from rules.chaining.process import process
from rules.chaining.types import Conclusion, Conclusions
from tests.unit.chaining.texts import text_of

TEXT = text_of("imv")


def fact(id: str, kind: str, **attributes: Any) -> dict[str, Any]:
    return {"id": id, "kind": kind, **attributes}


GRANTED = {"id": "decision", "kind": "decision", "eligible": "yes", "total": 77_257}
INCOME = [
    fact("d1", "declared", person="a", field="income", value=480_000),
    fact("r1", "registry", person="a", field="income", value=480_001, source="tax"),
]
ADDRESS = [
    fact("d2", "declared", person="a", field="address", value="calle mayor 1"),
    fact("r2", "registry", person="a", field="address", value="calle menor 2", source="residence"),
]
IDENTITY = [fact("c1", "check", person="b", source="police", state="differs")]
IN_ORDER = [fact("c2", "check", person="a", source="police", state="ok")]


def names(found: Conclusions) -> list[str]:
    return [item.name for item in (*found.flags, *found.tasks, *found.routes)]


def only(found: Conclusions) -> Conclusion:
    (conclusion,) = (*found.flags, *found.tasks, *found.routes)
    return conclusion


def test_more_income_in_a_registry_than_declared_is_flagged_with_its_grounds() -> None:
    flag = only(process(TEXT, INCOME))
    assert (flag.kind, flag.name, flag.article, flag.grounds) == ("flag", "undeclared_income", "20.2", ("d1", "r1"))
    assert flag.attributes == {"person": "a", "field": "income", "severity": 3}
    assert "4.800,01 €" in flag.sentence.replace("\u00a0", " ")
    assert "4.800,00 €" in flag.sentence.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "change",
    [{"value": 480_000}, {"value": 0}, {"person": "b"}, {"field": "address"}, {"value": "480001"}, {"value": None}],
)
def test_income_that_is_not_more_or_not_the_same_persons_is_not_flagged(change: dict[str, Any]) -> None:
    assert names(process(TEXT, [INCOME[0], {**INCOME[1], **change}])) == []


def test_two_registries_make_one_flag_that_stands_on_both() -> None:
    second = fact("r0", "registry", person="a", field="income", value=900_000, source="payroll")
    assert only(process(TEXT, [*INCOME, second])).grounds == ("d1", "r0", "r1")


def test_another_address_in_the_register_is_flagged() -> None:
    flag = only(process(TEXT, ADDRESS))
    assert (flag.name, flag.grounds) == ("address_differs", ("d2", "r2"))
    assert names(process(TEXT, [ADDRESS[0], {**ADDRESS[1], "value": "calle mayor 1"}])) == []
    assert names(process(TEXT, ADDRESS[:1])) == []


def test_an_identity_the_police_do_not_confirm_is_flagged() -> None:
    flag = only(process(TEXT, IDENTITY))
    assert (flag.name, flag.grounds, flag.attributes["person"]) == ("identity_differs", ("c1",), "b")
    for change in ({"state": "ok"}, {"state": "down"}, {"source": "tax"}):
        assert "identity_differs" not in names(process(TEXT, [{**IDENTITY[0], **change}]))


def test_a_clean_case_is_proposed_for_grant_and_never_decided() -> None:
    route = only(process(TEXT, [GRANTED, *IN_ORDER]))
    assert (route.kind, route.name, route.grounds) == ("route", "automatic_grant_proposal", ("decision",))


@pytest.mark.parametrize("doubt", [INCOME, ADDRESS, IDENTITY, [fact("c", "check", source="tax", state="down")]])
def test_no_grant_is_proposed_while_something_is_in_doubt_whatever_the_order(doubt: list[dict[str, Any]]) -> None:
    for facts in ([GRANTED, *IN_ORDER, *doubt], [*doubt, *IN_ORDER, GRANTED]):
        assert "automatic_grant_proposal" not in names(process(TEXT, facts))


@pytest.mark.parametrize("eligible", ["no", "unknown"])
def test_a_case_that_is_not_eligible_gets_no_route_at_all(eligible: str) -> None:
    assert process(TEXT, [{**GRANTED, "eligible": eligible}]).routes == ()


def test_no_rule_concludes_anything_against_a_person() -> None:
    routes = {rule.then.name for rule in TEXT.case_rules if rule.then.kind == "route"}
    assert routes == {"automatic_grant_proposal"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ([fact("a", "declared"), fact("a", "declared")], "fact_without_own_id"),
        ([{"kind": "declared"}], "fact_without_own_id"),
        ([fact("a", "rumour")], "unknown_kind"),
        ([fact("a", "flag", name="x")], "unknown_kind"),
        ([fact("a", "declared", dni="12345678Z")], "unknown_attribute"),
        ([fact("a", "declared", value=1.5)], "not_a_whole_number_or_word"),
        ([fact("a", "declared", value=2**60)], "number_too_large"),
        ([fact(str(n), "limit") for n in range(5_001)], "too_many_facts"),
    ],
)
def test_facts_outside_the_vocabulary_are_refused_without_quoting_them(facts: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ChainingError) as caught:
        process(TEXT, facts)
    assert caught.value.code == code
    assert "12345678Z" not in str(caught.value)


PEOPLE = st.sampled_from(["a", "b", "c"])
CASE_FACTS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"kind": st.sampled_from(["declared", "registry"])},
            optional={
                "person": PEOPLE,
                "field": st.sampled_from(["income", "address", "name"]),
                "value": st.sampled_from([0, 479_999, 480_000, 480_001, "calle mayor 1", "calle menor 2", "480000"]),
            },
        ),
        st.fixed_dictionaries(
            {"kind": st.just("check"), "state": st.sampled_from(["ok", "differs", "not_found", "down"])},
            optional={"person": PEOPLE, "source": st.sampled_from(["police", "tax"])},
        ),
        st.fixed_dictionaries({"kind": st.just("decision")}, optional={"eligible": st.sampled_from(["yes", "no"])}),
    ),
    max_size=25,
).map(lambda bodies: [{**body, "id": f"f{n}"} for n, body in enumerate(bodies)])


@settings(max_examples=300, deadline=None)
@given(CASE_FACTS, st.randoms(use_true_random=False))
def test_the_engine_agrees_with_the_specification_and_order_changes_nothing(
    facts: list[dict[str, Any]], shuffler: random.Random
) -> None:
    chain = module._chain(TEXT.case_rules)
    found = process(TEXT, facts)
    shuffler.shuffle(facts)
    assert session.chain_facts(chain, facts) == reference.chain_facts(chain, facts)
    assert process(TEXT, facts) == found


def test_without_the_c_extension_the_answers_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [GRANTED, *IN_ORDER, *INCOME, *ADDRESS, *IDENTITY]
    expected = process(TEXT, facts)
    monkeypatch.setattr(module, "_engine", reference)
    found = process(TEXT, facts)
    assert found == expected
    assert (expected.engine, found.engine) == ("durable-rules", "reference")


def test_threads_do_not_mix_their_cases() -> None:
    wrong: list[object] = []

    def work(person: str) -> None:
        facts = [{**item, "person": person} for item in INCOME]
        for _ in range(100):
            if only(process(TEXT, facts)).attributes["person"] != person:
                wrong.append(person)

    threads = [threading.Thread(target=work, args=(f"p{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
