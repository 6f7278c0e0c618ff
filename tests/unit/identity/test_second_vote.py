"""The second reader on printed fields: asked where no zone holds, believed by nobody alone."""

from dataclasses import replace
from datetime import date

import cv2
import pytest

from identity.vision import document, examine, second_vote, tesseract
from identity.vision.fields import Field
from identity.vision.intake import open_picture

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def front(shots):
    cv2.setNumThreads(1)
    return examine.see_front(open_picture(shots("adrian", "front")), TODAY)


@pytest.fixture
def read_front_alone(front, monkeypatch, shots):
    """What a front alone gives, read once by the first reader and truly voted on; with other fields where told."""

    def read(**fields):
        seen = replace(
            front, read=replace(front.read, fields=front.read.fields | fields), measures=dict(front.measures)
        )
        monkeypatch.setattr(examine, "see_front", lambda *_: seen)
        return document.read_pictures(open_picture(shots("adrian", "front")), None, None, TODAY, 0.0)

    return read


@pytest.mark.req("S2-22", "S2-56")
def test_both_readers_read_the_key_fields_of_a_good_front_alike(front):
    assert second_vote.on_printed(front.read) == dict.fromkeys(("number", "birth", "expiry", "support"), "agrees")


@pytest.mark.req("S2-56")
def test_a_field_that_the_readers_read_differently_was_not_read(read_front_alone, front, monkeypatch):
    told = read_front_alone()
    assert told["fields"]["birth"]["value"] == front.read.fields["birth"].value
    monkeypatch.setattr(second_vote, "on_printed", lambda _: {"birth": "differs", "number": "agrees"})
    told = read_front_alone()
    assert told["fields"]["birth"]["value"] is None
    assert told["fields"]["number"]["value"] == front.read.fields["number"].value
    assert told["measures"]["front"]["printed_twice"]["birth"] == "differs"


def _said(monkeypatch, front, change, aligned=True):
    """The second reader's own lines of that front, changed, and perhaps one too many."""
    lines = {name: second_vote._source(name, front.read) for name in second_vote.KEYS}
    texts = list({id(line): line.folded for line in lines.values()}.values())
    said = [text.replace(*change).replace(" ", "") for text in texts] + ([] if aligned else ["8"])
    monkeypatch.setattr(tesseract, "read_printed", lambda _: said)
    return second_vote.on_printed(front.read)


def test_the_second_reader_leaves_out_spaces_and_is_understood(monkeypatch, front):
    assert set(_said(monkeypatch, front, ("", "")).values()) == {"agrees"}


def test_another_day_differs_and_half_a_day_was_not_read(monkeypatch, front):
    birth = date.fromisoformat(front.read.fields["birth"].value)
    other = birth.replace(year=birth.year + 1)
    printed = f"{birth:%d %m %Y}"
    assert _said(monkeypatch, front, (printed, f"{other:%d %m %Y}"))["birth"] == "differs"
    assert _said(monkeypatch, front, (printed, "1 19"))["birth"] == "not_read"
    assert _said(monkeypatch, front, (printed, f"{other:%d %m %Y}"), aligned=False)["birth"] == "not_read"


def test_nothing_is_asked_of_a_field_that_no_line_gives(front):
    fields = {"number": Field("00000000T", 0.9)}
    assert second_vote.on_printed(replace(front.read, fields=fields)) == {}
