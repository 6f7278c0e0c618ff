"""Field by field: agrees, differs, or was not read — and these three are never mixed up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.types import ClaimedIdentity
from identity.vision.agreement import (
    AGREES,
    DIFFERS,
    NOT_READ,
    agree,
    dates_in_order,
    permanent_fits,
    same_name,
    typed_states,
)
from identity.vision.document import _state as side_state
from identity.vision.fields import Field
from identity.vision.mrz import transliterated

TODAY = date(2026, 11, 21)
TYPED = ClaimedIdentity("dni", "99001117d", "Lucía", "Vera", "Muñoz", date(1984, 5, 2), date(2031, 3, 14))
FRONT = {"number": "99001117D", "dates": "1984-05-02,2021-03-14,2031-03-14"}
BACK = {
    "number": "99001117D",
    "birth": "1984-05-02",
    "expiry": "2031-03-14",
    "name_lines": "VERA<MUNOZ<<LUCIA|VERA<MUN0Z<<LUC1A",
}


def states(typed=TYPED, front=FRONT, back=BACK):
    return agree(typed, front, back, TODAY)


def test_all_the_same_is_complete():
    found = states()
    assert set(found.fields.values()) == {AGREES}
    assert found.expired is False
    assert found.complete


@pytest.mark.parametrize(
    ("front", "back", "field", "state"),
    [
        (FRONT, BACK | {"number": "99009999Z"}, "sides", DIFFERS),
        (FRONT, BACK | {"number": "99009999Z"}, "number", DIFFERS),
        ({}, {}, "number", NOT_READ),
        ({}, BACK, "sides", NOT_READ),
        ({"dates": "1999-01-01,2020-02-02,2030-02-02"}, BACK, "sides", DIFFERS),
        (FRONT, BACK | {"birth": "1984-05-03"}, "birth", DIFFERS),
        (FRONT, {"number": "99001117D"}, "birth", NOT_READ),
        (FRONT, BACK | {"name_lines": "PEREZ<<ANA|PEREZ<<ANA"}, "names", DIFFERS),
        (FRONT, BACK | {"name_lines": "VEPA<MUNOZ<<LUCIA|VERA<MUNOZ<<LUCTA"}, "names", NOT_READ),
        (FRONT, BACK | {"name_lines": "VEPA<MUNOZ<<LUCIA"}, "names", NOT_READ),
        (FRONT, BACK | {"name_lines": "VEQA<MUNOZ<<LUCIA|VEQA<MUNOZ<<LUCIA"}, "names", NOT_READ),
        (FRONT, BACK | {"expiry": "2031-03-15"}, "expiry", DIFFERS),
        (FRONT | {"surnames": "PÉREZ MUÑOZ", "names": "LUCÍA"}, BACK, "names", DIFFERS),
    ],
)
def test_each_field_says_what_happened(front, back, field, state):
    found = states(front=front, back=back)
    assert found.fields[field] == state
    assert not found.complete


@pytest.mark.parametrize("printed", [("VERA MUÑOZ", "LUCÍA"), ("VEPA MUÑOZ", "LUCIA"), ("VERA", "LUCÍA"), ("", "")])
def test_a_front_misread_by_a_letter_or_without_a_word_contradicts_nobody(printed):
    surnames, names = printed
    assert states(front=FRONT | {"surnames": surnames, "names": names}).fields["names"] == AGREES


@pytest.mark.parametrize(
    ("typed", "read", "confidence", "state"),
    [
        ("Vera Muñoz", "VERA MUNOZ", 0.99, AGREES),
        ("Vera Muñoz", "VERA MUROZ", 0.99, NOT_READ),
        ("Vera Muñoz", "PÉREZ MUÑOZ", 0.99, DIFFERS),
        ("Vera Muñoz", "PÉREZ MUÑOZ", 0.6, NOT_READ),
        ("Vera Muñoz", "", 0.0, NOT_READ),
    ],
)
def test_what_was_typed_differs_only_from_a_sure_reading_of_another_name(typed, read, confidence, state):
    field = {"value": read or None, "confidence": confidence}
    assert typed_states({"surnames": typed}, {"surnames": field}) == {"surnames": state}


def test_an_expired_document_is_not_complete():
    found = states(back=BACK | {"expiry": "2026-11-20"})
    assert found.expired is True
    assert not found.complete
    assert states(back=BACK | {"expiry": "2026-11-21"}).expired is False, "it counts until the end of its last day"


def test_a_name_too_long_for_the_zone_is_compared_as_far_as_it_goes():
    typed = ClaimedIdentity(
        "dni", "99001117D", "María Inmaculada", "Fernández-Mendoza", "López de Haro", date(1984, 5, 2)
    )
    whole = "FERNANDEZ<MENDOZA<LOPEZ<DE<HARO<<MARIA<INMACULADA"
    assert states(typed, back=BACK | {"name_lines": whole[:30] + "<<"}).fields["names"] == AGREES
    assert states(typed, back=BACK | {"name_lines": "FERNANDEZ<<MARIA|FERNANDEZ<<MARIA"}).fields["names"] == DIFFERS


NAMES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZÁÉÍÓÚÜÑÇÀÈÒabcdefghijklmnñopqrstuvwxyzáéíóúüç -'", min_size=1, max_size=40)


@given(NAMES.filter(lambda name: any(letter.isalpha() for letter in name)))
def test_a_name_is_the_same_as_the_zone_writes_it(name):
    assert same_name(name, transliterated(name).replace("<", " "))
    assert same_name(transliterated(name), name)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Muñoz", "MUNXXOZ", True),
        ("Fernández-Mendoza López", "FERNANDEZ MENDOZA LOPEZ", True),
        ("Fernández-Mendoza López de Haro", "FERNANDEZ<MENDOZA<LOPEZ<D", False),
        ("Vera", "VERDA", False),
        ("Ana", "ANA MARIA", False),
    ],
)
def test_names_are_compared_whole_and_without_accents(first, second, same):
    assert same_name(first, second) is same


def test_dates_follow_one_another():
    def fields(*days):
        return {name: {"value": day} for name, day in zip(("birth", "issue", "expiry"), days, strict=True)}

    assert dates_in_order(fields("1980-01-01", "2020-01-01", "2030-01-01")) is True
    assert dates_in_order(fields("1980-01-01", "2030-01-01", "2020-01-01")) is False
    assert dates_in_order(fields(None, "2020-01-01", None)) is None


def test_a_permanent_card_agrees_with_what_was_typed_and_is_in_force():
    typed = replace(TYPED, expires_on=date(9999, 1, 1))
    found = states(typed, FRONT | {"dates": "1984-05-02,2021-03-14,9999-01-01"}, BACK | {"expiry": "9999-01-01"})
    assert found.fields["expiry"] == AGREES
    assert (found.expired, found.permanent, found.complete) == (False, True, True)
    assert not states().permanent


@pytest.mark.parametrize(
    ("birth", "issue", "fits"),
    [
        ("1950-11-21", "2020-11-21", True),
        ("1950-11-22", "2020-11-21", False),
        ("1956-11-21", None, True),
        ("1956-11-22", None, False),
        (None, "2020-11-21", None),
        ("1990-05-05", "2090-01-01", False),
    ],
)
def test_a_permanent_card_is_given_from_seventy_years_on(birth, issue, fits):
    fields = {name: {"value": day} for name, day in (("birth", birth), ("issue", issue), ("expiry", "9999-01-01"))}
    assert permanent_fits(fields, TODAY) is fits
    assert permanent_fits(fields | {"expiry": {"value": "2031-03-14"}}, TODAY) is None
    assert dates_in_order(fields) is True


@pytest.mark.parametrize(
    ("name", "front", "back", "sure", "state"),
    [
        ("support", "CCL750611", "CCL750611", 0.99, AGREES),
        ("support", "CGL750611", "CCL750611", 0.99, NOT_READ),
        ("support", "CGL750612", "CCL750611", 0.99, DIFFERS),
        ("number", "99001117D", "99001118D", 0.99, DIFFERS),
        ("birth", "1984-05-02", "1984-05-03", 0.99, DIFFERS),
        ("birth", "1984-05-02", "1984-05-03", 0.80, NOT_READ),
    ],
)
def test_sides_differ_only_where_neither_may_be_a_slip(name, front, back, sure, state):
    assert side_state(name, Field(front, sure), Field(back, 0.99)) == state
