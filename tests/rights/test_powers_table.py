"""The table of the requirements, cell by cell: what the rows of the matrix come to is what the table grants.

The matrix itself is held to the code by ``test_powers.py``; here nothing is asked of it, so these tests are free.
"""

import re
from pathlib import Path

import pytest

from tests.rights.matrix import POWERS
from tests.rights.powers_table import COLUMNS, NOT_YET, POWERS_TABLE, STOP, Power

REQUIREMENTS = Path(__file__).resolve().parents[3] / "shared" / "requirements" / "rows.md"
ROWS = {**POWERS_TABLE, "stop automatic steps": STOP}
CELLS = [
    pytest.param(power, column, id=f"{name.split(' (')[0]} - {column}", marks=[pytest.mark.req(*power.requirements)])
    for name, power in ROWS.items()
    for column in COLUMNS
]


@pytest.mark.parametrize(("power", "column"), CELLS)
def test_a_cell_grants_what_the_table_grants(power: Power, column: str) -> None:
    granted = set()
    for action in power.actions:
        for labels in POWERS[action].values():
            granted |= labels
    assert granted & COLUMNS[column] == power.expected(column)


def test_every_row_of_the_requirements_is_here_or_says_why_not() -> None:
    if not REQUIREMENTS.exists():
        pytest.skip("../shared is not here")
    text = REQUIREMENTS.read_text()
    table = text[text.index("### 1.6") : text.index("### 1.7")]
    names = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)
    rows = {name for name in names if name not in ("power", "---")}
    assert rows == set(POWERS_TABLE) | set(NOT_YET)
