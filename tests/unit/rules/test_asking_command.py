"""`rules_asking`: an order of questions, proposed by measuring, told with what it gains, and never written."""

import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rules import texts_store
from rules.language.reader import files_of

pytestmark = pytest.mark.req("S2-59")
OURS = texts_store.TEXTS / "imv"
INCOME = "[economic_vulnerability, current_year_vulnerability, child_supplement_income]"


def told(text: Path | str, **options: Any) -> str:
    out = StringIO()
    call_command("rules_asking", str(text), on="2026-10-15", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def turned_round(folder: Path) -> Path:
    """The text of the release with its subjects the other way round."""
    copy = Path(shutil.copytree(OURS, folder / "imv"))
    about = copy / "benefit.yaml"
    found = re.search(r"^settle_first:\n((?:  - .*\n)+)", about.read_text(), re.MULTILINE)
    assert found is not None
    turned = "".join(reversed(found[1].splitlines(keepends=True)))
    about.write_text(about.read_text().replace(found[1], turned))
    return copy


def test_a_text_that_asks_the_wrong_way_round_is_told_another_order_and_what_it_gains(tmp_path: Path) -> None:
    text = turned_round(tmp_path)
    before = dict(files_of(text))
    said = told(text, households=60)
    assert said.partition("settle_first:\n")[2].splitlines()[0] == f"  - {INCOME}", "most noes for each question"
    fewer = re.search(r"diferencia +(\S+)", said)
    assert fewer is not None
    assert float(fewer[1]) < -0.4
    means = [float(one) for one in re.findall(r"^orden \w+(?: \w+)? +(\S+)", said, re.MULTILINE)]
    assert means[1] - means[0] == pytest.approx(float(fewer[1]), abs=0.011)
    assert dict(files_of(text)) == before, "proposed, never written"
    assert told(text, households=60) == said, "the same households for the same seed"
    assert told(text, households=60, seed=2) != said


def test_the_order_of_the_release_is_about_as_good_as_the_one_proposed() -> None:
    said = told("imv", households=60)
    assert "El texto ya pregunta en el orden propuesto." in said or "El orden del texto es igual de bueno" in said
    assert "settle_first:" not in said


def test_a_text_without_subjects_says_what_to_write(tmp_path: Path) -> None:
    text = turned_round(tmp_path)
    about = text / "benefit.yaml"
    about.write_text(about.read_text().partition("settle_first:")[0])
    with pytest.raises(CommandError, match="escribe dos o más en settle_first"):
        told(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "on", "sentence"),
    [
        ("imv", "2019-01-01", "Ese texto empieza el 2020-06-01"),
        ("imv", "ayer", "Escribe la fecha como año-mes-día"),
        ("otra", "2026-10-15", "«otra» no es una carpeta"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_what_to_do(name: str, on: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("rules_asking", name, on=on)
