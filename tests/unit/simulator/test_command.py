"""`manage.py simulate`: one line a case, in order, from a file, an array, JSON Lines or standard input."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.simulator.cases import as_json, worked_case

ROOT = Path(__file__).resolve().parents[3]


UNREACHABLE = "postgres://nobody@127.0.0.1:1/x"


def simulate(
    *files: str, stdin: str = "", tmp_path: Path, database: str = UNREACHABLE
) -> tuple[int, list[dict[str, Any]], str]:
    """Run the command as a stranger would; exit code, lines as objects, standard error."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "simulate", *files],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
        # A database that cannot be opened: the command needs none.
        env={
            **os.environ,
            "AMPARO_DATA_DIR": str(tmp_path / "data"),
            "DATABASE_URL": database,
        },
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_case_an_array_and_json_lines_are_answered_in_order_and_wrong_ones_do_not_stop_the_rest(
    tmp_path: Path,
) -> None:
    one = tmp_path / "one.json"
    one.write_text(json.dumps(worked_case(), indent=2))
    array = tmp_path / "array.json"
    array.write_text(as_json([worked_case(), worked_case(shoe_size=42)]))
    lines = tmp_path / "lines.jsonl"
    lines.write_text(f"{as_json(worked_case(net_patrimony=999_999))}\n\n{{broken\n{as_json(worked_case())}\n")

    code, found, errors = simulate(
        str(one), str(array), "-", str(lines), stdin=as_json(worked_case()), tmp_path=tmp_path
    )

    assert code == 2
    assert [item.get("eligible", item.get("code")) for item in found] == [
        True, True, "unknown_fact", True, False, "not_json", True,
    ]  # fmt: skip
    assert [item["case"] for item in found if "code" in item] == [3, 6]
    assert "Caso 3:" in errors
    assert found[2]["detail"] in errors
    assert found[0]["monthly"]["total"] == 772.57


def test_right_cases_exit_0_and_say_nothing_on_standard_error(tmp_path: Path) -> None:
    code, found, errors = simulate("-", stdin=as_json(worked_case()), tmp_path=tmp_path, database="")
    assert (code, errors) == (0, "")
    assert found[0]["kind"] == "imv_and_child_supplement"


def test_without_its_database_it_answers_and_says_whose_amounts_they_are(tmp_path: Path) -> None:
    code, found, errors = simulate("-", stdin=as_json(worked_case()), tmp_path=tmp_path)
    assert (code, found[0]["eligible"]) == (0, True)
    assert errors.splitlines() == [
        "La base de datos no responde: se usan los textos de reglas de esta versión del programa."
    ]


@pytest.mark.parametrize("stdin", ["", "nothing\nof this\n"])
def test_what_cannot_be_read_is_a_problem_and_not_a_traceback(stdin: str, tmp_path: Path) -> None:
    code, found, errors = simulate("-", "missing.json", stdin=stdin, tmp_path=tmp_path)
    assert code == 2
    assert found[-1]["code"] == "unreadable_file"
    assert {item["code"] for item in found[:-1]} == {"not_json"}
    assert "Traceback" not in errors
