"""Two digits of a year in a zone: whose century, and when they mean that a card never ends."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.templatetags.amparo import valid_until
from core.validity import PERMANENT, has_turned
from identity.vision import centuries, fields, mrz
from identity.vision.ocr import TextBox, TextLine
from identity.vision.ocr.recognition import Read

DAYS = st.dates(date(2000, 1, 1), date(2088, 12, 31))
AGES = st.integers(0, 99 * 365)


def zone(birth, expiry, number="99001117D", support="CAA990037", nationality="ESP"):
    return list(
        mrz.compose(
            support=support,
            number=number,
            birth=birth,
            sex="F",
            expiry=expiry,
            nationality=nationality,
            surnames="Vera",
            names="Lucía",
        )
    )


@given(today=DAYS, lived=AGES)
def test_a_birth_of_the_last_hundred_years_is_read_as_it_was(today, lived):
    birth = today - timedelta(days=lived)
    assert centuries.birth_of(f"{birth:%y%m%d}", today) == birth


@given(today=DAYS, ahead=st.integers(-79 * 365, 20 * 365))
def test_an_end_is_at_most_twenty_years_ahead(today, ahead):
    end = today + timedelta(days=ahead)
    assert centuries.expiry_of(f"{end:%y%m%d}", today) == end


@given(text=st.from_regex(r"[0-9]{6}", fullmatch=True), today=DAYS)
def test_no_two_digits_are_a_day_that_cannot_be(text, today):
    for permanent in (False, True):
        birth = centuries.birth_of(text, today, permanent)
        assert birth is None or (birth <= today and f"{birth:%y%m%d}" == text)
    end = centuries.expiry_of(text, today)
    assert end is None or (end.year <= today.year + 20 and f"{end:%y%m%d}" == text)


@pytest.mark.req("S2-22")
@given(today=DAYS, lived=st.integers(70 * 366, 120 * 365), day=st.dates(date(1999, 1, 1), date(1999, 12, 31)))
def test_the_zone_of_a_permanent_card_never_ends_and_knows_how_old_its_holder_is(today, lived, day):
    birth = today - timedelta(days=lived)
    read = mrz.parse(zone(birth, day), today)
    assert read.valid
    assert (read.birth, read.expiry) == (birth, PERMANENT)


@given(today=DAYS, lived=st.integers(28 * 365, 69 * 365))
def test_a_permanent_card_makes_nobody_older(today, lived):
    birth = today - timedelta(days=lived)
    read = mrz.parse(zone(birth, PERMANENT), today)
    assert (read.birth, read.expiry) == (birth, PERMANENT)
    assert not has_turned(70, read.birth, today)


@given(st.dates(date(1999, 1, 1), date(1999, 12, 31)))
def test_the_year_99_is_permanent_on_a_dni_only(day):
    today, birth = date(2026, 11, 22), date(1950, 5, 2)
    foreigner = mrz.parse(zone(birth, day, "Z9901356E", "E99000492", "MAR"), today)
    assert (foreigner.valid, foreigner.expiry) == (True, day)
    rest = zone(birth, day)[1:]
    before_2006 = mrz.parse(["IDESP99001117D" + mrz.check_digit("99001117D") + "<" * 15, *rest], today)
    assert (before_2006.support, before_2006.expiry) == ("", None)


@given(text=st.from_regex(r"99[0-9]{4}", fullmatch=True))
def test_a_permanent_end_is_a_day_of_the_calendar(text):
    try:
        date(9999, int(text[2:4]), int(text[4:]))
    except ValueError:
        assert not centuries.permanent(text)
    else:
        assert centuries.permanent(text)


@given(born=st.dates(date(1900, 1, 1), date(2000, 12, 31)), age=st.integers(0, 120), days=st.integers(0, 364))
def test_an_age_is_had_from_the_birthday_on(born, age, days):
    assume((born.month, born.day) != (2, 29))
    birthday = born.replace(year=born.year + age)
    assert has_turned(age, born, birthday + timedelta(days=days))
    assert not has_turned(age, born, birthday - timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01 01 9999", [PERMANENT]),
        ("O1 01 9999", [PERMANENT]),
        ("01-01-9999", [PERMANENT]),
        ("14 03 2021 01 01 9999", [date(2021, 3, 14), PERMANENT]),
        ("31 12 9999", []),
        ("01 01 99999", []),
        ("101 01 9999", []),
    ],
)
def test_a_front_says_it_by_one_day_only(text, found):
    assert fields.days_in(text) == found


def test_a_front_is_permanent_where_its_label_says_validity():
    labelled = [
        ("FECHA DE NACIMIENTO", 40, 10),
        ("02 05 1950", 40, 40),
        ("VALIDEZ", 400, 100),
        ("01 01 9999", 400, 130),
    ]
    found = fields.read_fields([line(*one) for one in labelled], foreigner=False, width=1000.0)
    assert (found["birth"].value, found["expiry"].value) == ("1950-05-02", "9999-01-01")


def line(text, left, top):
    right = left + 14 * len(text)
    box = TextBox(np.array([[left, top], [right, top], [right, top + 20], [left, top + 20]], np.float32), 0.99)
    return TextLine(box, Read(text, (0.99,) * len(text), np.zeros((1, 1), np.float32)))


@pytest.mark.parametrize(
    ("day", "words"),
    [(PERMANENT, "permanente"), ("9999-01-01", "permanente"), (date(2031, 3, 14), "14/03/2031"), (None, ""), ("", "")],
)
def test_screens_say_permanent(day, words):
    assert valid_until(day) == words
