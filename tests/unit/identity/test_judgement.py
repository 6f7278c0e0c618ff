"""What a person is asked to look at, from what was read on both pictures and what the police said."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from identity.models import IdentityCheck
from identity.review_sheet import _agreement, _police_words
from identity.services.judgement import _of_pictures, _of_validity
from identity.services.readings import _of_data


@dataclass
class Seen:
    """What is kept of a picture."""

    read: dict[str, str]
    measures: dict[str, Any] = field(default_factory=lambda: {"kind": "dni4", "kind_by_print": True})
    problems: list[str] = field(default_factory=list)


FRONT = {"number": "99001117D", "support": "CAA990037", "birth": "1984-05-02", "issue": "2021-03-14"}
BACK = {"number": "99001117D", "support": "CAA990037", "birth": "1984-05-02", "expiry": "2031-03-14"}


@pytest.mark.req("S2-32")
@pytest.mark.parametrize(
    ("front", "back", "measures", "reasons"),
    [
        (FRONT, BACK, {}, []),
        ({}, {}, {}, []),
        (FRONT, BACK | {"support": "BAA990037"}, {}, ["identity.support_unfitting"]),
        (FRONT, BACK | {"number": "X9901117D"}, {}, ["identity.support_unfitting"]),
        (FRONT, BACK, {"kind": "dni3"}, ["identity.support_unfitting"]),
        (FRONT, BACK, {"kind": "dni3", "kind_by_print": False}, []),
        (FRONT, BACK | {"expiry": "2020-03-14"}, {}, ["identity.dates_disordered"]),
    ],
)
def test_a_support_number_and_dates_that_cannot_be_send_to_a_person(front, back, measures, reasons):
    pictures = {"front": Seen(front), "back": Seen(back)}
    pictures["front"].measures |= measures
    assert _of_pictures(pictures, faces_matter=False) == reasons


PERMANENT = {"expiry": "9999-01-01"}
OLD = {"birth": "1950-05-02"}


@pytest.mark.req("S2-32")
@pytest.mark.parametrize(
    ("front", "back", "reasons"),
    [
        (FRONT | OLD | PERMANENT, BACK | OLD | PERMANENT, []),
        (FRONT | OLD, BACK | OLD | PERMANENT, []),
        (FRONT | PERMANENT, BACK | PERMANENT, ["identity.permanent_unfitting"]),
        ({}, BACK | PERMANENT, ["identity.permanent_unfitting"]),
        (FRONT | {"birth": "1956-05-02"}, BACK | {"birth": "1956-05-02"} | PERMANENT, ["identity.permanent_unfitting"]),
        ({}, BACK | {"birth": "1956-05-02"} | PERMANENT, []),
        (FRONT | OLD | PERMANENT, BACK | OLD, ["identity.sides_differ"]),
        (FRONT | {"expiry": "2030-03-14"}, BACK, []),
    ],
)
def test_a_permanent_card_is_for_seventy_years_on_both_sides_or_for_a_person_to_look_at(front, back, reasons):
    assert _of_validity({"front": Seen(front), "back": Seen(back)}, date(2026, 11, 22)) == reasons


def test_the_desk_sees_that_a_card_is_permanent():
    rows = _agreement({"agreement": {"expiry": "agrees", "expired": False, "permanent": True}}, IdentityCheck())
    assert [(row.label, row.value) for row in rows] == [
        ("Fecha de validez", "Coincide"),
        ("En vigor", "Sí: es permanente"),
    ]


def test_the_desk_sees_which_fields_the_police_did_not_confirm():
    assert _police_words("ok", []) == "Coincide"
    assert _police_words("not_found", []) == "No le consta esta persona"
    assert _police_words("differs", ["birth_date", "first_name"]) == "No coincide: fecha de nacimiento, nombre"
    assert _police_words("differs", []) == "No coincide"


def told(**changes):
    """What the reader tells of a good document without a selfie, and what was found of its agreement."""
    fields = {name: {"value": "read"} for name in ("number", "birth", "expiry")}
    answer = {"document": {"kind": "dni4"}, "mrz": {"valid": True}, "fields": fields, "measures": {}}
    found = {"sides": {"number": "agrees"}, "typed": {}, "expired": False, "dates_in_order": True, "support_fits": True}
    found |= {"permanent_fits": None}
    return answer | {"letter_wrong": False, "second_reader": "not_read"}, found | changes


@pytest.mark.req("S2-56")
@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"support_fits": None}, []),
        ({"support_fits": False}, ["identity.support_unfitting"]),
        ({"permanent_fits": True}, []),
        ({"permanent_fits": False}, ["identity.permanent_unfitting"]),
        ({"typed": {"names": "not_read"}}, ["identity.data_not_read"]),
        ({"typed": {"names": "differs"}}, ["identity.names_differ"]),
        ({"sides": {"number": "agrees", "birth": "not_read"}}, ["identity.data_not_read"]),
        ({"sides": {"number": "not_read"}}, ["identity.data_not_read"]),
    ],
)
def test_a_reading_that_two_do_not_confirm_is_never_verified_in_silence(changes, reasons):
    assert _of_data(*told(**changes)) == reasons


def test_the_second_reader_of_the_zone_confirms_what_the_front_did_not():
    answer, found = told(sides={"number": "not_read", "birth": "not_read"})
    assert _of_data(answer | {"second_reader": "agrees"}, found) == []
