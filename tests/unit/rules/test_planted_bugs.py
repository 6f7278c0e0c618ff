"""An operator written wrongly by one reading is found by holding it against the others.

Each mutant changes one operator of what a reading emits — `>=` for `>`, `and` for `or`, `+` for `-`, `any` for `all` —
and leaves the other readings alone. Here a few of each reading are planted; `make mutants` plants every one and prints
what is left. Equal mutants, which no household can tell apart, are named with the reason in `planting.equal`. Shares
measured are in docs/decisions/0001.
"""

from functools import cache
from itertools import islice
from random import Random

import pytest

from rules.chaining import session
from tests.unit.rules.planting import operators, rulesets
from tests.unit.rules.planting.equal import is_equal
from tests.unit.rules.planting.operators import shortly
from tests.unit.rules.planting.readings import EMITTED
from tests.unit.rules.planting.trying import PERIODS, Mutant, Trial, emitted, places
from tests.unit.rules.planting.vectors import DAYS, Village

pytestmark = pytest.mark.req("S2-72")
#: How many operators of each reading are changed here, and over how many households each is looked for, beside the
#: worked examples of the law.
_PLANTED, _WHOLE, _PARTIAL = 16, 400, 600


def _told(name: str, mutants: list[Mutant]) -> None:
    """Each is found; one that is not is named, so that somebody asks what is lacking."""
    left = [shortly(mutant.written) for mutant in mutants if not mutant.found]
    assert not left, f"{name}: {len(left)} of {len(mutants)} not found:\n" + "\n".join(left)


# --- Readings that are emitted as Python ------------------------------------------------------------------------------


@cache
def _trial() -> Trial:
    return Trial(_WHOLE, _PARTIAL, examples=True)


@pytest.mark.parametrize("name", EMITTED)
def test_a_wrong_operator_in_the_emitted_source_is_found(name: str) -> None:
    source, _ = emitted(name, PERIODS[0])
    shuffled = Random(7).sample(places(name), len(places(name)))
    drawn = (at for at in shuffled if not is_equal(operators.written(source, at)))
    _told(name, list(_trial().mutants(EMITTED[name], islice(drawn, _PLANTED))))


def test_with_nothing_planted_no_household_tells_the_readings_apart() -> None:
    trial = Trial(8, 8, PERIODS[:3])
    for reading in EMITTED.values():
        assert trial.untouched(reading) is None, reading.name


@pytest.mark.parametrize("partial", [False, True], ids=["whole", "unknowns"])
def test_a_wrong_operator_in_the_vector_reading_is_found(partial: bool) -> None:
    village = Village(DAYS[0], 2 * _WHOLE, partial, examples=True)
    assert village.agrees()
    drawn = (at for at in village.sample(len(village.places), 7) if not is_equal(village.written(at)))
    _told(village.name, list(village.mutants(islice(drawn, _PLANTED))))


# --- Readings that are emitted as rules of durable-rules --------------------------------------------------------------


def test_a_wrong_operator_in_the_second_opinion_is_found() -> None:
    _told("second opinion", list(rulesets.second_opinion(most=_PLANTED, examples=True)))
    session.forget_networks()


def test_a_wrong_operator_in_the_case_rules_is_found() -> None:
    mutants = list(rulesets.case_rules(fact_sets=400))
    session.forget_networks()
    assert [mutant.written for mutant in mutants if not mutant.found] == []
