"""The synthetic population is the same for the same seed, and looks like what it is drawn from."""

from datetime import date

import numpy as np

from rules import services as rules
from rules.services import NEVER_NUMBER, day_number, whole_years
from simulator.population import distributions, synthetic

POPULATION = synthetic.synthetic(40_000, seed=3)


def test_the_same_seed_gives_the_same_households() -> None:
    again, other = synthetic.synthetic(2_000, seed=9), synthetic.synthetic(2_000, seed=10)
    once = synthetic.synthetic(2_000, seed=9)
    for name, column in once.unit.items():
        assert np.array_equal(column.values, again.unit[name].values)
    assert not np.array_equal(other.unit["net_patrimony"].values, once.unit["net_patrimony"].values)


def test_households_are_composed_as_published() -> None:
    composition = POPULATION.groups["composition"]
    shares = np.bincount(composition.values) / len(POPULATION) * 100
    for share, kind in zip(shares, composition.words, strict=True):
        assert abs(share - distributions.COMPOSITION[kind]) < 1
    provinces = np.bincount(POPULATION.groups["province"].values, minlength=52)
    madrid = distributions.PEOPLE["28"] / sum(distributions.PEOPLE.values())
    assert abs(provinces[list(distributions.PEOPLE).index("28")] / len(POPULATION) - madrid) < 0.01


def test_every_household_can_be_assessed() -> None:
    """One applicant each, nobody not born yet, nothing unknown: every outcome is decided."""
    assert (POPULATION.member["relation"].values[POPULATION.heads] == 0).all()
    births = POPULATION.member["birth_date"].values
    assert births.max() <= day_number(synthetic.REFERENCE_DAY)
    text = rules.text("imv", synthetic.REFERENCE_DAY)
    kinds = rules.simulate(text, POPULATION).kinds
    assert rules.KINDS.index("undetermined") not in set(kinds.tolist())
    assert 0.02 < (kinds != 0).mean() < 0.5


def test_another_day_meets_the_same_people_at_the_same_age() -> None:
    moved = synthetic.on_day(POPULATION, date(2022, 6, 1))
    before = whole_years(POPULATION.member["birth_date"].values, np.asarray(day_number(synthetic.REFERENCE_DAY)))
    after = whole_years(moved.member["birth_date"].values, np.asarray(day_number(date(2022, 6, 1))))
    assert np.array_equal(before, after)
    never = POPULATION.member["legal_residence_since"].values == NEVER_NUMBER
    assert (moved.member["legal_residence_since"].values[never] == NEVER_NUMBER).all()
