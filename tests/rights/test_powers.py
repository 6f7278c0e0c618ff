"""The powers table (requirements §1.6): every registered action × everybody × own and other office × state."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from core import policies
from tests.flows.dossiers import stand_ins  # noqa: F401
from tests.rights import scenes
from tests.rights.cast import ASSIGNED, EVERYBODY, actors
from tests.rights.matrix import POWERS, subject
from tests.rights.rows import who
from workflow.models import Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


@pytest.fixture
def scene():
    return scenes.scene()


@pytest.fixture
def cast(scene):
    return actors(scene.dossier, scene.people)


def test_every_registered_action_has_its_row():
    assert set(policies.registered()) == set(POWERS)


@pytest.mark.req("S2-65", "S2-66", "S2-67", "S2-68", "S2-69", "S2-70", "S2-71")
def test_who_may(scene, cast):
    assert set(cast) == EVERYBODY
    wrong = []
    for state in scenes.STATES:
        here = scenes.in_state(scene, state)
        for action, row in POWERS.items():
            asked_about = subject(action, here)
            for label, actor in cast.items():
                allowed = policies.may(actor, action, asked_about)
                if allowed != (label in who(row, state)):
                    wrong.append(f"{label}: {action} in {state} is {'allowed' if allowed else 'refused'}")
    assert wrong == []


def test_the_list_holds_no_row_the_actor_may_not_have(scene, cast):
    for action in ("dossier.read", "dossier.work", "queue.read"):
        for label, actor in cast.items():
            rows = list(policies.narrow(actor, action, Dossier.objects.all()))
            assert not rows or policies.may(actor, action, scene.dossier), (action, label)
        assert list(policies.narrow(cast[ASSIGNED], action, Dossier.objects.all())) == [scene.dossier]


def test_over_the_limit_not_even_the_assigned_processor_resolves(scene, cast):
    scenes.proposed(scene.dossier, over_limit=True)
    assert not any(policies.may(actor, "dossier.resolve", scene.dossier) for actor in cast.values())


def test_a_purpose_opens_the_dossier_for_some_hours_only(scene, cast):
    actor = cast["processor elsewhere, purpose stated"]
    assert policies.may(actor, "dossier.read", scene.dossier)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=5)):
        assert not policies.may(actor, "dossier.read", scene.dossier)
