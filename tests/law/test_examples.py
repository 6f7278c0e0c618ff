"""The worked examples beside the rule text hold, and leave no requirement or table row without one."""

from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import pytest

from rules import services, texts_store
from rules.examples import UNREAD, Example, differences, examples_of, read_in, read_shortly
from tests.unit.simulator.cases import worked_case

EXAMPLES = list(examples_of("imv"))
FILES = {file: list(found) for file, found in groupby(EXAMPLES, key=lambda example: example.place.file)}


@cache
def outcomes() -> list[dict[str, Any]]:
    """What each example comes to."""
    return [services.simulate_case(example.case) for example in EXAMPLES]


@pytest.mark.parametrize("file", FILES)
def test_the_examples_give_what_they_say(file: str) -> None:
    told = [(str(one.place), one.name, one.case["on"], found) for one in FILES[file] if (found := differences(one))]
    assert told == []


def test_an_example_that_says_otherwise_is_told() -> None:
    right = next(example for example in EXAMPLES if example.gives.get("eligible") is True)
    wrong = Example(right.name, right.place, right.case, {**right.gives, "eligible": False, "kind": "none"})
    assert len(differences(wrong)) == 2


def test_what_an_example_reads_shortly_is_what_the_outcome_says() -> None:
    read: set[str] = set()
    for example, outcome in zip(EXAMPLES, outcomes(), strict=True):
        text = services.text("imv", date.fromisoformat(example.case["on"]))
        found = services.assess(text, services.read_case(example.case))
        for key in example.gives.keys() - {"met", "not_met", "unknown"}:
            value = read_shortly(found, key)
            if value is not UNREAD:
                assert value == read_in(outcome, key), (example.place, key)
                read.add(key)
    assert read >= {
        "eligible",
        "kind",
        "doubtful",
        "missing",
        "missing_for_amount",
        "monthly.imv",
        "limits.net_patrimony",
    }


def test_days_told_from_the_day_of_the_case_are_counted_from_it() -> None:
    turning = {
        "un año de residencia justo": "2021-06-15",
        "un año de residencia menos un día": "2021-06-16",
        "vive con familia porque perdió su vivienda hace tres años y un día": "2019-06-14",
    }
    found = {}
    for example in FILES["regimes.yaml"]:
        if example.name in turning and example.case["on"] == "2022-06-15":
            of_unit = example.case["unit"].get("special_unit_since")
            found[example.name] = of_unit or example.case["members"][0]["legal_residence_since"]
    assert found == turning


def test_every_requirement_is_met_refused_and_unknown_somewhere() -> None:
    text = services.text("imv", date(2026, 10, 15))
    seen: dict[str, set[object]] = {requirement.id: set() for requirement in text.requirements}
    for outcome in outcomes():
        for result in outcome["requirements"]:
            seen[result["id"]].add(result["met"])
    assert {id: answers for id, answers in seen.items() if answers != {True, False, None}} == {}


def test_every_clause_of_every_requirement_is_the_ground_of_some_example() -> None:
    text = services.text("imv", date(2026, 10, 15))
    used = {(result["id"], result["exception"]) for outcome in outcomes() for result in outcome["requirements"]}
    wanted = {
        (requirement.id, clause.id)
        for requirement in text.requirements
        for clause in requirement.clauses
        if clause.id != "general"
    }
    assert wanted - used == set()


def test_every_cell_of_every_income_table_of_every_year_is_an_example() -> None:
    shown = {outcome["monthly"]["guaranteed_income"] for outcome in outcomes()}
    edition = texts_store.current("imv")
    assert edition is not None
    for name in ("guaranteed_income", "guaranteed_income_single_parent"):
        for value in edition.text.parameters[name].values:
            assert isinstance(value.value, dict) or hasattr(value.value, "values")
            cells = value.value.values()  # type: ignore[union-attr]
            assert {cell / 100 for cell in cells} <= shown


def test_contract_example_to_the_letter() -> None:
    """The worked example of contracts/simulation.md."""
    outcome = services.simulate_case(worked_case())
    assert outcome["text"].startswith("imv@sha256:")
    assert outcome["eligible"] is True
    assert outcome["kind"] == "imv_and_child_supplement"
    assert outcome["effects_from"] == "2026-11-01"
    assert outcome["monthly"] == {
        "guaranteed_income": 1115.07,
        "computable_income": 400.00,
        "imv": 715.07,
        "child_supplement": 57.50,
        "total": 772.57,
    }
    assert outcome["annual"] == {"guaranteed_income": 13380.84}
    assert outcome["payments"] == [
        {
            "from": "2026-11",
            "to": None,
            "imv": 715.07,
            "child_supplement": 57.50,
            "increase_15": 0.00,
            "total": 772.57,
        }
    ]
    assert outcome["income"] == {"computable": 4800.00, "exempt_work": 0.00, "basis": "previous_year"}
    assert outcome["limits"] == {"net_patrimony": 36973.44, "non_corporate_assets": 73946.88}
    vulnerability = next(item for item in outcome["requirements"] if item["id"] == "economic_vulnerability")
    reason = vulnerability.pop("reason")
    assert vulnerability == {
        "id": "economic_vulnerability",
        "met": True,
        "article": {"law": "BOE-A-2021-21007", "art": "11.2"},
        "exception": None,
        "members": [],
        "values": {"monthly_income": 400.00, "threshold": 1162.57},
    }
    assert reason["es"]
    for name in ("missing", "missing_for_amount", "doubtful", "warnings"):
        assert outcome[name] == []


def test_derived_and_published_cells_are_told_apart() -> None:
    text = services.text("imv", date(2025, 6, 1))
    cells = text.value("guaranteed_income")
    assert [cells.status_of(row) for row in range(1, 6)] == [
        "published",
        "derived",
        "derived",
        "published",
        "published",
    ]
    assert services.text("imv", date(2026, 6, 1)).value("guaranteed_income").status_of(3) == "published"
    for parameter in text.parameters.values():
        for value in parameter.values:
            assert value.source
