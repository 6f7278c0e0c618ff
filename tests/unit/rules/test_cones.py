"""A decision with one fact of the unit otherwise is the decision of the household that has it so."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules import services
from rules.compilers.household import Slot
from rules.compilers.kinds import extremes
from rules.texts_store import compiled_for
from tests.unit.rules.households import cases


@pytest.mark.req("S2-59")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most=4), st.data())
def test_moving_one_fact_is_deciding_anew(case: dict[str, Any], data: st.DataObject) -> None:
    text = services.text("imv", date.fromisoformat(case["on"]))
    compiled, household = compiled_for(text), services.read_case(case).household
    cones = compiled.cones
    base = cones.base(household)
    assume(base is not None)  # None: a fact is read that was not given
    assert base is not None
    answers, state, applicant = base
    unit, _ = compiled.swift(household)
    assert answers == tuple(unit[compiled.unit_at[name]] for name in cones.answers)
    assert cones.after
    for position, after in cones.after.items():
        fact = compiled.unit_facts[position]
        value = data.draw(st.sampled_from(extremes(Slot(0, fact, "unit", -1, position), household.on)))
        moved = compiled.completed(household, {1 << position: value})
        anew = cones.base(moved)
        if anew is not None:
            assert after(household.on, value, household.unit, state, applicant) == anew[0], fact.name
