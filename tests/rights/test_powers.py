"""The powers table (requirements §1.6): every registered action × everybody × own and other office × state."""

import pytest

from core import policies
from identity.models import IdentityCheck
from tests.flows.dossiers import opened, staff, stand_ins  # noqa: F401
from tests.rights.cast import ASSIGNED, EVERY_STAFF, EVERYBODY, actors, staff_members
from workflow.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]

READERS = {ASSIGNED, "processor here", "processor elsewhere, purpose stated", "supervisor here"}
PROCESSORS = {ASSIGNED, "processor here", "processor elsewhere", "processor elsewhere, purpose stated"}
DECIDERS_HERE = {ASSIGNED, "processor here", "supervisor here"}
SENT = {"fiscal reviewer here"}
NOBODY: set[str] = set()

# action: who may, by the state of the dossier. "" stands for every state not named.
POWERS: dict[str, dict[str, set[str]]] = {
    "queue.read": {"": PROCESSORS},
    "dossier.search": {"": PROCESSORS},
    "dossier.read": {"": READERS | {"system"}, "fiscal_review": READERS | SENT | {"system"}},
    "document.view": {"": READERS | {"system"}, "fiscal_review": READERS | SENT | {"system"}},
    "letter.download": {"": READERS | {"system"}, "fiscal_review": READERS | SENT | {"system"}},
    "dossier.state_purpose": {"": {"processor elsewhere", "processor elsewhere, purpose stated"}},
    "dossier.work": {
        "": {ASSIGNED},
        "fiscal_review": NOBODY,
        "resolved": NOBODY,
        "notified": NOBODY,
        "withdrawn": NOBODY,
    },
    "dossier.resolve": {
        "": {ASSIGNED},
        "fiscal_review": NOBODY,
        "resolved": NOBODY,
        "notified": NOBODY,
        "withdrawn": NOBODY,
    },
    "identity_picture.view": {
        "": {ASSIGNED},
        "fiscal_review": NOBODY,
        "resolved": NOBODY,
        "notified": NOBODY,
        "withdrawn": NOBODY,
    },
    "dossier.rearm": {"": {ASSIGNED}},
    # Other rooms' actions, on the application behind the dossier.
    "application.start": {"": {"the citizen", "another citizen", "anyone"}},
    "application.read": {"": {"the citizen", "system"}},
    "application.edit": {"": {"the citizen"}},
    "application.submit": {"": {"the citizen"}},
    "application.withdraw": {"": {"the citizen"}},
    "application.delete": {"": {"the citizen", "system"}},
    "application.give_document": {"": {"the citizen"}},
    # Only rooms that have asked their own policy call this one.
    "application.tell_progress": {"": set(EVERY_STAFF) | {"system"}},
    "identity.see_picture": {"": PROCESSORS | {"supervisor here", "the citizen"}},
    "identity.review": {"": DECIDERS_HERE},
}
STATES = (
    "assigned",
    "under_study",
    "suspended_for_documents",
    "proposed",
    "fiscal_review",
    "resolved",
    "notified",
    "withdrawn",
)


@pytest.fixture
def scene():
    staff("elena", "processor")
    dossier = opened("single_mother")
    people = staff_members(dossier)
    check = IdentityCheck.objects.create(
        subject_ref=str(dossier.application.public_id), province_code="28", claimed={}, number_index="x"
    )
    return dossier, actors(dossier, people), check


def subject(action, dossier, check):
    room = action.split(".")[0]
    return {"application": dossier.application, "identity": check}.get(room, dossier)


def test_every_registered_action_has_its_row():
    assert set(policies.registered()) == set(POWERS)


@pytest.mark.req("S2-65", "S2-66", "S2-67", "S2-68")
def test_who_may(scene):
    dossier, cast, check = scene
    assert set(cast) == EVERYBODY
    wrong = []
    for state in STATES:
        dossier.state = state
        dossier.save()
        for action, row in POWERS.items():
            expected = row.get(state, row[""])
            for label, who in cast.items():
                allowed = policies.may(who, action, subject(action, dossier, check))
                if allowed != (label in expected):
                    wrong.append(f"{label}: {action} in {state} is {'allowed' if allowed else 'refused'}")
    assert wrong == []


def test_the_list_holds_no_row_the_actor_may_not_have(scene):
    dossier, cast, _ = scene
    from workflow.models import Dossier

    for action in ("dossier.read", "dossier.work", "queue.read"):
        for label, who in cast.items():
            rows = list(policies.narrow(who, action, Dossier.objects.all()))
            assert not rows or policies.may(who, action, dossier), (action, label)
        assert list(policies.narrow(cast[ASSIGNED], action, Dossier.objects.all())) == [dossier]


def test_over_the_limit_not_even_the_assigned_processor_resolves(scene):
    dossier, cast, _ = scene
    from rules.models import Assessment

    Proposal.objects.create(
        dossier=dossier,
        kind="granted",
        assessment=Assessment.objects.create(
            benefit="imv",
            on=dossier.registered_on,
            text_hash="x",
            purpose="test",
            subject_ref="x",
            kind="imv",
            case={},
            outcome={},
        ),
        monthly_cents=200_000,
        limit_cents=150_000,
        over_limit=True,
        proposed_by=dossier.assignee,
        proposed_at=dossier.created_at,
    )
    assert not any(policies.may(who, "dossier.resolve", dossier) for who in cast.values())


def test_a_purpose_opens_the_dossier_for_some_hours_only(scene):
    import datetime as dt

    import time_machine
    from django.utils import timezone

    dossier, cast, _ = scene
    who = cast["processor elsewhere, purpose stated"]
    assert policies.may(who, "dossier.read", dossier)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=5)):
        assert not policies.may(who, "dossier.read", dossier)
