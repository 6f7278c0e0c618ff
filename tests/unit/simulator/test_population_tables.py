"""Tables of units are read as the contract reads cases, wrong cells are named by row and column, outcomes are exact."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

from rules import services as rules  # noqa: E402
from rules.examples import examples_of  # noqa: E402
from simulator.population import outcomes, synthetic, tables  # noqa: E402
from simulator.population.problems import PopulationProblem  # noqa: E402

ON = date(2026, 10, 15)
TEXT = rules.text("imv", ON)
ALONE = {"relation": "applicant", "birth_date": "1984-05-02", "legal_residence_since": "2010-01-01"}
UNIT = {"annual_income_previous_year": 4800.0, "net_patrimony": 0, "members": [ALONE]}


def _parquet(rows: list[dict[str, Any]], schema: Any = None) -> io.BytesIO:
    kept = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), kept)
    kept.seek(0)
    return kept


def _csv(rows: list[dict[str, Any]]) -> io.BytesIO:
    written = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(written, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "members": json.dumps(row["members"], indent=1)})
    return io.BytesIO(written.getvalue().encode())


@pytest.mark.req("S2-72")
def test_the_examples_as_a_table_come_out_as_one_by_one() -> None:
    """Every worked example of one day, whatever it leaves out, through CSV: kind, amounts and requirements not met."""
    cases = [example.case for example in examples_of("imv") if str(example.case["on"]) == ON.isoformat()]
    assert len(cases) > 20
    rows = []
    for case in cases:
        unit = {name: json.dumps(v) if isinstance(v, list | bool) else v for name, v in case["unit"].items()}
        rows.append({**unit, "members": case["members"]})
    results = rules.simulate(TEXT, tables.read(_csv(rows), "csv", TEXT))
    table = outcomes.outcome_table(results).to_pylist()
    decided = 0
    for case, found in zip(cases, table, strict=True):
        # An explicit null is unknown in a case; a cell has no way to say so, and takes its closed value.
        if any(value is None for owner in (case["unit"], *case["members"]) for value in owner.values()):
            continue
        outcome = rules.simulate_case(case)
        if found["kind"] == "undetermined":
            assert outcome["missing"] or outcome["missing_for_amount"]
            continue
        decided += 1
        assert found["kind"] == outcome["kind"]
        assert found["eligible"] == outcome["eligible"]
        for name in ("guaranteed_income", "imv", "child_supplement", "total"):
            assert found[name] is None or float(found[name]) == outcome["monthly"][name]
        failed = {result["id"] for result in outcome["requirements"] if result["met"] is False}
        assert set(found["not_met"].split()) == failed
    assert decided > 15


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_population_written_is_read_again_the_same(tmp_path: Path, kind: str) -> None:
    text = rules.text("imv", synthetic.REFERENCE_DAY)
    population = synthetic.synthetic(500, seed=7)
    path = tmp_path / f"p.{kind}"
    outcomes.write(outcomes.population_table(text, population), path, kind)
    again = tables.read(path, kind, text)
    assert again.offsets.tolist() == population.offsets.tolist()
    assert again.heads.tolist() == population.heads.tolist()
    one, other = (outcomes.outcome_table(rules.simulate(text, found)) for found in (population, again))
    assert one.equals(other)


def test_a_cell_left_empty_takes_its_closed_value_or_is_unknown() -> None:
    schema = pa.schema(
        [
            ("annual_income_previous_year", pa.float64()),
            ("net_patrimony", pa.int64()),
            ("non_corporate_assets", pa.decimal128(10, 2)),
            ("monthly_pensions", pa.float64()),
            ("months_current_year", pa.float64()),
            ("annual_income_current_year", pa.string()),
            ("members", pa.list_(pa.struct([("relation", pa.string()), ("birth_date", pa.date32())]))),
        ]
    )
    member = {"relation": "applicant", "birth_date": date(1984, 5, 2)}
    rows = [
        {
            "annual_income_previous_year": float("nan"),
            "net_patrimony": 5,
            "monthly_pensions": None,
            "members": [member],
        },
        {"annual_income_previous_year": 0.29, "annual_income_current_year": "7.10", "members": [member]},
    ]
    population = tables.read(_parquet(rows, schema), "parquet", TEXT)
    unit = population.unit
    assert "non_corporate_assets" not in unit
    assert "monthly_pensions" not in unit
    assert [unit["annual_income_previous_year"].plain(at, "money") for at in (0, 1)] == [None, 29]
    assert [unit["net_patrimony"].plain(at, "money") for at in (0, 1)] == [500, None]
    # Closed only where the income of the year is left out too.
    assert [unit["months_current_year"].plain(at, "int") for at in (0, 1)] == [0, None]
    assert unit["annual_income_current_year"].plain(1, "money") == 710


WRONG = [
    ({"net_patrimony": 10.005}, "net_patrimony", 2, "dos decimales"),
    ({"net_patrimony": "1.234,50"}, "net_patrimony", 2, "punto decimal"),
    ({"annual_income_previous_year": -1.0}, "annual_income_previous_year", 2, "no puede ser menor"),
    ({"unit_formed_on": "2026-02-30"}, "unit_formed_on", 2, "no existe en el calendario"),
    ({"unit_formed_on": "30/01/2026"}, "unit_formed_on", 2, "año-mes-día"),
    ({"home_kind": "casa"}, "home_kind", 2, "Elige uno"),
    ({"months_current_year": 13}, "months_current_year", 2, "entre 0 y 12"),
    ({"is_review": "quizá"}, "is_review", 2, "true o false"),
    ({"colour": "red"}, "colour", None, "no existe"),
    ({"province": "77"}, "province", 2, "01 a 52"),
    ({"weight": 0.0}, "weight", 2, "mayor que 0"),
    ({"members": [{**ALONE, "birth_date": "2027-01-01"}]}, "members.birth_date", 2, "posterior"),
    ({"members": [{**ALONE, "relation": "boss"}]}, "members.relation", 2, "Elige uno"),
    ({"members": [{**ALONE, "shoe": "41"}]}, "members.shoe", None, "no existe"),
    ({"members": [ALONE, ALONE]}, "members.relation", 2, "más de una"),
    ({"members": [{**ALONE, "relation": "child"}]}, "members.relation", 2, "Falta quien solicita"),
    ({"members": []}, "members", 2, "ninguna persona"),
    ({"members": [ALONE, *[{**ALONE, "relation": "child"}] * 40]}, "members", 2, "caben 40"),
]


@pytest.mark.parametrize(("change", "column", "row", "words"), WRONG)
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_what_is_wrong_is_said_with_its_row_and_column(
    kind: str, change: dict[str, Any], column: str, row: int | None, words: str
) -> None:
    right = {**dict.fromkeys(change), **UNIT, "weight": 1.0, "province": "28"}
    if isinstance(change.get("net_patrimony"), str):
        right["net_patrimony"] = "0"  # a column has one type
    rows = [right, {**right, **change}]
    with pytest.raises(PopulationProblem) as caught:
        tables.read(_parquet(rows) if kind == "parquet" else _csv(rows), kind, TEXT)
    assert caught.value.column == column
    assert words in caught.value.sentence
    if row is not None:
        assert caught.value.row == row


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.parquet", b"PAR1 nothing"), ("a.csv", b"\xff\xfe\x00members"), ("a.csv", b""), ("a.csv", b"members\n")],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PopulationProblem):
        tables.read(path, tables.kind_of(name), TEXT)


def test_more_units_than_allowed_are_refused() -> None:
    with pytest.raises(PopulationProblem, match="como mucho caben 2"):
        tables.read(_parquet([UNIT] * 3), "parquet", TEXT, most=2)
    crowd = {**UNIT, "members": [ALONE, *[{**ALONE, "relation": "child"}] * 9]}
    with pytest.raises(PopulationProblem, match="demasiadas personas"):
        tables.read(_parquet([crowd]), "parquet", TEXT, most=2)


@pytest.mark.req("S2-72")
def test_the_command_writes_outcomes_and_prints_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "p.parquet", tmp_path / "o.parquet"
    call_command("synthetic_population", str(source), "--households", "300")
    call_command("simulate", "--population", str(source), "--on", "2026-01-15", "--out", str(target))
    said = capsys.readouterr().out
    assert "300 unidades" in said
    assert "unidades por segundo" in said
    table = pq.read_table(target)
    assert len(table) == 300
    assert set(table.column_names) > {"eligible", "kind", "imv", "child_supplement", "total", "not_met"}


def test_the_command_says_where_a_table_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(_csv([UNIT, {**UNIT, "net_patrimony": "mucho"}]).getvalue())
    with pytest.raises(SystemExit) as left:
        call_command("simulate", "--population", str(path), "--on", "2026-10-15")
    assert left.value.code == 2
    assert "Fila 2, columna net_patrimony." in capsys.readouterr().err


@pytest.mark.req("S2-72")
def test_piece_by_piece_comes_out_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worked example of one day, three at a time: a fact that a whole piece leaves out reads as an empty cell."""
    cases = [example.case for example in examples_of("imv") if str(example.case["on"]) == ON.isoformat()]
    rows = []
    for case in cases:
        unit = {name: json.dumps(v) if isinstance(v, list | bool) else v for name, v in case["unit"].items()}
        rows.append({**unit, "members": case["members"]})
    whole = tables.read(_csv(rows), "csv", TEXT)
    kept = io.BytesIO()
    outcomes.write(outcomes.population_table(TEXT, whole), kept, "parquet")
    monkeypatch.setattr(tables, "BATCH", 3)
    kept.seek(0)
    found = list(tables.pieces(kept, "parquet", TEXT))
    assert [len(piece) for piece in found][:-1] == [3] * (len(found) - 1)
    together = [
        outcome for piece in found for outcome in outcomes.outcome_table(rules.simulate(TEXT, piece)).to_pylist()
    ]
    assert together == outcomes.outcome_table(rules.simulate(TEXT, whole)).to_pylist()


@pytest.mark.req("S2-72")
def test_outcomes_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    good, bad = dict(UNIT), {**UNIT, "annual_income_previous_year": -1.0}
    table = tmp_path / "units.parquet"
    table.write_bytes(_parquet([good] * 70_000 + [bad]).getvalue())
    target = tmp_path / "out.parquet"
    with pytest.raises(SystemExit) as ended:
        call_command("simulate", population=table, out=target, on=ON.isoformat())
    assert ended.value.code == 2
    assert list(tmp_path.iterdir()) == [table]
