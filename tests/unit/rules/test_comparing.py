"""`rules_diff`: every change of a text is named, and nothing else."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rules.texts_store import TEXTS


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the text that a test may change."""
    return Path(shutil.copytree(TEXTS / "imv", tmp_path / "imv"))


def put(folder: Path, name: str, before: str, after: str) -> None:
    written = (folder / name).read_text("utf-8")
    assert before in written
    (folder / name).write_text(written.replace(before, after, 1), "utf-8")


def difference(one: str, other: str) -> str:
    out = StringIO()
    call_command("rules_diff", one, other, stdout=out)
    return out.getvalue()


def test_a_text_is_equal_to_itself(changed: Path) -> None:
    assert difference("imv", str(changed)).strip() == "Son iguales."


@pytest.mark.req("S2-72")
def test_an_amount_a_formula_and_a_sentence_are_each_named_with_their_article(changed: Path) -> None:
    put(changed, "parameters.yaml", "{1: 733.60,", "{1: 740.00,")
    put(changed, "variables.yaml", "formula: age >= p.majority", "formula: age > p.majority")
    put(
        changed,
        "requirements.yaml",
        "El patrimonio neto es de {net_patrimony}, inferior",
        "Es de {net_patrimony}, inferior",
    )
    found = difference("imv", str(changed))
    assert "parámetro guaranteed_income (art. 13.2) · 2026-01-01 [1]\n  - 733,60 €\n  + 740,00 €" in found.replace(
        "\xa0", " "
    )
    assert "variable member.adult · fórmula\n  - age >= p.majority\n  + age > p.majority" in found
    assert "requisito net_patrimony (art. 11.3) · frase met" in found
    assert found.strip().endswith("3 diferencias")


def test_a_rule_that_only_one_text_has_is_shown_on_its_side(changed: Path) -> None:
    put(changed, "income.yaml", "  burial:", "  funeral:")
    found = difference("imv", str(changed))
    assert "ingreso burial (art. 20.1.f.1) · cuenta\n  - 2020-06-01 none\n  + —" in found
    assert "ingreso funeral (art. 20.1.f.1) · cuenta\n  - —\n  + 2020-06-01 none" in found


def test_another_order_of_the_form_is_told(changed: Path) -> None:
    put(changed, "benefit.yaml", "  - [applicant_age]\n", "")
    put(changed, "benefit.yaml", "settle_first:\n", "settle_first:\n  - [applicant_age]\n")
    found = difference("imv", str(changed))
    assert "formulario qué se aclara antes · asunto 1\n  - economic_vulnerability" in found
    assert found.strip().endswith("2 diferencias")


@pytest.mark.django_db
def test_what_is_no_text_is_told(changed: Path) -> None:
    with pytest.raises(CommandError, match="no es una carpeta"):
        difference("imv", "lottery")
    put(changed, "variables.yaml", "formula: age >= p.majority", "formula: age >= p.nothing")
    with pytest.raises(CommandError, match=r"variables\.yaml:\d+"):
        difference("imv", str(changed))
