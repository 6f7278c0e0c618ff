"""The requirements compiled to durable-rules agree with every other reading, on complete facts."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings

from rules import services, texts_store
from rules.second_opinion import comparing, figures
from rules.second_opinion.asking import IncompleteCase, answers, rulesets
from rules.types import Case
from tests.unit.rules.households import cases, put

pytestmark = pytest.mark.req("S2-72")
QUIET = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@QUIET
@given(cases())
def test_every_reading_agrees_on_every_household(case: dict[str, Any]) -> None:
    read = services.read_case(case)
    text = services.text("imv", read.on)
    said = {name: reading(text, read) for name, reading in comparing.READINGS.items()}
    first = said["compilado"]
    for name, found in said.items():
        assert {item: first[item] for item in found} == found, name


def test_a_case_with_something_unknown_gets_no_second_opinion() -> None:
    edition = texts_store.current("imv")
    assert edition is not None
    case = comparing.household(edition, comparing.Random(3))
    read = services.read_case(put(case, "/unit/net_patrimony", None))
    with pytest.raises(IncompleteCase):
        answers(services.text("imv", read.on), read)


def test_every_requirement_of_every_regime_becomes_a_ruleset() -> None:
    edition = texts_store.current("imv")
    assert edition is not None
    for day in edition.dates():
        text = edition.on(day)
        assert [ruleset.requirement for ruleset in rulesets(text)] == [found.id for found in text.requirements]


def test_a_number_the_oracle_does_not_know_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text may grow a variable the oracle has no figure for: it is said, never taken from another reading."""
    without = {name: find for name, find in figures.OF_UNIT.items() if name != "income_threshold"}
    monkeypatch.setattr(figures, "OF_UNIT", without)
    edition = texts_store.current("imv")
    assert edition is not None
    with pytest.raises(figures.NotSupplied, match="income_threshold"):
        comparing.compare(edition, 1, 1)


def test_months_are_counted_from_date_to_date() -> None:
    assert figures.months(date(2025, 8, 31), date(2026, 2, 27)) == 5
    assert figures.months(date(2025, 8, 31), date(2026, 2, 28)) == 6
    assert figures.months(date(2026, 2, 2), date(2026, 2, 1)) == -1
    assert figures.months(date.max, date(2026, 2, 1)) < -90_000


@pytest.mark.django_db
def test_the_command_prints_who_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rules_check", "--second-opinion", "--households", "5", "--seed", "2")
    printed = capsys.readouterr().out
    assert "segunda opinión: 5 hogares, semilla 2, compilado, tres valores, durable-rules, oráculo" in printed
    assert "economic_vulnerability" in printed


@pytest.mark.django_db
def test_the_command_prints_the_household_two_readings_part_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(text: Any, case: Case) -> comparing.Answers:
        return {**comparing.compiled(text, case), "residence": None}

    monkeypatch.setattr(comparing, "READINGS", {"compilado": comparing.compiled, "otra": wrong})
    with pytest.raises(CommandError):
        call_command("rules_check", "--second-opinion", "--households", "3")
    printed = capsys.readouterr().err
    assert "otra dice None" in printed
    assert services.read_case(json.loads(printed[printed.index("{") :]))
