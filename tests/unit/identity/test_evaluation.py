"""The arithmetic of the evaluation: intervals, what counts as right or wrong, and manifests by other hands."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.evaluation import specimens
from tests.evaluation.intervals import Rate, percentile, rate
from tests.evaluation.pairs import Compared, of_manifest, rates
from tests.evaluation.scoring import Truth, score

FIELDS = {"number": "99999999R", "surnames": "MUÑOZ GARCÍA-ABRIL", "birth": "1980-01-01"}
ZONE = ("IDESPBAA000589599999999R<<<<<<", "8001014F2501017ESP<<<<<<<<<<<7", "MUNOZ<GARCIA<ABRIL<<CARMEN<<<<")


def truth(**changes):
    values = {"name": "one", "condition": "mild", "group": "good", "drawn": "dni3", "kind": "dni3", "side": "both"}
    return Truth(**{**values, "fields": FIELDS, "mrz": ZONE, **changes})


def answer(outcome="review", reasons=(), lines=ZONE, **fields):
    read = {name: {"value": value, "source": "front", "confidence": 1.0} for name, value in fields.items()}
    mrz = {"lines": list(lines), "valid": True}
    return {"document": {"kind": "dni3", "side": "both"}, "fields": read, "mrz": mrz, "outcome": outcome} | {
        "reasons": list(reasons)
    }


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_the_published_one(hits, of, low, high):
    found = Rate(hits, of).interval()
    assert found == pytest.approx((low, high), abs=5e-5)


@given(of=st.integers(1, 5000), data=st.data())
def test_an_interval_holds_its_share_and_mirrors(of, data):
    hits = data.draw(st.integers(0, of))
    low, high = Rate(hits, of).interval()
    assert 0 <= low <= hits / of + 1e-12
    assert hits / of - 1e-12 <= high <= 1
    mirrored = Rate(of - hits, of).interval()
    assert math.isclose(low, 1 - mirrored[1], abs_tol=1e-12)
    assert Rate(hits * 4, of * 4).interval()[1] - Rate(hits * 4, of * 4).interval()[0] < high - low


def test_nothing_measured_says_nothing():
    assert rate([None, None]).interval() == (0.0, 1.0)
    assert str(rate([])) == "–"
    assert rate([True, None, False]) == Rate(1, 2)
    assert (percentile([], 0.5), percentile([3, 1, 2], 0.5), percentile([1, 2], 0.95)) == (0.0, 2, 2)


def test_what_was_not_read_is_neither_right_nor_wrong():
    found = score(truth(), answer(number="99999999R"))
    assert found.right == {"number": True, "surnames": False, "birth": False}
    assert not any(found.wrong.values())
    assert not found.wrong_key


def test_accents_are_folded_for_names_only():
    found = score(truth(), answer(number="99999999R", surnames="MUNOZ GARCIA ABRIL", birth="1980-01-01"))
    assert (found.right["surnames"], found.folded["surnames"], found.wrong["surnames"]) == (False, True, True)
    assert found.failures() == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (answer(number="99999999R"), False),
        (answer(number="99999998R"), True),
        (answer("retake", ["identity.blurred"], number="99999998R"), False),
        (answer(lines=(ZONE[0], "8101015" + ZONE[1][7:], ZONE[2])), True),
        # The line of names has no check digit: it is no key data.
        (answer(lines=(*ZONE[:2], "MUNO2<GARCIA<ABRIL<<CARMEN<<<<")), False),
    ],
)
def test_wrong_key_data_count_where_they_went_on(said, wrong):
    assert score(truth(), said).wrong_key == wrong


@pytest.mark.parametrize(
    ("said", "right"),
    [
        (answer("retake", ["identity.blurred"]), True),
        (answer("retake", ["identity.glare"]), False),
        (answer("review"), False),
        (answer("review", ["identity.blurred"]), True),
        ({}, False),
    ],
)
def test_a_bad_picture_is_stopped_for_its_own_reason(said, right):
    assert score(truth(group="bad", reasons=("blurred",)), said).right_reason is right


def test_a_mismatch_must_be_noticed_without_the_face():
    mismatch = truth(group="mismatch")
    assert score(mismatch, answer(reasons=["identity.face_not_compared"])).failures() == ["mismatch not noticed"]
    assert score(mismatch, answer(reasons=["identity.sides_differ", "identity.face_not_compared"])).failures() == []


@given(st.integers(0, 60), st.integers(0, 60))
def test_false_matches_are_counted_among_strangers_only(genuine, strangers):
    pairs = [Compared(True, 0.2 + index / 100, "") for index in range(genuine)]
    pairs += [Compared(False, index / 100, "") for index in range(strangers)] + [Compared(True, None, "")]
    matched, missed = rates(pairs, 0.40)
    assert matched == Rate(max(0, strangers - 40), strangers)
    assert missed == Rate(min(genuine, 20), genuine)


@pytest.mark.parametrize(
    ("kind", "read_as"),
    [
        ("td1", "other"),
        ("other_td1", "other"),
        ("other", "other"),
        ("td3", "passport"),
        ("tie", "tie"),
        (None, "other"),
    ],
)
def test_kinds_of_a_manifest(kind, read_as):
    assert specimens.truth_of({"file": "a.png", "kind": kind}).kind == read_as


def test_days_of_a_manifest():
    assert specimens.iso_day("01 12 1980") == specimens.iso_day("1.12.1980") == specimens.iso_day("1980-12-01")
    for wrong in ("31 02 1980", "12 1980", "mañana"):
        with pytest.raises(specimens.UnusableManifest, match="DD MM YYYY"):
            specimens.iso_day(wrong)


def test_a_manifest_by_other_hands(tmp_path):
    Image.new("RGB", (400, 500), (200, 210, 220)).save(tmp_path / "both.png")
    Image.new("RGB", (300, 200), (200, 210, 220)).save(tmp_path / "back.png")
    boxes = {"front": [0, 0, 400, 250], "back": [0, 250, 400, 500]}
    documents = [
        {"file": "both.png", "kind": "dni3", "side": "both", "mrz": None, "boxes": boxes,
         "fields": {"birth": "01 01 1980", "can": None}},
        {"file": "back.png", "kind": "td1", "side": "back", "mrz": list(ZONE), "fields": {}, "boxes": None},
    ]  # fmt: skip
    (tmp_path / "manifest.json").write_text(json.dumps({"documents": documents}))
    both, back = specimens.load(tmp_path)
    assert both.front[:2] == both.back[:2] == b"\xff\xd8"
    assert both.truth.fields == {"birth": "1980-01-01"}
    assert (back.truth.mrz, back.truth.group, back.back) == (ZONE, "negative", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        ("{", "not JSON"),
        ('{"documents": []}', "lists no documents"),
        ('{"documents": [{"kind": "tie"}]}', "document 1"),
        ('{"documents": [{"file": "gone.png"}]}', "gone.png"),
        ('{"documents": [{"file": "manifest.json"}]}', "cannot be opened"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_why(tmp_path, content, words):
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(specimens.UnusableManifest, match=words):
        list(specimens.load(tmp_path))


@pytest.mark.parametrize("content", ["[]", '{"pairs": [{"first": "a.jpg"}]}', '{"pairs": 3}', "no"])
def test_pairs_that_cannot_be_used_say_why(tmp_path, content):
    manifest = tmp_path / "pairs.json"
    manifest.write_text(content)
    with pytest.raises(specimens.UnusableManifest, match="pair"):
        list(of_manifest(manifest))
