"""The figures of the text are those of the law file, cell by cell, where the law file is here."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from rules import services, texts_store

pytestmark = pytest.mark.req("S2-21")
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "law" / "imv.md"
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")
YEARS = range(2020, 2027)


def cents(written: str) -> int | None:
    """The first amount in a cell of the law file; None where it has none."""
    found = AMOUNT.search(written)
    return int(found[0].replace(",", "").replace(".", "")) if found else None


def tables() -> Iterator[list[list[str]]]:
    """The tables of the law file, as rows of cells, heads included."""
    for block in re.findall(r"(?:^\|.*\n)+", SHARED.read_text(), re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        yield [row for row in rows if not set("".join(row)) <= {"-", " "}]


def table(*head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    return next(rows[1:] for rows in tables() if tuple(rows[0][: len(head)]) == head)


def cells_of(name: str, year: int) -> Mapping[object, int]:
    """The cells of a table of the text on the first day of a year (2020: of the benefit)."""
    day = date(2020, 6, 1) if year == 2020 else date(year, 1, 1)
    cells = services.text("imv", day).parameter(name)
    assert isinstance(cells, Mapping)
    return cells


@pytest.fixture(autouse=True)
def _law_file() -> None:
    if not SHARED.exists():
        pytest.skip("../shared is not here")


def test_the_guaranteed_income_is_that_of_the_law_file() -> None:
    rows = table("n", "household rows of the official table")
    for number, row in enumerate(rows, start=1):
        for year, written in zip(YEARS, row[2:], strict=True):
            assert cells_of("guaranteed_income", year)[number] == cents(written), (number, year)


def test_the_single_parent_rows_are_those_of_the_law_file() -> None:
    rows = table("minors", "2020")
    for number, row in enumerate(rows, start=2):
        for year, written in zip(YEARS, row[1:], strict=True):
            # Under RDL 20/2020 three children or more were one row.
            wanted = cents(written) if cents(written) is not None else cents(rows[number - 3][1 + year - 2020])
            assert cells_of("guaranteed_income_single_parent", year)[number] == wanted, (number, year)


def test_what_is_published_and_what_is_derived_is_as_the_law_file_says() -> None:
    for number, row in enumerate(table("n", "household rows of the official table"), start=1):
        for year, written in zip(YEARS, row[2:], strict=True):
            day = date(2020, 6, 1) if year == 2020 else date(year, 1, 1)
            status = services.text("imv", day).value("guaranteed_income").status_of(number)
            derived = "[der]" in written or year == 2020
            assert status == ("derived" if derived else "published"), (number, year)


def test_the_limits_of_patrimony_and_assets_are_those_of_the_law_file() -> None:
    for row in table("year", "1", "1.4"):
        year = int(row[0])
        limits = cells_of("patrimony_limit", year)
        assert [limits[number] for number in range(1, 6)] == [cents(written) for written in row[1:6]], year
        if year >= 2022:
            assets = cells_of("assets_limit", year)
            shown = [int(one.replace(",", "").replace(".", "")) for one in AMOUNT.findall(row[6])]
            assert {shown[0], shown[-1]} == {assets[1], assets[5]}, year
            assert len(shown) == 2 or shown == [assets[number] for number in range(1, 6)], year


def test_the_child_supplement_is_that_of_the_law_file() -> None:
    for row in table("year", "<3"):
        year = int(row[0][:4])
        written = [round(float(cell.split()[0]) * 100) for cell in row[1:4]]
        assert list(cells_of("child_supplement", year).values()) == written, year


def test_annual_figures_told_in_a_line_are_in_the_tables_of_a_year() -> None:
    line = next(line for line in SHARED.read_text().splitlines() if line.startswith("Annual figures (published)"))
    by_year = {
        2026: re.search(r"2026 \[SS\].*?\. 2023", line),
        2023: re.search(r"2023 \[Lanbide\].*?\. 2022", line),
        2022: re.search(r"2022 annual.*?\(that table", line),
        2020: re.search(r"2020 annual.*?\. Government", line),
    }
    for year, found in by_year.items():
        assert found is not None, year
        written = [int(one.replace(",", "").replace(".", "")) for one in AMOUNT.findall(found[0])]
        single = cells_of("annual_guaranteed_income_single_parent", year)
        kept = {*cells_of("annual_guaranteed_income", year).values(), *single.values()}
        assert len(written) >= 8, year
        assert set(written) <= kept, year


def test_the_income_limits_of_the_child_supplement_alone_are_those_of_the_law_file() -> None:
    line = next(line for line in SHARED.read_text().splitlines() if line.startswith("Income of the previous year **<"))
    amounts = [int(one.replace(",", "").replace(".", "")) for one in AMOUNT.findall(line)]
    of_2022 = cells_of("child_supplement_income_limit", 2022)
    of_2026 = cells_of("child_supplement_income_limit", 2026)
    assert set(of_2022.values()) | set(of_2026.values()) == set(amounts)


def test_every_figure_says_where_it_is_from() -> None:
    edition = texts_store.current("imv")
    assert edition is not None
    for parameter in edition.text.parameters.values():
        assert all(value.source for value in parameter.values), parameter.name
