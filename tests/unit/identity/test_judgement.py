"""What a person is asked to look at, from what was read on both pictures and what the police said."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from identity.review_sheet import _police_words
from identity.services.judgement import _of_pictures


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


def test_the_desk_sees_which_fields_the_police_did_not_confirm():
    assert _police_words("ok", []) == "Coincide"
    assert _police_words("not_found", []) == "No le consta esta persona"
    assert _police_words("differs", ["birth_date", "first_name"]) == "No coincide: fecha de nacimiento, nombre"
    assert _police_words("differs", []) == "No coincide"
