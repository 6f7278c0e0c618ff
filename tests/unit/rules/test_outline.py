"""The outline reading says of every question and requirement what the form's own pass says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import cases as cases_of
from rules import services
from rules.compilers.compiled import Compiled
from rules.compilers.household import Household
from rules.compilers.outlines import LARGEST_OUTLINE, asked_of
from rules.texts_store import compiled_for
from tests.unit.rules.households import cases, pointers


def told_by_the_form(compiled: Compiled, household: Household) -> tuple[list[bool], list[bool | None]]:
    """Which questions surely show, and which requirements are settled, by the pass that knows what each waits for."""
    found = compiled.form(household)
    owners = (found.visible, *found.members_visible)
    shown = [owners[slot.member + 1][slot.position] is True for slot in asked_of(compiled, household)]
    return shown, [found.unit[compiled.unit_at[f"met.{one.id}"]] for one in compiled.text.requirements]


def told_by_the_outline(compiled: Compiled, household: Household) -> tuple[list[bool], list[bool | None]]:
    outlines = compiled.outlines
    return [bool(one) for one in outlines.shown(household)], list(outlines.settled(household))


def partly(case: dict[str, Any], left_out: set[str], unknown: set[str]) -> dict[str, Any]:
    """The case without some facts, and with others given as unknown."""
    owners = []
    for number, facts in enumerate([case["unit"], *case["members"]], start=-1):
        place = "/unit" if number < 0 else f"/members/{number}"
        kept = {name: value for name, value in facts.items() if f"{place}/{name}" not in left_out}
        owners.append({name: None if f"{place}/{name}" in unknown else value for name, value in kept.items()})
    return {**case, "unit": owners[0], "members": owners[1:]}


@pytest.mark.req("S2-59")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most=4), st.data())
def test_the_outline_shows_and_settles_what_the_form_does(case: dict[str, Any], data: st.DataObject) -> None:
    on = date.fromisoformat(case["on"])
    text = services.text("imv", on)
    compiled = compiled_for(text)
    facts = pointers(case)
    for share in (15, 70):
        drawn = data.draw(st.lists(st.integers(0, 99), min_size=len(facts), max_size=len(facts)))
        left_out = {fact for fact, number in zip(facts, drawn, strict=True) if number < share}
        unknown = {fact for fact, number in zip(facts, drawn, strict=True) if number >= 97}
        household = cases_of.read(text, partly(case, left_out, unknown), on, closed=False).household
        assert told_by_the_outline(compiled, household) == told_by_the_form(compiled, household)


def test_a_large_household_is_read_by_the_form() -> None:
    on = date(2026, 10, 15)
    text = services.text("imv", on)
    members: list[dict[str, Any]] = [{"ref": "a", "relation": "applicant", "birth_date": "1984-05-02"}]
    members += [{"ref": f"b{number}", "relation": "child"} for number in range(LARGEST_OUTLINE)]
    case = {"benefit": "imv", "on": on.isoformat(), "unit": {}, "members": members}
    compiled = compiled_for(text)
    household = cases_of.read(text, case, on, closed=False).household
    assert told_by_the_outline(compiled, household) == told_by_the_form(compiled, household)


def test_what_shows_is_said_in_the_words_of_the_form() -> None:
    on = date(2026, 10, 15)
    text = services.text("imv", on)
    members = [{"ref": "a", "relation": "applicant", "birth_date": "1984-05-02", "homeless": False}]
    state = services.form(text, {"benefit": "imv", "on": on.isoformat(), "unit": {}, "members": members})
    shown = {field.pointer: field for field in state.visible}
    assert set(shown) >= {field.pointer for field in state.fields}
    assert [field for field in state.visible if not field.exception] == [f for f in state.fields if not f.exception]
    assert {pointer for pointer, field in shown.items() if field.answered} == {
        "/members/0/birth_date",
        "/members/0/homeless",
    }
