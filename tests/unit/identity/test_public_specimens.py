"""Official specimens that nobody here drew; local only, since the rights to the pictures are unclear."""

import json
from datetime import date
from pathlib import Path

import cv2
import pytest

from identity.vision import examine, mrz
from identity.vision.intake import open_picture

FOLDER = Path(__file__).parents[4] / "shared" / "samples" / "identity"
TODAY = date(2024, 6, 1)  # the specimens have expired since
pytestmark = pytest.mark.skipif(
    not (FOLDER / "manifest.json").is_file(), reason="no specimens in ../shared/samples/identity"
)


def documents():
    return json.loads((FOLDER / "manifest.json").read_text())["documents"] if FOLDER.is_dir() else []


def sides(document):
    """(side, picture with a margin, as if photographed on a plain table)."""
    image = cv2.imread(str(FOLDER / document["file"]))
    whole = {document["side"]: [0, 0, image.shape[1], image.shape[0]]}
    for side, (left, top, right, bottom) in (document.get("boxes") or whole).items():
        crop = image[top:bottom, left:right]
        scale = 1200 / crop.shape[1]
        large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        yield side, cv2.copyMakeBorder(large, 120, 120, 160, 160, cv2.BORDER_CONSTANT, value=(70, 84, 92))


def examined(picture, side):
    _, content = cv2.imencode(".jpg", picture)
    opened = open_picture(content.tobytes())
    return (examine.see_front if side == "front" else examine.see_back)(opened, TODAY)


def test_the_dni_specimen_is_read_on_both_faces():
    document = next(one for one in documents() if one["file"] == "es_dni3_both.png")
    views = dict(sides(document))
    front, back = (examined(views[side], side).read for side in ("front", "back"))
    zone = back.zone.mrz
    assert front.document.kind == back.document.kind == "dni3"
    assert zone.valid
    assert front.fields["number"].value == zone.number == document["fields"]["number"]
    assert front.fields["surnames"].value == document["fields"]["surnames"]
    assert front.fields["names"].value == document["fields"]["names"]
    assert zone.surnames.replace("<", " ") == "ESPANOLA ESPANOLA"


def test_no_card_of_another_country_and_no_bank_card_passes_as_spanish():
    for document in documents():
        if document["kind"].startswith(("dni", "tie", "es_")):
            continue
        for _, picture in sides(document):
            _, content = cv2.imencode(".jpg", picture)
            opened = open_picture(content.tobytes())
            assert examine.examine_front(opened, TODAY).problems, document["file"]
            assert examine.examine_back(opened, TODAY).problems, document["file"]


def test_a_zone_that_is_wrong_on_purpose_is_never_valid(capsys):
    read = total = 0
    for document in documents():
        for side, picture in sides(document):
            if not document.get("mrz") or side == "front" or len(document["mrz"]) != 3:
                continue
            zone = examined(picture, "back").read.zone.mrz
            truth = mrz.parse(document["mrz"], TODAY)
            holds = truth is not None and truth.valid
            total, read = total + holds, read + bool(holds and zone and zone.valid)
            if zone is not None and zone.valid:
                assert zone.lines == truth.lines, document["file"]
    with capsys.disabled():
        print(f"\npublic specimens: {read} of {total} valid zones read")
