"""What each known attack meets today. Where the answer is weak the test says what happens, not what one would wish.

docs/identity/limits.md explains each and names the real answer. Every picture here is drawn.
"""

import io
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone
from PIL import Image

from core.demonstration import person
from core.errors import AmparoError
from identity import services
from identity.models import IdentityCheck, SeenFrame
from identity.services.readings import read_document
from identity.specimens import cards, faces
from identity.specimens.catalogue import age_of, holder_of
from identity.specimens.photographs import Scene, jpeg, photograph
from tests.unit.identity import attacks

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("read_once"),
    pytest.mark.req("S2-22", "S2-56"),
]
SCENE = Scene(seed=3, turn=3.0, tilt=7.0)


def problems(result):
    return [problem.code.removeprefix("identity.") for problem in result.problems]


def reasons(outcome):
    return [reason.code.removeprefix("identity.") for reason in outcome.reasons]


def photographed(card):
    return jpeg(photograph(card, SCENE))


@pytest.fixture
def begun(open_check, shots):
    """A check with both faces of the card; `front` and `back` replace a picture."""

    def begin(front=None, back=None, key="adrian"):
        check = open_check(key)
        services.add_picture(check.check_id, "front", front or shots(key, "front"))
        services.add_picture(check.check_id, "back", back or shots(key, "back"))
        return check

    return begin


def test_swapped_portrait_passes_for_whoever_swapped_it(begun, answer_turn):
    """Weak: text and face agree with the attacker. Only the issuer or the card's chip know better."""
    forged = replace(holder_of(person("adrian")), face_seed=person("sergio").face_seed)
    check = begun(front=photographed(cards.front(forged, timezone.localdate())))
    answer_turn(check, "sergio")
    assert services.conclude(check.check_id, "ok").outcome == "verified"


def test_edited_zone_breaks_its_check_digits_and_a_person_looks(begun, answer_turn, monkeypatch):
    first, second, third = holder_of(person("adrian")).lines()
    monkeypatch.setattr(cards.CardHolder, "lines", lambda _: (first, "7" + second[1:], third))
    picture = photographed(cards.back(holder_of(person("adrian"))))
    check = begun(back=picture)
    answer_turn(check)
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert "data_not_read" in reasons(outcome)


def test_zone_edited_with_its_check_digits_differs_from_what_was_typed(begun, answer_turn):
    """A forgery that is consistent on both faces and with what was typed is not seen: the issuer is asked."""
    holder = holder_of(person("adrian"))
    check = begun(back=photographed(cards.back(replace(holder, birth=holder.birth - timedelta(days=3000)))))
    answer_turn(check)
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert reasons(outcome) == ["birth_differs"]


def test_front_of_one_card_and_back_of_another(open_check, shots):
    check = open_check()
    front = services.add_picture(check.check_id, "front", shots("adrian", "front"))
    back = services.add_picture(check.check_id, "back", shots("adrian", "back-of-another"))
    assert front.accepted
    assert not back.accepted
    assert problems(back) == ["sides_differ"]
    assert back.tries_left == 2


@pytest.mark.req("S2-25")
def test_someone_elses_card_is_asked_again_then_a_person_looks_never_a_refusal(begun, answer_turn):
    check = begun()
    for left in (2, 1):
        answer_turn(check, "sergio")
        SeenFrame.objects.all().delete()
        outcome = services.conclude(check.check_id, "ok")
        assert (outcome.outcome, outcome.retake_sides) == ("retake", ("selfie",))
        assert reasons(outcome) == ["face_differs"]
        state = services.check_state(check.subject_ref)
        assert "selfie" in state.missing
        assert state.tries_left["selfie"] == left
    answer_turn(check, "sergio")
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert "face_differs" in reasons(outcome)


def test_printed_photograph_turned_in_the_hand_moves_the_nose_too_little(open_check, poses):
    check = open_check()
    asked = services.ask_turn(check.check_id)
    held = ("straight", f"flat-{asked.side}", "flat-again")
    result = services.add_turn(check.check_id, asked.nonce, tuple(poses("adrian", pose) for pose in held))
    assert not result.accepted
    assert problems(result) == ["turn_not_seen"]


@pytest.mark.parametrize("surface", [attacks.on_screen, attacks.printed])
def test_three_pictures_shown_one_after_another_pass_the_turn_and_show_their_dots(begun, poses, surface):
    """Medium at best: whoever has a picture turned to the right side passes the turn; a person looks if dots show."""
    check = begun()
    asked = services.ask_turn(check.check_id)
    shown = [surface(np.asarray(attacks.opened(poses("adrian", pose)))) for pose in ("straight", asked.side, "again")]
    frames = tuple(jpeg(Image.fromarray(picture)) for picture in shown)
    assert services.add_turn(check.check_id, asked.nonce, frames).accepted
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert reasons(outcome) == ["face_recaptured"]


def test_a_card_on_a_screen_goes_to_a_person_where_its_dots_show(shots):
    shown = attacks.on_screen(np.asarray(attacks.opened(shots("adrian", "front"))), depth=0.2)
    found = read_document(jpeg(Image.fromarray(shown)), on=date(2026, 11, 21))
    assert "identity.card_recaptured" in found["reasons"]
    assert "identity.card_recaptured" not in read_document(shots("adrian", "front"), on=date(2026, 11, 21))["reasons"]


def test_portrait_of_the_card_as_selfie_is_known_for_the_same_picture(begun):
    someone = person("adrian")
    portrait = faces.portrait(someone.face_seed, someone.sex, age_of(someone), 900)
    check = begun()
    assert services.add_picture(check.check_id, "selfie", jpeg(Image.fromarray(portrait))).accepted
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert {"face_same_picture", "turn_not_made"} <= set(reasons(outcome))


def test_same_picture_for_both_faces_of_the_card(open_check, shots):
    check = open_check()
    services.add_picture(check.check_id, "front", shots("adrian", "front"))
    assert problems(services.add_picture(check.check_id, "back", shots("adrian", "front"))) == ["side_is_front"]


def test_same_picture_twice_in_a_turn(open_check, answer_turn):
    result = answer_turn(open_check(), last="straight")
    assert not result.accepted
    assert problems(result) == ["turn_replayed"]


def test_replayed_pictures_are_known_again_in_any_check(open_check, poses):
    mine, other = open_check(), open_check("lucia")
    asked = services.ask_turn(mine.check_id)
    frames = tuple(poses("adrian", pose) for pose in ("straight", asked.side, "again"))
    assert services.add_turn(mine.check_id, asked.nonce, frames).accepted
    result = services.add_turn(other.check_id, services.ask_turn(other.check_id).nonce, frames)
    assert not result.accepted
    assert problems(result) == ["turn_replayed"]


def test_replayed_pictures_saved_anew_pass_when_the_side_fits(open_check, poses):
    """Weak: only the same bytes are known again. A film that was taken before, or made, passes half of the time."""
    SeenFrame.objects.all().delete()
    check = open_check()
    asked = services.ask_turn(check.check_id)

    def saved_anew(pose):
        stream = io.BytesIO()
        attacks.opened(poses("adrian", pose)).save(stream, "JPEG", quality=80)
        return stream.getvalue()

    frames = tuple(saved_anew(pose) for pose in ("straight", asked.side, "again"))
    assert services.add_turn(check.check_id, asked.nonce, frames).accepted


def test_replayed_pictures_of_the_other_side(open_check, answer_turn):
    check = open_check()
    other = "left" if services.ask_turn(check.check_id).side == "right" else "right"
    result = answer_turn(check, turned=other)
    assert not result.accepted
    assert problems(result) == ["turn_other_side"]


def test_old_nonce(open_check, poses):
    check = open_check()
    old = services.ask_turn(check.check_id)
    check_row = IdentityCheck.objects.get()
    check_row.challenges.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(AmparoError, match=r"identity\.turn_expired"):
        services.add_turn(check.check_id, old.nonce, tuple(poses("adrian", p) for p in ("straight", old.side, "again")))


def test_two_faces_before_the_camera(open_check, answer_turn):
    result = answer_turn(open_check(), first="two-faces")
    assert not result.accepted
    assert problems(result) == ["several_faces"]


def test_another_person_takes_over_between_two_pictures(open_check, poses):
    check = open_check()
    asked = services.ask_turn(check.check_id)
    frames = (poses("adrian", "straight"), poses("sergio", asked.side), poses("adrian", "again"))
    result = services.add_turn(check.check_id, asked.nonce, frames)
    assert not result.accepted
    assert problems(result) == ["turn_other_face"]


def test_child_before_the_camera_with_the_card_of_a_grown_up(begun, answer_turn):
    """A child with a card of their own is compared like anybody: whether a child may apply is not identity's matter."""
    check = begun()
    answer_turn(check, "bruno")
    outcome = services.conclude(check.check_id, "ok")
    assert (outcome.outcome, reasons(outcome)) == ("retake", ["face_differs"])
