"""The country package generated for OpenFisca says the whole text, each part once. Its answers are the benchmark's."""

import ast
from datetime import date

import pytest

from rules import services
from rules.compilers.openfisca import country_package
from rules.language.text import Requirement


@pytest.mark.parametrize("on", [date(2020, 6, 1), date(2022, 6, 15), date(2026, 10, 15)])
def test_every_fact_variable_and_requirement_is_a_variable_of_the_package(on: date) -> None:
    text = services.text("imv", on)
    tree = ast.parse(country_package(text))
    found = [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.bases]
    wanted = [f"{fact.entity}_{fact.name}" for fact in text.facts.values()]
    for item in text.order:
        wanted.append(f"unit_met__{item.id}" if isinstance(item, Requirement) else f"{item.entity}_{item.name}")
    assert sorted(found) == sorted(wanted)
    asked = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id.startswith(("T_", "D_"))}
    given = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}  # type: ignore[attr-defined]
    assert asked <= given
