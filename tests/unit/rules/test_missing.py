"""`missing` names those facts, and only those, that some completion of the others makes decisive."""

import itertools
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import services
from tests.unit.rules.households import ON, cases, euros, limits, pointers, put
from tests.unit.rules.witnesses import witness

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = ("eligible", "imv_due", "child_supplement_due")


def _values(case: dict[str, Any], pointer: str) -> list[Any]:
    """A dense choice of values of a fact, found without the engine's own search."""
    text = services.text("imv", date.fromisoformat(case["on"]))
    entity = "unit" if pointer.startswith("/unit") else "member"
    fact = text.facts[(entity, pointer.rpartition("/")[2])]
    on = date.fromisoformat(case["on"])
    if fact.type == "bool":
        return [True, False]
    if fact.type == "enum":
        return list(fact.options)
    if fact.type == "list":
        return [[], ["single_parent"], ["disability"], ["single_parent", "disability"]]
    if fact.type == "int":
        return [number for number in (0, 1, 3, 9, 11, 12, 24, 64, 65, 90, 91, 100) if number <= (fact.maximum or 0)]
    if fact.type == "money":
        amounts = sorted(set(limits(text)))[:: 1 if fact.name == "annual_income_previous_year" else 3]
        return [euros(cents) for cents in [*amounts, 10**9]]
    days = [on - timedelta(days=int(365.25 * years) + more) for years in (0, 2, 4, 10, 20, 25, 40) for more in (0, 200)]
    return [day.isoformat() for day in days] + (["never"] if fact.never else [])


def _decides(case: dict[str, Any]) -> tuple[Any, Any]:
    read = services.read_case(case)
    found = services.assess(services.text("imv", read.on), read)
    return found.eligible, tuple(found.monthly.values())


@FEW
@given(cases(most=3), st.data())
def test_missing_is_sound_and_complete_for_one_or_two_unknowns(case: dict[str, Any], data: st.DataObject) -> None:
    hidden = data.draw(st.lists(st.sampled_from(pointers(case)), min_size=1, max_size=2, unique=True))
    partial = case
    for pointer in hidden:
        partial = put(partial, pointer, None)
    outcome = services.simulate_case(partial)
    choices = [_values(case, pointer) for pointer in hidden]
    while len(choices) == 2 and len(choices[0]) * len(choices[1]) > 500:
        longest = max(range(2), key=lambda number: len(choices[number]))
        choices[longest] = choices[longest][::2]
    decided: dict[tuple[Any, ...], tuple[Any, Any]] = {}
    for values in itertools.product(*choices):
        whole = partial
        for pointer, value in zip(hidden, values, strict=True):
            whole = put(whole, pointer, value)
        decided[tuple(map(str, values))] = _decides(whole)
    for place, pointer in enumerate(hidden):
        for key, position in (("missing", 0), ("missing_for_amount", 1)):
            groups: dict[Any, set[Any]] = {}
            for values, answer in decided.items():
                others = values[:place] + values[place + 1 :]
                groups.setdefault(others, set()).add(answer[position])
            if any(len(answers) > 1 for answers in groups.values()):
                assert pointer in outcome[key], (pointer, key)
    if outcome["eligible"] is not None:
        assert {answer[0] for answer in decided.values()} == {outcome["eligible"]}
        assert outcome["missing"] == []
    else:
        assert outcome["missing"]


@FEW
@given(cases(most=3), st.data())
def test_each_missing_fact_has_a_completion_that_shows_it(case: dict[str, Any], data: st.DataObject) -> None:
    """Only those: the search's own proof is replayed on the swift reading."""
    hidden = data.draw(st.lists(st.sampled_from(pointers(case)), min_size=1, max_size=4, unique=True))
    for pointer in hidden:
        case = put(case, pointer, None)
    read = services.read_case(case)
    found = services.assess(services.text("imv", read.on), read)
    assert set(found.missing) <= set(hidden) | {slot.pointer for slot in found._search.slots}
    for pointer in found.missing:
        sides = witness(found._search, pointer, "eligible")
        assert sides is not None
        answers = {found._compiled.swift(household)[0][found._compiled.unit_at["eligible"]] for household in sides}
        assert answers == {True, False}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ON, st.integers(1, 4))
def test_nothing_known_but_the_people_is_answered_in_time(on: date, people: int) -> None:
    members: list[dict[str, Any]] = [{"ref": "a", "relation": "applicant"}]
    members += [{"ref": f"b{number}", "relation": "child"} for number in range(people - 1)]
    outcome = services.simulate_case({"benefit": "imv", "on": on.isoformat(), "unit": {}, "members": members})
    assert outcome["eligible"] is None
    needed = {"/unit/annual_income_previous_year", "/unit/net_patrimony"}
    if on >= date(2022, 1, 1):
        needed.add("/unit/non_corporate_assets")
    assert needed | {"/members/0/birth_date", "/members/0/legal_residence_since"} <= set(outcome["missing"])
    assert ("/unit/unit_formed_on" in outcome["missing"]) == (people > 1)
    assert ("/members/0/independent_since" in outcome["missing"]) == (people == 1)
