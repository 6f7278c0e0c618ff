"""The turn of the head: a side chosen by the server, once, for a minute; a person passes, a still picture does not."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.actors import ANYONE, Actor, RoleAt, citizen
from core.errors import AmparoError
from core.identifiers import new_public_id
from identity import selectors, services
from identity.models import Consent, IdentityCheck, Picture, SeenFrame, TurnChallenge
from identity.services import judgement, liveness
from identity.vision import weights
from identity.vision.examined import Examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_once")]


def frames(poses, *names, key="adrian"):
    return tuple(poses(key, name) for name in names)


def codes(result):
    return [problem.code.removeprefix("identity.") for problem in result.problems]


@pytest.mark.req("S2-22", "S2-56")
def test_a_head_that_turns_passes_and_its_values_and_limits_are_kept(open_check, answer_turn):
    check = open_check()
    result = answer_turn(check)
    assert result.accepted
    assert not result.problems
    selfie = Picture.objects.get(side="selfie")
    turn = selfie.measures["turn"]
    assert turn["passed"]
    assert min(turn["ways"]) >= turn["way_from"] == 0.22
    assert min(turn["alike"]) >= turn["alike_from"] == 0.5
    assert selfie.measures["detectors"]["recapture_peak"]["value"] < 2.4
    assert Picture.objects.filter(side="turn").count() == 1, "a person who looks sees both"
    assert services.check_state(check.subject_ref).missing == ("front", "back")


def test_both_sides_are_asked_for(open_check):
    check = open_check()
    sides = set()
    for _ in range(40):
        asked = services.ask_turn(check.check_id)
        TurnChallenge.objects.update(used_at=timezone.now())
        sides.add(asked.side)
    assert sides == {"left", "right"}


def test_who_lets_a_turn_pass_is_asked_for_the_same_side_again(open_check):
    check = open_check()
    assert len({services.ask_turn(check.check_id).side for _ in range(12)}) == 1


def test_the_nonce_is_good_once_for_a_minute_and_for_its_check(open_check, poses):
    check, other = open_check(), open_check("lucia")
    asked = services.ask_turn(check.check_id)
    answer = frames(poses, "straight", asked.side, "again")
    with pytest.raises(AmparoError, match=r"identity\.turn_unknown"):
        services.add_turn(other.check_id, asked.nonce, answer)
    with pytest.raises(AmparoError, match=r"identity\.turn_unknown"):
        services.add_turn(check.check_id, "made-up", answer)
    assert TurnChallenge.objects.get().expires_at <= timezone.now() + timedelta(seconds=60)
    assert asked.nonce not in str(TurnChallenge.objects.values().get()), "of the nonce only an index is kept"
    TurnChallenge.objects.update(expires_at=timezone.now())
    with pytest.raises(AmparoError, match=r"identity\.turn_expired"):
        services.add_turn(check.check_id, asked.nonce, answer)
    again = services.ask_turn(check.check_id)
    assert services.add_turn(check.check_id, again.nonce, answer).accepted
    with pytest.raises(AmparoError, match=r"identity\.turn_used"):
        services.add_turn(check.check_id, again.nonce, answer)
    assert services.check_state(check.subject_ref).tries_left["selfie"] == 3, "none of it used up a try"


def test_a_newer_turn_ends_the_one_before(open_check, poses):
    check = open_check()
    old = services.ask_turn(check.check_id)
    services.ask_turn(check.check_id)
    with pytest.raises(AmparoError, match=r"identity\.turn_expired"):
        services.add_turn(check.check_id, old.nonce, frames(poses, "straight", old.side, "again"))


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_three_pictures_or_none(open_check, count):
    check = open_check()
    asked = services.ask_turn(check.check_id)
    with pytest.raises(AmparoError, match=r"identity\.turn_incomplete"):
        services.add_turn(check.check_id, asked.nonce, (b"x",) * count)
    assert TurnChallenge.objects.get().used_at is None


def test_a_file_that_is_no_picture_uses_up_no_try(open_check, poses):
    check = open_check()
    asked = services.ask_turn(check.check_id)
    with pytest.raises(AmparoError, match=r"identity\.picture_not_image"):
        services.add_turn(check.check_id, asked.nonce, (poses("adrian", "straight"), b"hello", b"there"))
    assert services.check_state(check.subject_ref).tries_left["selfie"] == 3


def test_the_face_is_not_taken_without_leave(open_check, shots):
    check = open_check(consent=False)
    with pytest.raises(AmparoError, match=r"identity\.no_consent"):
        services.ask_turn(check.check_id)
    with pytest.raises(AmparoError, match=r"identity\.no_consent"):
        services.add_picture(check.check_id, "selfie", shots("adrian", "selfie"))


@pytest.mark.req("S2-25")
def test_who_cannot_turn_the_head_sends_a_still_and_a_person_looks(open_check, shots):
    check = open_check()
    for side in ("front", "back", "selfie"):
        assert services.add_picture(check.check_id, side, shots("adrian", side)).accepted
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert [reason.code for reason in outcome.reasons] == ["identity.turn_not_made"]
    assert "No tienes que hacer nada" in outcome.reasons[0].next_step
    desk = Actor("staff", str(new_public_id()), "", (RoleAt("processor", 1, "29"),))
    sheet = selectors.review_sheet(check.check_id, desk)
    rows = {row.label: row for row in sheet.rows}
    assert rows["Giro de la cabeza"].value == "No lo hizo: mandó una foto normal"
    assert rows["Parecido de la cara con la del documento"].limit.startswith("Segura desde 0,40; dudosa desde 0,30")
    assert rows["Fecha de nacimiento"].value == "Coincide"
    assert sheet.sides == ("front", "selfie", "back"), "the card beside the face"
    assert {name for name, _ in sheet.models} == {model.name for model in weights.ALL}
    assert timedelta(days=29) < sheet.pictures_until - timezone.now() <= timedelta(days=30)
    with pytest.raises(AmparoError, match=r"access\.refused"):
        selectors.review_sheet(check.check_id, ANYONE)


def test_after_three_tries_the_face_is_kept_for_a_person(open_check, answer_turn):
    check = open_check()
    tries = []
    for _ in range(3):
        SeenFrame.objects.all().delete()
        tries.append(answer_turn(check, turned="again", last="straight-too"))
    assert [(result.accepted, result.tries_left) for result in tries] == [(False, 2), (False, 1), (True, 0)]
    assert codes(tries[0]) == ["turn_not_seen"]
    assert Picture.objects.get(side="selfie").problems == ["identity.turn_not_seen"]


@pytest.mark.req("S2-32")
def test_taking_the_consent_back_erases_face_and_comparison_and_a_person_looks(
    open_check, shots, answer_turn, django_capture_on_commit_callbacks
):
    check = open_check()
    for side in ("front", "back"):
        services.add_picture(check.check_id, side, shots("adrian", side))
    answer_turn(check)
    assert services.conclude(check.check_id, "ok").outcome == "verified"
    with transaction.atomic():
        assert services.set_face_consent(check.check_id, False, settled=True).state == "verified", "decided: it stays"
        transaction.set_rollback(True)
    with django_capture_on_commit_callbacks(execute=True):
        state = services.set_face_consent(check.check_id, False)
    assert state.state == "review"
    assert [reason.code for reason in state.reasons] == ["identity.face_withdrawn"]
    row = IdentityCheck.objects.get()
    assert "face" not in row.measures
    assert "selfie" not in row.measures["pictures"]
    assert all(not picture.measures for picture in Picture.objects.filter(side__in=("selfie", "turn")))
    assert not Picture.objects.filter(side__in=("selfie", "turn"), file__purged_at=None).exists()


def test_revoking_the_consent_s_own_row_erases_as_much(open_check, answer_turn, django_capture_on_commit_callbacks):
    check = open_check()
    assert answer_turn(check).accepted
    consent = Consent.objects.get(purpose="face")
    with django_capture_on_commit_callbacks(execute=True):
        services.revoke_consent(consent.public_id, citizen(check.subject_ref))
    assert not IdentityCheck.objects.get().face_consent
    assert all(not picture.measures for picture in Picture.objects.filter(side__in=("selfie", "turn")))
    assert not Picture.objects.filter(side__in=("selfie", "turn"), file__purged_at=None).exists()


@pytest.mark.req("S2-32")
def test_the_hashes_of_sent_pictures_are_not_kept_for_ever(open_check, answer_turn):
    answer_turn(open_check())
    assert SeenFrame.objects.count() == 3
    SeenFrame.objects.update(seen_at=timezone.now() - timedelta(days=31))
    services.purge_due()
    assert not SeenFrame.objects.exists()


@pytest.mark.parametrize(
    ("side", "noses", "alike", "problem"),
    [
        ("left", (0.0, 0.22, 0.0), (0.5, 0.5), ""),
        ("right", (0.0, -0.22, 0.0), (0.5, 0.5), ""),
        ("left", (0.0, 0.21, 0.0), (0.9, 0.9), "turn_not_seen"),
        ("left", (0.0, 0.4, 0.4), (0.9, 0.9), "turn_not_seen"),
        ("left", (0.4, 0.4, 0.0), (0.9, 0.9), "turn_not_seen"),
        ("left", (0.0, -0.3, 0.0), (0.9, 0.9), "turn_other_side"),
        ("right", (0.0, 0.3, 0.0), (0.9, 0.9), "turn_other_side"),
        ("left", (0.0, 0.3, 0.0), (0.49, 0.9), "turn_other_face"),
        ("left", (0.0, 0.3, 0.0), (0.9, 0.49), "turn_other_face"),
    ],
)
def test_the_nose_goes_and_comes_back_and_the_face_stays_the_same(side, noses, alike, problem):
    seen = Examined(measures={"turn": {"noses": list(noses), "alike": list(alike)}})
    assert judgement.turn_problem(side, seen).removeprefix("identity.") == problem
    assert judgement.turn_measures(side, seen, problem)["passed"] is not bool(problem)


def test_a_turn_is_three_pictures():
    from identity.vision import turn

    assert turn.FRAMES == liveness.FRAMES
