"""Trials of a rule text are replayed over the policy simulator's population, whose units are cases of the contract."""

from datetime import date

import numpy as np
import pytest

from rules import services as rules
from rules.publishing import populations
from rules.publishing.replaying import compared
from rules.texts_store import edition_of, on_trial
from rules.types import Column, Population
from simulator.population import synthetic
from simulator.population.contract_cases import cases_of

pytestmark = pytest.mark.req("S2-72")
ON = date(2027, 1, 1)


def test_a_unit_as_a_case_is_answered_as_in_its_population() -> None:
    text = rules.text("imv", synthetic.REFERENCE_DAY)
    population = synthetic.synthetic(400)
    cases = [rules.read_case(case) for case in cases_of(text, population)]
    whole = rules.simulate(text, population)
    one_by_one = rules.simulate(text, rules.population_of(text, cases))
    for name in ("eligible", "total"):
        assert np.array_equal(whole.of(name).values, one_by_one.of(name).values), name
    assert len(cases) == 400
    assert whole.of("eligible").values.any()


def test_what_is_not_known_is_null_and_never_is_a_word() -> None:
    words = ("applicant",)
    population = Population(
        {"net_patrimony": Column(np.array([-105, 0]), np.array([False, True]))},
        {
            "relation": Column(np.array([0, 0], dtype=np.int8), words=words),
            "independent_since": Column(np.array([rules.NEVER_NUMBER, 0], dtype=np.int32), np.array([False, True])),
        },
        np.array([0, 1, 2]),
        np.array([0, 1]),
    )
    first, second = cases_of(rules.text("imv", ON), population)
    assert (first["unit"], second["unit"]) == ({"net_patrimony": "-1.05"}, {"net_patrimony": None})
    assert [one["members"][0]["independent_since"] for one in (first, second)] == ["never", None]


def test_the_trial_of_a_text_meets_the_synthetic_households() -> None:
    assert populations.label() == "Hogares inventados que se parecen a los de España"
    cases = populations.some("imv", ON, 100, 60)
    assert cases == populations.some("imv", ON, 0, 160)[100:]
    before = edition_of(rules.text("imv", ON))
    files = {**before.files, "parameters.yaml": before.files["parameters.yaml"].replace("733.60", "733.50")}
    with on_trial(files) as after:
        changes = [compared(case, before, after, ON) for case in cases]
    assert all(change is not None for change in changes)
    assert any(not change.same for change in changes if change)
