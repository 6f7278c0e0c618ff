"""A change of a text changes what it says and not one other letter of the file."""

import difflib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import texts_store
from rules.language.errors import RuleTextError
from rules.language.load import load
from rules.language.reader import plain, read
from rules.publishing import columns, wording
from rules.publishing.columns import Column

EDITION = texts_store.current("imv")
assert EDITION is not None
FILES = dict(EDITION.files)
PARAMETERS = sorted(EDITION.text.parameters)
SENTENCES = wording.sentences(FILES)


def lines_of_difference(before: str, after: str) -> list[str]:
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in found if line[0] in "+-"]


def with_new_column(name: str, since: date, more: int = 2) -> tuple[dict[str, str], Column]:
    parameter = EDITION.text.parameters[name]
    old = columns.column_of(columns.in_force(parameter, since))
    cells = {row: cell if isinstance(cell, date) else cell + more for row, cell in old.cells.items()}
    column = Column(cells, "RDL 99/2026: «anexo», 2 %", frozenset(list(cells)[:1]), "Una duda: sí.")
    return columns.with_column(FILES, parameter, since, column), column


@pytest.mark.req("S2-72")
@pytest.mark.parametrize("name", PARAMETERS)
def test_a_new_column_adds_its_lines_and_moves_nothing(name: str) -> None:
    files, column = with_new_column(name, date(2027, 1, 1))
    edition = load(files)
    assert columns.column_of(edition.text.parameters[name].on(date(2027, 1, 1))) == column
    changes = lines_of_difference(FILES[columns.FILE], files[columns.FILE])
    removed = [line for line in changes if line.startswith("-")]
    # In braces the column goes into its line; otherwise lines are added and none is touched.
    assert len(removed) == (1 if "values: {" in "".join(removed) else 0)
    others = {other for other in edition.text.parameters if other != name}
    assert all(edition.text.parameters[one].values == EDITION.text.parameters[one].values for one in others)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_column_written_twice_is_as_if_written_once(name: str) -> None:
    files, column = with_new_column(name, date(2027, 1, 1), more=3)
    parameter = load(files).text.parameters[name]
    again = columns.with_column(files, parameter, date(2027, 1, 1), column)
    assert again == files


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SENTENCES),
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60).map(
        lambda text: " ".join(text.replace("{", "(").split())
    ),
)
def test_any_sentence_can_be_said_in_any_words(found: wording.Sentence, text: str) -> None:
    if not text:
        return
    files = wording.with_sentence(FILES, found, text)
    said = plain(read(files, found.file))
    for step in found.path:
        said = said[step]
    assert said == text
    assert {name for name in FILES if FILES[name] != files[name]} <= {found.file}
    removed = [line for line in lines_of_difference(FILES[found.file], files[found.file]) if line[0] == "-"]
    assert not any(line.lstrip("- ").startswith("#") for line in removed)


def test_a_sentence_written_over_several_lines_is_replaced_whole() -> None:
    files = {"facts.yaml": "a:\n  help: >-\n    una\n    dos\n\n  # nota\n  why: tres\n"}
    found = wording.Sentence("facts.yaml/a/help", "", "", "una dos")
    written = wording.with_sentence(files, found, "otra: cosa")["facts.yaml"]
    assert written == 'a:\n  help: "otra: cosa"\n\n  # nota\n  why: tres\n'


@pytest.mark.req("S2-72")
def test_the_year_is_copied_marked_and_published_to_its_end() -> None:
    files, names = columns.copied_year(EDITION, date(2027, 1, 1))
    text = load(files).text
    assert "guaranteed_income" in names
    assert "minimum_age" not in names
    assert text.last_published == date(2027, 12, 31)
    for name in names:
        new = text.parameters[name].on(date(2027, 1, 1))
        assert new.since == date(2027, 1, 1)
        assert new.doubtful == columns.COPIED
        assert new.value == EDITION.text.parameters[name].on(date(2026, 6, 1)).value


@pytest.mark.parametrize("name", [one for one in PARAMETERS if EDITION.text.parameters[one].order])
def test_a_household_that_gets_less_than_a_smaller_one_is_refused(name: str) -> None:
    parameter = EDITION.text.parameters[name]
    column = columns.column_of(columns.in_force(parameter, date(2026, 6, 1)))
    rows = list(column.cells)
    wrong = {"rising": -1, "falling": 1}[parameter.order]
    cells = {**column.cells, rows[-1]: column.cells[rows[-2]] + wrong}
    files = columns.with_column(FILES, parameter, date(2027, 1, 1), Column(cells, "Prueba"))
    with pytest.raises(RuleTextError) as caught:
        load(files)
    assert str(caught.value.cell) == rows[-1]
    assert caught.value.wrong.startswith(f"La fila {rows[-1]} (")
    assert files[columns.FILE].splitlines()[caught.value.place.line - 1].strip().startswith("cells:")
    # The same amount is allowed, where the table of single parents does not fall under the general one for it.
    under = "single_parent" in name
    cells = {**column.cells, rows[-2 if under else -1]: column.cells[rows[-1 if under else -2]]}
    load(columns.with_column(FILES, parameter, date(2027, 1, 1), Column(cells, "Prueba")))
