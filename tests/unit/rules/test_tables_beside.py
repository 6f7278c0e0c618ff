"""Tables of amounts held against each other: a single parent never has a lower row than anybody else's household."""

from datetime import date
from typing import Any

import pytest
import yaml

from rules.language.errors import RuleTextError
from rules.language.load import load
from rules.texts_store import current

pytestmark = pytest.mark.req("S2-71")
SINGLE, GENERAL = "guaranteed_income_single_parent", "guaranteed_income"


def _files(change: Any) -> dict[str, str]:
    edition = current("imv")
    assert edition is not None
    files = dict(edition.files)
    body = yaml.safe_load(files["parameters.yaml"])
    change(body["parameters"])
    files["parameters.yaml"] = yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
    return files


def _cells(parameters: Any, name: str) -> Any:
    return parameters[name]["values"][max(parameters[name]["values"])]["cells"]


def test_a_single_parent_under_the_general_row_is_refused_at_the_cell_with_both_amounts() -> None:
    def lower(parameters: Any) -> None:
        _cells(parameters, SINGLE)[2] = 953.67

    with pytest.raises(RuleTextError) as caught:
        load(_files(lower))
    assert caught.value.cell == 2
    assert caught.value.place.file == "parameters.yaml"
    assert "La fila 2 de «Renta garantizada mensual con complemento de monoparentalidad" in caught.value.wrong
    assert "(953,67 €) es menor que la de «Renta garantizada mensual, según" in caught.value.wrong
    assert "(953,68 €)" in caught.value.wrong
    assert caught.value.mend.startswith("Pon al menos 953,68 €")


def test_the_same_amount_is_allowed() -> None:
    def level(parameters: Any) -> None:
        _cells(parameters, SINGLE)[2] = 953.68

    load(_files(level))


def test_raising_the_general_row_over_the_other_table_is_refused_too() -> None:
    def higher(parameters: Any) -> None:
        parameters[GENERAL]["values"][date(2027, 1, 1)] = {
            "source": "prueba",
            "cells": {1: 800.00, 2: 1200.00, 3: 1300.00, 4: 1400.00, 5: 1700.00},
        }

    with pytest.raises(RuleTextError, match="La fila 2 de «Renta garantizada mensual con complemento"):
        load(_files(higher))


def test_the_tables_of_the_law_of_2020_are_left_as_they_were_published() -> None:
    edition = current("imv")
    assert edition is not None
    text = edition.on(edition.loaded_from)
    single, general = text.parameter(SINGLE), text.parameter(GENERAL)
    assert single[5] < general[5]  # type: ignore[index]


def test_a_larger_household_under_a_smaller_one_is_refused() -> None:
    def fall(parameters: Any) -> None:
        _cells(parameters, GENERAL)[3] = 953.67

    with pytest.raises(RuleTextError, match=r"La fila 3 \(953,67 €\) es menor que la fila 2 \(953,68 €\)"):
        load(_files(fall))


@pytest.mark.parametrize("name", ["minimum_payment", "nothing", "child_supplement_income_limits"])
def test_a_table_is_only_compared_with_a_table(name: str) -> None:
    def compare(parameters: Any) -> None:
        parameters[SINGLE]["not_below"]["table"] = name

    with pytest.raises(RuleTextError, match="is no table to compare"):
        load(_files(compare))
