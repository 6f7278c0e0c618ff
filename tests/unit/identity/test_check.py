"""The whole check: never a refusal by a machine, three tries, a person; pictures guarded and gone in time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from core import vault
from core.actors import ANYONE, Actor, RoleAt, citizen
from core.errors import AmparoError
from core.identifiers import new_public_id
from core.models import AuditEvent, StoredFile
from identity import services
from identity.models import IdentityCheck, Picture
from identity.selectors import checks_to_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("read_once")]


def processor(province="29"):
    return Actor("staff", str(new_public_id()), "", (RoleAt("processor", 1, province),))


def send(check, shots, key="adrian", turn=None, **names):
    """The good pictures of a person, but for those named; with `turn`, the face turns before the camera."""
    results = {}
    for side in ("front", "back", "selfie"):
        name = names.get(side, side)
        if side == "selfie" and turn:
            results[side] = turn(check, key)
        elif name:
            results[side] = services.add_picture(check.check_id, side, shots(key, name))
    return results


def codes(outcome):
    return [reason.code for reason in outcome.reasons]


@pytest.mark.req("S2-22", "S2-25", "S2-32", "S2-56")
def test_a_good_set_is_verified_and_its_pictures_are_gone(open_check, shots, answer_turn):
    check = open_check()
    results = send(check, shots, turn=answer_turn)
    assert all(result.accepted and not result.problems for result in results.values())
    assert Picture.objects.count() == 4
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "verified", (codes(outcome), outcome.values)
    assert not outcome.reasons
    face = outcome.values["face"]
    assert face["cosine"] >= face["verified_from"] == 0.40
    assert len(outcome.values["models"]) == 4
    assert all(len(value) == 64 for value in outcome.values["models"].values())
    assert not StoredFile.objects.filter(purged_at=None).exists()
    assert services.check_state(check.subject_ref).state == "verified"
    assert services.conclude(check.check_id, "ok") == outcome, "concluding twice changes nothing"
    with pytest.raises(AmparoError, match=r"identity\.check_closed"):
        services.add_picture(check.check_id, "front", shots("adrian", "front"))


def test_nothing_personal_is_kept_in_the_clear_and_no_face_vector_at_all(open_check, shots):
    check = open_check()
    send(check, shots)
    services.conclude(check.check_id, None)
    row = IdentityCheck.objects.get()
    measures = json.dumps(row.measures) + json.dumps([picture.measures for picture in row.pictures.all()])
    events = json.dumps(list(AuditEvent.objects.values_list("payload", flat=True)))
    for datum in ("99003351N", "OLMEDO", "Olmedo", "1990-11-23"):
        assert datum not in measures
        assert datum not in events
    numbers = [value for value in measures.replace("[", ",").split(",") if value.strip().replace(".", "").isdigit()]
    assert len(numbers) < 90, "a face vector has 128 numbers"


def test_the_face_is_compared_only_with_consent_and_refusing_costs_a_look_not_the_case(open_check, shots):
    check = open_check(consent=False)
    send(check, shots, selfie=None)
    outcome = services.conclude(check.check_id, "ok", elsewhere=True)
    assert outcome.outcome == "review"
    assert codes(outcome) == ["identity.document_elsewhere", "identity.face_not_compared"], "a look, never a refusal"
    assert outcome.values["face"]["cosine"] is None


def test_consent_can_be_taken_back(open_check, shots):
    check = open_check()
    send(check, shots)
    services.set_face_consent(check.check_id, False)
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert outcome.values["face"]["state"] == "not_consented"
    assert AuditEvent.objects.filter(kind="identity.face_consent_withdrawn").count() == 1


def test_a_card_that_is_not_the_one_typed_is_told(open_check, shots):
    check = open_check(number="99004468W")
    result = services.add_picture(check.check_id, "front", shots("adrian", "front"))
    assert [problem.code for problem in result.problems] == ["identity.number_differs"]
    assert "99003351N" not in result.problems[0].what + result.problems[0].next_step


@pytest.mark.req("S2-56")
def test_the_third_bad_picture_is_kept_for_a_person(open_check, shots):
    check = open_check()
    blurred = [services.add_picture(check.check_id, "front", shots("adrian", "front-blurred")) for _ in range(3)]
    assert [(result.accepted, result.tries_left) for result in blurred] == [(False, 2), (False, 1), (True, 0)]
    send(check, shots, front=None)
    outcome = services.conclude(check.check_id, "ok")
    assert outcome.outcome == "review"
    assert "identity.kept_after_tries" in codes(outcome)


@pytest.mark.parametrize(
    ("changes", "names", "police", "code"),
    [
        ({"first_name": "Andrés"}, {}, "ok", "identity.names_differ"),
        ({}, {}, "differs", "identity.police_differs"),
        ({}, {"back": "back-expired"}, "ok", "identity.document_expired"),
    ],
)
def test_doubt_goes_to_a_person_with_its_reason(open_check, shots, changes, names, police, code):
    check = open_check(**changes)
    results = send(check, shots, **names)
    if code.endswith("expired"):
        assert [problem.code for problem in results["back"].problems] == [code]
        assert results["back"].accepted
    outcome = services.conclude(check.check_id, police)
    assert outcome.outcome == "review"
    assert code in codes(outcome)
    left = set(StoredFile.objects.filter(purged_at=None).values_list("purge_at", flat=True))
    assert left
    assert all(timedelta(days=29) < until - timezone.now() < timedelta(days=31) for until in left)


def test_without_both_faces_there_is_no_conclusion(open_check, shots):
    check = open_check()
    services.add_picture(check.check_id, "front", shots("adrian", "front"))
    with pytest.raises(AmparoError, match=r"identity\.pictures_missing"):
        services.conclude(check.check_id, None)
    assert services.check_state(check.subject_ref).missing == ("back", "selfie")


def test_what_is_no_picture_uses_up_no_try(open_check):
    check = open_check()
    with pytest.raises(AmparoError, match=r"identity\.picture_not_image"):
        services.add_picture(check.check_id, "front", b"hello")
    assert services.check_state(check.subject_ref).tries_left["front"] == 3


@pytest.fixture
def waiting(open_check, shots):
    """A check that waits for a person's eye."""
    check = open_check(consent=False)
    send(check, shots, selfie=None)
    services.conclude(check.check_id, "ok")
    return check


def test_looking_is_for_those_who_may_and_leaves_a_trace(waiting):
    content = services.picture(waiting.check_id, "front", processor(), "revisar identidad")
    assert content.startswith(b"\xff\xd8\xff")
    seen = AuditEvent.objects.get(kind="identity.picture_seen")
    assert seen.purpose == "revisar identidad"
    assert seen.payload["side"] == "front"
    assert services.picture(waiting.check_id, "front", processor("08"), "consulta"), "another province reads, recorded"
    assert services.picture(waiting.check_id, "front", citizen(waiting.subject_ref), "")
    capturer = Actor("staff", "x", "", (RoleAt("capturer", 1, "29"),))
    for actor in (ANYONE, capturer, citizen("somebody-else")):
        with pytest.raises(AmparoError, match=r"access\.refused"):
            services.picture(waiting.check_id, "front", actor, "")


def test_a_person_decides_in_their_own_province_and_the_pictures_go(waiting):
    assert list(checks_to_review(processor()).values_list("public_id", flat=True)) != []
    assert not checks_to_review(processor("08")).exists()
    with pytest.raises(AmparoError, match=r"access\.refused"):
        services.review(waiting.check_id, processor("08"), True, "")
    state = services.review(waiting.check_id, processor(), True, "Es la misma persona")
    assert state.state == "accepted"
    assert not StoredFile.objects.filter(purged_at=None).exists()
    with pytest.raises(AmparoError, match=r"identity\.check_closed"):
        services.review(waiting.check_id, processor(), False, "otra vez")
    with pytest.raises(AmparoError, match=r"vault\.purged"):
        services.picture(waiting.check_id, "front", processor(), "mirar")


def test_pictures_of_a_check_left_open_go_within_a_day(open_check, shots):
    check = open_check()
    services.add_picture(check.check_id, "selfie", shots("adrian", "selfie"))
    stored = StoredFile.objects.get()
    assert timezone.now() < stored.purge_at <= timezone.now() + timedelta(hours=24)
    assert services.purge_due() == 0
    StoredFile.objects.update(purge_at=timezone.now() - timedelta(seconds=1))
    assert services.purge_due() == 1
    stored.refresh_from_db()
    with pytest.raises(AmparoError, match=r"vault\.purged"):
        vault.read(stored)
    assert "selfie" in services.check_state(check.subject_ref).missing


def test_a_case_that_is_deleted_leaves_no_picture(open_check, shots):
    check = open_check()
    services.add_picture(check.check_id, "selfie", shots("adrian", "selfie"))
    assert services.forget(check.subject_ref) == 1
    assert services.forget(check.subject_ref) == 0
    assert not StoredFile.objects.filter(purged_at=None).exists()


def test_a_new_picture_replaces_the_old_one(open_check, shots):
    check = open_check()
    for _ in range(2):
        services.add_picture(check.check_id, "selfie", shots("adrian", "selfie"))
    assert Picture.objects.filter(replaced_at=None).count() == 1
    assert StoredFile.objects.filter(purged_at=None).count() == 1
