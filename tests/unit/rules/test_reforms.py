"""A reform is the text with figures changed, read and checked again; nothing in force moves."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import services
from rules.language.errors import RuleTextError

pytestmark = pytest.mark.req("S2-72")
ON = date(2026, 10, 15)
TEXT = services.text("imv", ON)
FIGURES = list(services.figures(TEXT))


def test_no_change_is_the_text_itself() -> None:
    assert services.reformed(TEXT, {}) is TEXT


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(FIGURES), st.integers(0, 5_000))
def test_one_figure_changes_and_no_other(figure, value) -> None:
    written = f"{value}.07" if figure.unit == "money" else str(value)
    try:
        reform = services.reformed(TEXT, {figure.key: written})
    except RuleTextError as error:
        # The rows of some tables must not fall, or not rise: a figure out of its order is refused, and says so.
        if "La fila" not in str(error):
            raise
        return
    wanted = value * 100 + 7 if figure.unit == "money" else value
    after = {found.key: found.value for found in services.figures(reform)}
    assert after == {found.key: found.value for found in FIGURES} | {figure.key: wanted}
    assert reform.on == ON
    assert (reform.hash == TEXT.hash) == (wanted == figure.value)


def test_only_the_value_of_the_day_changes() -> None:
    reform = services.reformed(TEXT, {"guaranteed_income[1]": "800.00"})
    kept = [(value.since, value.value) for value in reform.parameters["guaranteed_income"].values[:-1]]
    assert kept == [(value.since, value.value) for value in TEXT.parameters["guaranteed_income"].values[:-1]]
    assert services.text("imv", ON) is TEXT


@pytest.mark.parametrize(
    ("key", "written", "words"),
    [
        ("guaranteed_income[1]", "1.234", "no es un importe en euros"),
        ("guaranteed_income[1]", "", "no es un importe en euros"),
        ("minimum_age", "23.5", "no es un número de años"),
        ("guaranteed_income[9]", "1.00", "No hay ninguna cifra"),
        ("current_law_since", "2030-01-01", "No hay ninguna cifra"),
    ],
)
def test_the_checker_says_what_is_wrong(key: str, written: str, words: str) -> None:
    with pytest.raises(RuleTextError, match=words):
        services.reformed(TEXT, {key: written})
