"""What stops a picture, from what was read and measured of it."""

from datetime import date

import numpy as np
import pytest

from identity.vision import examine, mrz, quality, thresholds
from identity.vision.card import Card
from identity.vision.classify import Document
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
    measures = examine._measures(read, Opened(shone, 1.0, b""), quality.BACK_NEEDED)
    assert measures["burnt"] > thresholds.GLARE_SHARE
    assert (measures["glare"] == 0.0) is holds
