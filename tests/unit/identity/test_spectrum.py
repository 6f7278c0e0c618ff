"""A screen has one period all over a picture; writing has another in each part of it."""

import cv2
import numpy as np
import pytest

from identity.vision import spectrum, thresholds

HEIGHT, WIDTH = 520, 840
DOWN, ACROSS = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)


def paper():
    """Pale, with the grain of a camera."""
    return 190 + np.random.default_rng(7).normal(0, 4, (HEIGHT, WIDTH, 1)) + np.zeros((1, 1, 3))


def picture(pixels):
    return np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.6), 0, 255).astype(np.uint8)


def waves(period, degrees=12.0):
    angle = np.radians(degrees)
    return np.cos(2 * np.pi * (ACROSS * np.cos(angle) + DOWN * np.sin(angle)) / period)[..., None]


def writing(degrees):
    """Strokes at even steps, closer in one part than in the next, all turned by so many degrees."""
    part = np.minimum(ACROSS // (WIDTH // 3), 2) + 3 * (DOWN // (HEIGHT // 2))
    angle = np.radians(degrees)
    return np.cos(2 * np.pi * (ACROSS * np.cos(angle) + DOWN * np.sin(angle)) * (0.11 + 0.07 * part))[..., None]


def test_plain_paper_shows_no_period():
    assert spectrum.common_peak(picture(paper())) < 1.5


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("degrees", [8, 14, 20, 33])
def test_writing_that_lies_turned_is_no_screen(degrees):
    seen = picture(paper() * (1 + 0.2 * writing(degrees)))
    assert spectrum.lone_peak(seen[:256, :256], 256) > thresholds.RECAPTURE_CARD, "one part alone looks like one"
    assert spectrum.common_peak(seen) < thresholds.RECAPTURE_CARD


@pytest.mark.req("S2-56")
@pytest.mark.parametrize("period", [3.4, 4.3, 6.0])
@pytest.mark.parametrize("askew", [0.0, 0.1, 0.2])
def test_a_screen_is_one_also_where_it_is_seen_askew(period, askew):
    shown = picture(paper() * (1 + 0.1 * waves(period)))
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    near = corners * (1 - askew * np.array([[0.0, 0.0], [0.5, 0.0], [0.0, 0.2], [0.0, 0.0]], np.float32))
    seen = cv2.warpPerspective(
        shown, cv2.getPerspectiveTransform(corners, near), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT
    )
    assert spectrum.common_peak(seen) >= thresholds.RECAPTURE_CARD


def test_a_picture_too_small_to_tell_says_nothing():
    assert spectrum.common_peak(picture(paper())[:60, :400]) == 0.0
