"""The code at the foot: its form, its reading as people type it, and that it cannot be guessed."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receipts import cea

DAY = date(2026, 11, 21)


@pytest.mark.req("S2-61")
def test_has_the_four_fields_of_the_law():
    code = cea.new(DAY)
    assert re.fullmatch(r"[0-9A-Z]{12}", code.id)
    assert code.day_digits == "21112026"
    assert re.fullmatch(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){5}", code.grouped)


def test_codes_do_not_repeat_and_use_the_whole_alphabet():
    codes = [cea.new(DAY) for _ in range(400)]
    assert len({code.id for code in codes}) == len({code.code for code in codes}) == 400
    assert set("".join(code.code for code in codes)) == set(cea.ALPHABET)
    assert not set("01ILO") & set(cea.ALPHABET)


@pytest.mark.parametrize(
    "written",
    [
        "{c.compact}",
        "{c}",
        "Id. CEA: {c.id} · Fecha: {c.day:%d/%m/%Y} · Página: 2\nCódigo CEA: {c.grouped}",
        "Id. CEA: {c.id} · Fecha: {c.day:%d/%m/%Y} · Código CEA: {c.grouped} · Página: 1",
        "id cea {c.id} fecha {c.day:%d-%m-%Y} codigo cea {c.grouped}",
        "  {c.id}-{c.day_digits}-{c.code}  ",
    ],
)
def test_is_read_however_it_is_written(written):
    code = cea.new(DAY)
    assert cea.parse(written.format(c=code)) == code
    assert cea.parse(written.format(c=code).lower()) == code


@pytest.mark.parametrize("broken", ["", "CEA", "A" * 50, "9" * 49, "A" * 12 + "31022026" + "A" * 30, "A" * 5000])
def test_what_is_not_whole_is_not_a_code(broken):
    assert cea.parse(broken) is None


@given(st.text(max_size=500))
def test_reading_never_fails(text):
    assert cea.parse(text) is None or len(cea.parse(text).code) == 30


def test_ids_are_found_in_the_metadata_of_a_file():
    code = cea.new(DAY)
    marked = f"{cea.MARKER}{code.id}".encode()
    assert cea.ids_in(b"xx" + marked + b")yy" + marked) == (code.id,)
    assert cea.ids_in(b"nothing here") == ()
