"""Photographs examined: good ones are read, bad ones are sent back with the right reason."""

from datetime import date

import cv2
import numpy as np
import pytest

from core.demonstration import person
from core.errors import catalogue
from identity.specimens import cards
from identity.specimens.catalogue import SPECIMENS, holder_of
from identity.specimens.photographs import Scene, photograph
from identity.vision import quad, thresholds, weights
from identity.vision.examine import compare_faces, examine_back, examine_front, examine_selfie
from identity.vision.intake import open_picture

TODAY = date(2026, 11, 21)
EXPECTED = {
    "front-blurred": "identity.blurred",
    "front-glare": "identity.glare",
    "front-cut": "identity.card_cut",
    "front-photocopy": "identity.grey_copy",
    "not-a-document": "identity.not_spanish_card",
}


def examined(shots, key, name):
    opened = open_picture(shots(key, name))
    side = next(one.side for one in SPECIMENS if one.name == name)
    if side == "selfie":
        return examine_selfie(opened)
    return (examine_front if side == "front" else examine_back)(opened, TODAY)


@pytest.mark.req("S2-22")
@pytest.mark.parametrize("key", ["adrian", "samira"])
def test_both_faces_of_a_good_photograph_are_read(shots, key):
    one = person(key)
    front, back = examined(shots, key, "front"), examined(shots, key, "back")
    assert not front.problems
    assert not back.problems
    assert front.read["number"] == back.read["number"] == one.document_number
    assert back.read["birth"] == one.birth_date.isoformat()
    assert back.read["expiry"] == one.document_expires_on.isoformat()
    assert back.read["support"] == one.support_number


@pytest.mark.req("S2-22")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_photograph_comes_back_with_its_reason(shots, name):
    seen = examined(shots, "adrian", name)
    assert seen.problems == (EXPECTED[name],)
    words = catalogue()[seen.problems[0]]
    assert words.what.endswith(".")
    assert words.next_step.endswith(".")
    assert len(words.next_step.split()) <= 25


@pytest.mark.parametrize(
    ("sent_as", "name", "code"), [("back", "front", "side_is_front"), ("front", "back", "side_is_back")]
)
def test_the_wrong_side_is_told(shots, sent_as, name, code):
    opened = open_picture(shots("adrian", name))
    seen = (examine_front if sent_as == "front" else examine_back)(opened, TODAY)
    assert seen.problems == (f"identity.{code}",)


def test_upside_down_is_read_all_the_same(shots):
    image = cv2.imdecode(np.frombuffer(shots("adrian", "back"), np.uint8), cv2.IMREAD_COLOR)
    _, turned = cv2.imencode(".jpg", cv2.rotate(image, cv2.ROTATE_180))
    seen = examine_back(open_picture(turned.tobytes()), TODAY)
    assert seen.read["number"] == person("adrian").document_number


@pytest.mark.parametrize(("turn", "tilt", "share"), [(0, 0, 0.8), (9, 18, 0.6), (-12, 25, 0.7), (5, 10, 0.5)])
def test_the_corners_are_found_within_one_per_cent(turn, tilt, share):
    from identity.specimens.photographs import _corners

    scene = Scene(seed=11, turn=turn, tilt=tilt, share=share)
    picture = photograph(cards.back(holder_of(person("adrian"))), scene)
    truth = _corners(scene, _random_after_table(scene))
    found = quad.find_quad(quad.Shrunk.of(np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])))
    assert found is not None
    far = np.linalg.norm(found - truth, axis=1).max()
    assert far < 0.01 * share * scene.width


def _random_after_table(scene):
    from identity.specimens.photographs import _table

    random = np.random.default_rng([scene.seed, 17])
    _table(scene, random)
    return random


@pytest.mark.parametrize("picture", ["empty", "noise"])
def test_a_picture_of_nothing_is_no_card(picture):
    shape = (900, 1200, 3)
    pixels = np.full(shape, 128, np.uint8)
    if picture == "noise":
        pixels = np.random.default_rng(1).integers(0, 255, shape).astype(np.uint8)
    _, content = cv2.imencode(".png", pixels)
    for side in (examine_front, examine_back, lambda opened, _: examine_selfie(opened)):
        assert side(open_picture(content.tobytes()), TODAY).problems


def test_the_models_are_the_ones_measured(tmp_path, monkeypatch):
    assert weights.available()
    assert weights.text_available()
    folder = tmp_path / "models"
    folder.mkdir()
    for model in weights.ALL:
        (folder / model.file_name).write_bytes(b"another model")
    spec = type("Spec", (), {"submodule_search_locations": [str(tmp_path)]})()
    monkeypatch.setattr(weights.importlib.util, "find_spec", lambda name: spec)
    weights.path_of.cache_clear()
    try:
        assert not weights.available(), "a changed file must not be loaded"
        assert not weights.text_available()
    finally:
        weights.path_of.cache_clear()


@pytest.mark.req("S2-25", "S2-56")
def test_the_same_face_is_near_and_another_is_far(shots):
    front = open_picture(shots("adrian", "front"))
    own = compare_faces(front, open_picture(shots("adrian", "selfie")))
    other = compare_faces(front, open_picture(shots("adrian", "selfie-of-another")))
    assert thresholds.VERIFIED_COSINE <= own <= thresholds.SAME_PICTURE_COSINE
    assert other < thresholds.REVIEW_COSINE


def test_the_card_itself_is_no_selfie(shots):
    front = open_picture(shots("adrian", "front"))
    assert compare_faces(front, front) > thresholds.SAME_PICTURE_COSINE


def test_two_faces_in_a_selfie_are_told(shots):
    one, two = (
        cv2.imdecode(np.frombuffer(shots(key, "selfie"), np.uint8), cv2.IMREAD_COLOR) for key in ("adrian", "nuria")
    )
    _, content = cv2.imencode(".jpg", np.hstack([one, two]))
    assert examine_selfie(open_picture(content.tobytes())).problems == ("identity.several_faces",)
