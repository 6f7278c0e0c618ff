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
from identity.vision import ocr, thresholds, zone
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
