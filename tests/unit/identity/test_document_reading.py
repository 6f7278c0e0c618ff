"""`read_document`: one JSON object about a document, from its pictures alone, with nothing stored."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from core.demonstration import person
from core.validity import PERMANENT
from identity.services.readings import read_document, typed_fields
from identity.specimens import cards, cases
from identity.specimens.conditions import condition
from identity.specimens.holders import random_holder
from identity.specimens.photographs import jpeg, photograph

TODAY = date(2026, 11, 21)
PARTS = {"document", "fields", "mrz", "quality", "agreement", "face", "outcome", "reasons", "seconds"}
FIELDS = ["number", "surnames", "names", "sex", "nationality", "birth", "expiry", "issue", "support", "can"]


@pytest.mark.req("S2-22", "S2-25", "S2-32")
def test_a_good_document_is_read_whole_and_agrees_with_what_was_typed(shots, tmp_path):
    one = person("adrian")
    files = []
    for name in ("front", "back", "selfie"):
        files.append(tmp_path / f"{name}.jpg")
        files[-1].write_bytes(shots("adrian", name))
    typed = {
        "number": one.document_number,
        "first_surname": one.first_surname,
        "second_surname": one.second_surname,
        "first_name": one.first_name,
        "birth_date": one.birth_date.isoformat(),
    }
    out = io.StringIO()
    call_command(
        "read_document",
        *map(str, files[:2]),
        "--selfie",
        str(files[2]),
        "--typed",
        json.dumps(typed),
        "--on",
        TODAY.isoformat(),
        stdout=out,
    )
    found = json.loads(out.getvalue())
    assert set(found) == PARTS
    assert list(found["fields"]) == FIELDS
    assert found["document"]["kind"] == "dni4"
    assert found["document"]["side"] == "both"
    assert found["outcome"] == "verified", found["reasons"]
    assert found["mrz"]["valid"]
    assert found["mrz"]["format"] == "TD1"
    values = {name: field["value"] for name, field in found["fields"].items()}
    assert values["number"] == one.document_number
    assert values["birth"] == one.birth_date.isoformat()
    assert values["expiry"] == one.document_expires_on.isoformat()
    assert values["support"] == one.support_number
    assert values["names"] == one.first_name.upper(), "the front's spelling has the accents"
    assert found["fields"]["number"]["source"] == "both"
    assert set(found["agreement"]["typed"].values()) == {"agrees"}


@pytest.mark.req("S2-56")
def test_what_was_not_read_is_null_and_never_different(shots):
    found = read_document(shots("adrian", "not-a-document"), typed={"number": "99003351N"}, on=TODAY)
    assert found["outcome"] == "retake"
    assert "identity.not_spanish_card" in found["reasons"]
    assert found["document"]["kind"] == "other"
    assert found["fields"]["number"] == {"value": None, "source": None, "confidence": 0.0}
    assert found["agreement"]["typed"] == {"number": "not_read"}


@pytest.mark.req("S2-56")
def test_a_bad_picture_is_asked_for_again_whatever_could_be_read_of_it(shots):
    found = read_document(shots("adrian", "front-blurred"), on=TODAY)
    assert found["outcome"] == "retake"
    assert [(one["side"], one["code"]) for one in found["quality"]] == [("front", "identity.blurred")]


def test_front_of_one_card_and_back_of_another_go_to_a_person(shots):
    found = read_document(shots("adrian", "front"), shots("adrian", "back-of-another"), on=TODAY)
    assert found["agreement"]["sides"]["number"] == "differs"
    assert "identity.sides_differ" in found["reasons"]
    assert found["outcome"] == "review"


def test_what_was_typed_is_told_by_the_names_of_the_fields():
    typed = {"number": "99.003.351-n", "first_surname": "Olmedo", "second_surname": "", "birth_date": "1990-11-23"}
    assert typed_fields(typed) == {"number": "99003351N", "surnames": "Olmedo", "birth": "1990-11-23"}


@pytest.mark.req("S2-22", "S2-32")
def test_a_permanent_dni_is_read_as_one(once):
    holder = random_holder("dni4", 11, TODAY)
    holder = replace(holder, birth=date(1938, 5, 2), issue=date(2024, 3, 7), expiry=PERMANENT, face_seed=5001)
    front, back = once(
        ("permanent", holder), lambda: [photographed(side, holder) for side in (cards.front, cards.back)]
    )
    found = read_document(front, back, typed={"number": holder.number, "expires_on": "9999-01-01"}, on=TODAY)
    assert found["fields"]["expiry"]["value"] == "9999-01-01"
    assert found["fields"]["expiry"]["source"] == "both"
    assert found["fields"]["birth"]["value"] == "1938-05-02"
    assert (found["agreement"]["expired"], found["agreement"]["dates_in_order"]) == (False, True)
    assert found["agreement"]["typed"] == {"number": "agrees", "expiry": "agrees"}
    assert found["reasons"] == ["identity.face_not_compared"]


def photographed(side, holder):
    """One face of a card, lying well before the camera."""
    card = side(holder, today=TODAY)
    return jpeg(photograph(card, condition("mild").scene(11, card, side.__name__)))


@pytest.mark.req("S2-22")
def test_a_card_upside_down_is_turned_even_where_its_lines_read_as_words():
    """Seen in the evaluation: the longest lines of this back, upside down, were read as other letters, quite surely."""
    day = date(2026, 11, 22)
    case = cases.photographed("dnie", condition("upside down"), 2_130_001, day)
    found = read_document(case.front.content, case.back.content, None, None, day)
    assert found["mrz"]["valid"]
    assert found["reasons"] == ["identity.face_not_compared"]


def test_a_file_that_is_not_there_is_told_in_a_line():
    with pytest.raises(CommandError, match="No such file"):
        call_command("read_document", "/not/there.jpg")
