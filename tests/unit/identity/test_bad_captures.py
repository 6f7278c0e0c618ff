"""Drawn photographs a reader was once wrong about: a bad one must be stopped for its own reason, a good one not at all.

Each is one face of a random document under a condition of the evaluation, by its seed.
"""

from datetime import date

import numpy as np
import pytest
from PIL import Image

from identity.specimens import cards
from identity.specimens.conditions import condition
from identity.specimens.holders import random_holder
from identity.specimens.photographs import Scene, jpeg, photograph
from identity.vision import ocr, side, thresholds, zone
from identity.vision.examine import examine_back, examine_front
from identity.vision.intake import open_picture
from identity.vision.ocr import TextBox
from identity.vision.zone import ZoneRead

TODAY = date(2026, 11, 22)


def examined(once, kind, side, how, seed):
    """What the reader says of one face of a drawn document."""

    def draw():
        holder = random_holder(kind, seed, TODAY)
        card = cards.front(holder, TODAY) if side == "front" else cards.back(holder, None, TODAY)
        return jpeg(photograph(card, condition(how).scene(seed, card, side)))

    opened = open_picture(once(("face", kind, side, how, seed), draw))
    return (examine_front if side == "front" else examine_back)(opened, TODAY)


@pytest.mark.req("S2-56")
def test_a_small_card_is_told_to_be_far_where_only_its_text_shows_its_width(once):
    """Its edges are not searched for, so small are they: the width of its text stands for that of the card (407 px)."""
    seen = examined(once, "dni3", "front", "too small", 11_260_007)
    assert not seen.measures["found"]
    assert seen.measures["card_px"] == pytest.approx(407, rel=0.15)
    assert seen.problems == ("identity.card_far",)


@pytest.mark.req("S2-56")
@pytest.mark.parametrize(("kind", "seed"), [("dnie", 11_250_001), ("dni4", 11_250_007)])
def test_a_card_whose_text_runs_to_the_border_is_cut_though_all_that_was_asked_for_was_read(once, kind, seed):
    seen = examined(once, kind, "front", "cut", seed)
    assert seen.measures["whole"]
    assert seen.problems == ("identity.card_cut",)


@pytest.mark.req("S2-56")
def test_a_card_among_things_that_leave_the_picture_is_not_cut(once):
    seen = examined(once, "dnie", "front", "cluttered ground", 12_030_003)
    assert seen.measures["runs_out"]
    assert not seen.problems


@pytest.mark.req("S2-56")
def test_a_thumb_that_hides_the_cards_edge_too_is_named(once):
    seen = examined(once, "dnie", "back", "thumb over the zone", 11_300_004)
    assert not seen.measures["found"]
    assert seen.problems == ("identity.covered",)


@pytest.mark.req("S2-56")
def test_a_card_of_another_kind_as_pale_as_skin_lies_under_no_finger(once):
    seen = examined(once, "library_card", "front", "mild", 77_900_000)
    assert seen.measures["covered"] > thresholds.COVERED_SHARE
    assert seen.problems == ("identity.not_spanish_card",)


@pytest.mark.req("S2-56")
def test_a_shaken_front_of_which_not_everything_was_read_is_called_blurred(once):
    seen = examined(once, "dni4", "front", "shaken", 11_230_001)
    assert not seen.measures["whole"]
    assert seen.problems == ("identity.blurred",)


@pytest.mark.req("S2-56")
def test_a_shaken_back_whose_paper_is_burnt_out_is_called_blurred(once):
    seen = examined(once, "dnie", "back", "shaken", 12_230_014)
    assert seen.measures["burnt"] > thresholds.GLARE_SHARE
    assert seen.problems == ("identity.blurred",)


@pytest.mark.req("S2-56")
@pytest.mark.parametrize(("exposure", "code"), [(1.0, "identity.card_not_found"), (0.14, "identity.dark")])
def test_a_black_table_in_good_light_is_not_too_dark_but_without_a_card(exposure, code):
    nothing = Image.new("RGBA", (cards.WIDTH, cards.HEIGHT), (0, 0, 0, 0))
    seen = examine_front(open_picture(jpeg(photograph(nothing, Scene(seed=23_800_004, exposure=exposure)))), TODAY)
    assert seen.measures["light"] < thresholds.LEAST_LIGHT
    assert seen.problems == (code,)


@pytest.mark.req("S2-56")
def test_a_card_in_weak_light_is_no_grey_copy(once):
    seen = examined(once, "tie", "back", "dim", 11_080_003)
    assert not seen.problems


@pytest.mark.req("S2-56")
def test_of_two_attempts_at_a_back_the_one_whose_zone_holds_counts(once):
    """The readers differ on this zone laid flat by its edges, and agree on it laid flat by its text."""
    seen = examined(once, "dni3", "back", "too small", 11_260_003)
    assert seen.measures["whole"]
    assert not seen.problems


def test_a_zone_that_the_first_reader_could_not_read_is_not_shown_to_the_second():
    box = TextBox(np.array([[0, 0], [900, 0], [900, 40], [0, 40]], np.float32), 0.9)
    rows = (ocr.read_line(np.full((631, 1000, 3), 255, np.uint8), box),) * 3
    unread = ZoneRead(rows)
    assert zone.with_second_vote(np.full((631, 1000, 3), 255, np.uint8), unread, TODAY) is unread


@pytest.mark.req("S2-56")
def test_a_little_shaken_front_of_which_only_the_labels_were_not_read_is_good_enough(once):
    """Number, days and names are read; which of the words are the names, the zone on the back tells."""
    seen = examined(once, "dnie", "front", "shaken a little", 77_170_001)
    assert "surnames" not in seen.read
    assert seen.read.keys() >= {"number", "birth", "expiry"}
    assert not seen.problems


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("top", [180, 760])
def test_a_scanned_page_with_both_sides_is_told_to_have_both_wherever_they_stand(top):
    """A front above a back, the usual scan of a document; with much paper below, or above."""
    holder = random_holder("dni3", 31_000_001, TODAY)
    page = Image.new("RGB", (1240, 1754), (252, 252, 250))
    for card, place in ((cards.front(holder, TODAY), top), (cards.back(holder, None, TODAY), top + 460)):
        small = card.resize((674, 425))
        page.paste(small, (283, place), small)
    seen = examine_front(open_picture(jpeg(page)), TODAY)
    assert seen.problems == ("identity.both_sides",)


def box_of(left, top, width, height):
    corners = [[left, top], [left + width, top], [left + width, top + height], [left, top + height]]
    return TextBox(np.array(corners, np.float32), 0.9)


def test_rows_of_labels_are_no_zone_and_a_zone_is_one_though_a_row_of_it_is_missing():
    labels = [box_of(400, 214, 594, 25), box_of(400, 275, 584, 23)]
    rows = [box_of(42, 456, 914, 43), box_of(42, 515, 914, 43), box_of(42, 575, 914, 43)]
    assert zone.rows_of([*labels, *rows], 1000) == rows
    assert zone.rows_of([rows[0], rows[2]], 1000) == [rows[0], rows[2]]


def test_a_mark_before_one_row_of_a_zone_is_cut_off():
    """Printed words beside a card became the first letter of a name, which no check digit covers."""
    rows = [box_of(42, 456, 914, 43), box_of(42, 515, 914, 43), box_of(8, 575, 948, 43)]
    starts = [box.corners[[0, 3], 0].tolist() for box in zone.rows_of(rows, 1000)]
    assert starts == [[42, 42], [42, 42], [42, 42]]


@pytest.mark.parametrize("stray", [(3300, 1900, 60, 30), (100, 900, 900, 850)])
def test_what_lies_far_from_a_cards_text_or_is_far_higher_is_none_of_it(monkeypatch, stray):
    """One mark found on the table made the card half as wide as it is, and its portrait was not found."""
    card = [box_of(600 + 20 * row, 300 + 40 * row, 800, 30) for row in range(10)]
    monkeypatch.setattr(ocr, "find_text", lambda *_: [*card, box_of(*stray)])
    laid = side._laid_by_text(np.full((2000, 3500, 3), 255, np.uint8))
    assert laid is not None
    assert laid.width_px == pytest.approx(980 * 1.08, abs=2)
