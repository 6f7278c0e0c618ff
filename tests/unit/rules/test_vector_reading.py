"""The vector reading says of every household what the compiled scalar reading says of it, unknowns included."""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import services
from rules.compilers.household import Household
from rules.compilers.vector import VectorReading, days, gathering, generator
from rules.examples import examples_of
from rules.language import dates
from rules.texts_store import compiled_for
from tests.unit.rules.households import ON, cases, pointers, put

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _assert_same(on: date, households: list[Household]) -> None:
    """Every variable of the unit and every requirement of every household, in both readings."""
    text = services.text("imv", on)
    compiled = compiled_for(text)
    population = gathering.gather(text, households)
    results = VectorReading(text).run(population, [name for name in compiled.unit_at if not name.startswith("met.")])
    types = {item.name: item.type for item in text.variables if item.entity == "unit"}
    for at, household in enumerate(households):
        unit, _ = compiled.swift(household)
        for name, position in compiled.unit_at.items():
            found = results.columns[name].plain(at, types.get(name, "bool"))
            assert found == unit[position], (name, found, unit[position])


@st.composite
def villages(draw: Any) -> tuple[date, list[dict[str, Any]]]:
    """Several whole cases of one day."""
    on = draw(ON)
    found = draw(st.lists(cases(), min_size=1, max_size=12))
    return on, [{**case, "on": on.isoformat()} for case in found]


def _readable(cases: list[dict[str, Any]]) -> list[Household]:
    households = []
    for case in cases:
        try:
            households.append(services.read_case(case).household)
        except services.CaseProblem:  # drawn for a later day: somebody is not born yet
            continue
    return households


@pytest.mark.req("S2-72")
@QUIET
@given(villages())
def test_it_finds_what_the_compiled_reading_finds(village: tuple[date, list[dict[str, Any]]]) -> None:
    on, drawn = village
    households = _readable(drawn)
    if households:
        _assert_same(on, households)


@pytest.mark.req("S2-72")
@QUIET
@given(villages(), st.data())
def test_what_is_unknown_is_unknown_in_both(village: tuple[date, list[dict[str, Any]]], data: st.DataObject) -> None:
    on, drawn = village
    hidden = []
    for case in drawn:
        partial = case
        for pointer in data.draw(st.lists(st.sampled_from(pointers(case)), max_size=4)):
            partial = put(partial, pointer, None)
        hidden.append(partial)
    households = _readable(hidden)
    if households:
        _assert_same(on, households)


@pytest.mark.req("S2-72")
def test_every_example_comes_out_the_same() -> None:
    by_day: dict[date, list[Household]] = defaultdict(list)
    for example in examples_of("imv"):
        case = services.read_case(example.case)
        # What the law file does not tell is told by the assessment, and by this reading in the variables themselves.
        if services.assess(services.text("imv", case.on), case).covered:
            by_day[case.on].append(case.household)
    assert sum(map(len, by_day.values())) > 100
    for on, households in by_day.items():
        _assert_same(on, households)


def test_a_household_with_a_fact_that_is_not_covered_is_undetermined_in_both() -> None:
    found = [example for example in examples_of("imv") if example.gives.get("warnings") == ["fact_not_covered"]]
    assert found
    for example in found:
        case = services.read_case(example.case)
        text = services.text("imv", case.on)
        results = VectorReading(text).run(gathering.gather(text, [case.household]), ["eligible"])
        assert results.columns["eligible"].plain(0, "bool") is None
        assert services.assess(text, case).eligible is None


def test_kinds_and_failed_requirements_are_those_of_the_outcome() -> None:
    on = date(2026, 10, 15)
    wanted, households = [], []
    for example in examples_of("imv"):
        case = {**example.case, "on": on.isoformat()}
        read = services.read_case(case)
        outcome = services.assess(services.text("imv", on), read)
        households.append(read.household)
        # The scalar reading goes on to weigh the completions of what is unknown; this one does not.
        wanted.append(None if None in outcome.unit else outcome)
    text = services.text("imv", on)
    results = VectorReading(text).run(gathering.gather(text, households))
    from rules.compilers.vector.reading import KINDS

    for at, outcome in enumerate(wanted):
        if outcome is not None:
            assert KINDS[results.kinds[at]] == outcome.kind
            failed = {item.id for bit, item in enumerate(text.requirements) if int(results.failed[at]) >> bit & 1}
            assert failed == {result.id for result in outcome.requirements if result.met is False}


def test_a_fact_of_another_law_leaves_the_answer_open() -> None:
    on = date(2021, 3, 1)
    cases = [
        {"benefit": "imv", "on": on.isoformat(), "unit": unit, "members": [{"ref": "a", "relation": "applicant"}]}
        for unit in ({}, {"units_in_home": 2})
    ]
    text = services.text("imv", on)
    results = VectorReading(text).run(gathering.gather(text, [services.read_case(case).household for case in cases]))
    unknown = results.of("eligible").unknown
    assert unknown is not None
    assert unknown[1]


_DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(st.lists(st.tuples(_DAYS, _DAYS, st.integers(0, 60)), min_size=1, max_size=50))
def test_dates_count_as_the_language_counts(pairs: list[tuple[date, date, int]]) -> None:
    starts = np.array([days.day_number(start) for start, _, _ in pairs], dtype=np.int32)
    ends = np.array([days.day_number(end) for _, end, _ in pairs], dtype=np.int32)
    epoch = np.array([(start - date(1970, 1, 1)).days for start, _, _ in pairs])
    assert days.from_epoch_days(epoch).tolist() == starts.tolist()
    assert days.whole_years(starts, ends).tolist() == [dates.years(start, end) for start, end, _ in pairs]
    assert days.months(starts, ends).tolist() == [dates.months(start, end) for start, end, _ in pairs]
    end = pairs[0][1]
    assert days.months_until(starts, end).tolist() == [dates.months(start, end) for start, _, _ in pairs]
    numbers = np.array([number for _, _, number in pairs])
    for vector, plain in ((days.plus_months, dates.plus_months), (days.plus_years, dates.plus_years)):
        moved = [days.date_of(number) for number in vector(starts, numbers)]
        assert moved == [plain(start, number) for start, _, number in pairs]
    assert days.plus_months(np.array([days.NEVER_NUMBER]), 3)[0] == days.NEVER_NUMBER


def test_a_planted_error_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above can fail: with `<` read as `<=`, both readings part."""
    plain = generator.Generator._operation

    def planted(self: Any, node: Any, parts: Any) -> str:
        return plain(self, node, parts).replace("unit_net_patrimony < ", "unit_net_patrimony <= ")

    monkeypatch.setattr(generator.Generator, "_operation", planted)
    case = {
        "benefit": "imv",
        "on": "2026-10-15",
        "unit": {"net_patrimony": "26409.60"},
        "members": [{"ref": "a", "relation": "applicant"}],
    }
    household = services.read_case(case).household
    with pytest.raises(AssertionError):
        _assert_same(household.on, [household])
