"""What stops a picture, from what was read and measured of it."""

from datetime import date

import numpy as np
import pytest

from identity.vision import examine, gates, mrz, quality, thresholds
from identity.vision.card import Card
from identity.vision.classify import Document
from identity.vision.face import Face
from identity.vision.fields import Field
from identity.vision.intake import Opened
from identity.vision.side import SideRead
from identity.vision.zone import ZoneRead
from tests.unit.identity.zone_lines import lines_of

TODAY = date(2026, 11, 22)


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("holds", [True, False])
def test_light_on_a_back_stops_it_only_where_its_zone_does_not_hold(holds):
    shone = np.full((631, 1000, 3), (150, 170, 190), np.uint8)
    shone[400:, 300:700] = 255
    card = Card(shone, np.array([[0, 0], [1000, 0], [1000, 631], [0, 631]], np.float32), 1000.0, False, False)
    first, second, third = lines_of()
    wrong = second[:6] + str((int(second[6]) + 1) % 10) + second[7:]
    zone = mrz.parse([first, second if holds else wrong, third], TODAY)
    read = SideRead(card, Document("dni4", "back", 0.99), {}, ZoneRead(mrz=zone))
    measures = gates.measured(read, Opened(shone, 1.0, b""), quality.BACK_NEEDED)
    assert measures["burnt"] > thresholds.GLARE_SHARE
    assert (measures["glare"] == 0.0) is holds


SKINS = [(224, 178, 150), (196, 142, 110), (120, 82, 62), (92, 60, 45), (236, 196, 172)]


def back_with(patch=None, colour=(255, 255, 255), light=(1.0, 1.0, 1.0), paper=240):
    """A card's back laid flat, lines of a zone on pale paper, with a patch of a colour (RGB) on it, in some light."""
    card = np.full((631, 1000, 3), paper, np.float32)
    for top in (430, 490, 550):
        for left in range(40, 960, 32):
            card[top : top + 28, left : left + 5] = 30
    if patch is not None:
        left, top, right, bottom = patch
        card[top:bottom, left:right] = colour[::-1]
    noise = np.random.default_rng(3).normal(0, 4, card.shape)
    return np.clip(card * np.array(light[::-1], np.float32) + noise, 0, 255).astype(np.uint8)


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), (1.05, 1.0, 0.86), (0.9, 0.97, 1.04), (0.5, 0.5, 0.5)])
def test_a_finger_over_the_zone_is_called_one_in_any_skin_and_light(skin, light):
    thumb = (400, 400, 600, 631)
    assert quality.covered(back_with(thumb, skin, light), quality.BACK_NEEDED) > thresholds.COVERED_SHARE


@pytest.mark.req("S2-56")
@pytest.mark.parametrize(
    ("patch", "colour"),
    [
        (None, None),
        ((400, 400, 600, 631), (255, 255, 255)),
        ((400, 400, 600, 631), (128, 128, 128)),
        ((400, 400, 600, 631), (60, 90, 160)),
        ((80, 130, 220, 250), (203, 168, 88)),
        ((400, 400, 600, 580), (224, 178, 150)),
        ((400, 0, 600, 300), (224, 178, 150)),
        ((0, 625, 1000, 631), (140, 100, 70)),
    ],
    ids=["nothing", "light", "shadow", "blue", "chip", "not from the rim", "beside the zone", "a strip of table"],
)
def test_what_is_no_finger_over_the_zone_is_not_called_one(patch, colour):
    for light in ((1.0, 1.0, 1.0), (1.05, 1.0, 0.86)):
        assert quality.covered(back_with(patch, colour, light), quality.BACK_NEEDED) == 0.0


def measured(**changes):
    """What the gates look at, of a good picture but for what is changed."""
    good = {"cut": False, "runs_out": False, "whole": True, "card_px": 1000, "covered": 0.0, "burnt": 0.0, "glare": 0.0}
    return good | {"blur": 0.8, "light": 180.0, "chroma": 6.0, "colour": 12.0} | changes


@pytest.mark.parametrize(
    ("measures", "unread", "code"),
    [
        (measured(covered=0.06, burnt=0.08), True, "identity.covered"),
        (measured(covered=0.06), False, ""),
        (measured(burnt=0.08), True, "identity.glare"),
        (measured(cut=True, covered=0.06), True, "identity.card_cut"),
        (measured(runs_out=True, whole=False, covered=0.06), True, "identity.covered"),
        (measured(runs_out=True, whole=False), True, "identity.card_cut"),
        (measured(), True, ""),
    ],
)
def test_a_finger_is_named_before_light_and_only_where_something_was_not_read(measures, unread, code):
    assert gates.first_failed(measures, unread) == code


@pytest.mark.req("S2-56")
@pytest.mark.parametrize(
    ("measures", "unread", "code"),
    [
        (measured(blur=1.4, whole=False, burnt=0.06), True, "identity.blurred"),
        (measured(blur=1.4, whole=False), False, "identity.blurred"),
        (measured(blur=1.4), True, "identity.blurred"),
        (measured(blur=0.8, whole=False, burnt=0.06), True, "identity.glare"),
        (measured(blur=1.4), False, ""),
    ],
)
def test_blur_is_named_before_light_where_something_was_not_read(measures, unread, code):
    assert gates.first_failed(measures, unread) == code


def front_with_light(at, fields=("number", "surnames", "names", "birth", "expiry"), face=(80, 200)):
    """A front laid flat with a burnt-out patch and a portrait 200 × 260 pixels large, and the gate's measure of it."""
    shone = np.full((631, 1000, 3), (150, 170, 190), np.uint8)
    shone[at[1] : at[1] + 160, at[0] : at[0] + 160] = 255
    card = Card(shone, np.array([[0, 0], [1000, 0], [1000, 631], [0, 631]], np.float32), 1000.0, False, True)
    read = SideRead(card, Document("dni4", "front", 0.99), {name: Field("read", 0.99) for name in fields})
    measures = gates.measured(read, Opened(shone, 1.0, b""), quality.FRONT_NEEDED)
    assert measures["glare"] > thresholds.GLARE_SHARE
    portrait = (read.card.image, Face(*face, 200, 260, 0.93, np.zeros(15, np.float32))) if face else None
    examine._spare_light_beside(examine.SideSeen(read, measures, portrait=portrait))
    return measures["glare"]


@pytest.mark.req("S2-56")
def test_light_beside_a_face_stops_no_front_of_which_everything_was_read():
    assert front_with_light((20, 20)) == 0.0
    assert front_with_light((20, 20), fields=("number", "surnames")) > thresholds.GLARE_SHARE
    assert front_with_light((20, 20), face=None) > thresholds.GLARE_SHARE
    assert front_with_light((100, 240)) > thresholds.GLARE_SHARE, "on the face"
    assert front_with_light((420, 240)) > thresholds.GLARE_SHARE, "among the fields"


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("light", [(1.0, 1.0, 1.0), (1.0, 0.99, 0.98), (0.45, 0.45, 0.45)])
def test_pale_paper_with_a_flag_on_it_is_in_colour_and_a_copy_of_it_is_not(light):
    flag = (40, 40, 170, 120)
    pale, grey = (quality.colours(back_with(flag, colour, light)) for colour in ((150, 60, 70), (90, 90, 90)))
    for (chroma, colour), expected in ((pale, ""), (grey, "identity.grey_copy")):
        assert chroma < thresholds.LEAST_CHROMA
        assert gates.first_failed(measured(chroma=chroma, colour=colour)) == expected
