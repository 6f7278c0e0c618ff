"""A person stops what runs by itself on one dossier, and sets it going again (requirement S2-48)."""

import pytest

from applications import services as applications
from core import outbox
from core.actors import citizen
from core.errors import AmparoError, Refused
from core.models import AuditEvent
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    let_time_pass,
    opened,
    problems_of,
    run,
    staff,
    stand_ins,
    submitted,
)
from workflow import services
from workflow.engine import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]
REASON = "La persona ha llamado y hay que mirarlo antes."


@pytest.fixture
def pilar():
    return staff("pilar", "supervisor")


@pytest.fixture
def elena():
    return staff("elena", "processor")


@pytest.mark.req("S2-48")
def test_stopped_nothing_runs_by_itself_and_going_again_it_ends_the_same(elena, pilar):
    application = submitted("single_mother")
    outbox.deliver_due()
    dossier = dossier_of(application)
    services.stop_automation(str(dossier.public_id), REASON, actor(pilar))
    for _ in range(8):
        run()
        let_time_pass()
    run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.checks.count()) == ("open", 0)
    (task,) = desk.where(dossier)
    # Waiting is nobody's failure: after nine rounds it has not used up a single try.
    assert (task.node, task.status, task.reason, task.tries) == ("admission", "SCHEDULED", "stopped_by_person", 0)
    services.resume_automation(str(dossier.public_id), actor(pilar))
    run()
    dossier.refresh_from_db()
    assert dossier.state == "assigned"
    assert problems_of(dossier) == []


@pytest.mark.req("S2-48")
def test_the_assigned_processor_holds_the_letter_back(elena):
    dossier = opened("single_mother")
    who, ref = actor(elena), str(dossier.public_id)
    services.propose(ref, "granted", "", who)
    services.resolve(ref, who)
    services.stop_automation(ref, REASON, who)
    run()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.resolution.receipt_public_id) == ("resolved", "")
    services.resume_automation(ref, who)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "notified"


def test_what_nobody_answered_is_not_asked_again_meanwhile_unless_a_person_asks(elena, stand_ins):  # noqa: F811
    stand_ins["tax"].fault = "error"
    dossier = opened("single_mother")
    let_time_pass()
    run()
    who, ref = actor(elena), str(dossier.public_id)
    before = dossier.checks.filter(source="tax").first()
    services.stop_automation(ref, REASON, who)
    let_time_pass()
    run()
    after = dossier.checks.get(pk=before.pk)
    assert after.state == "pending"
    assert after.tries == before.tries > 0
    services.retry_check(ref, str(after.public_id), who)
    assert dossier.checks.get(pk=before.pk).tries == before.tries + 1


def test_people_go_on_working_while_it_is_stopped(elena):
    dossier = opened("single_mother")
    who, ref = actor(elena), str(dossier.public_id)
    services.stop_automation(ref, REASON, who)
    services.propose(ref, "granted", "", who)
    services.drop_proposal(ref, who)
    dossier.refresh_from_db()
    assert dossier.state == "under_study"


@pytest.mark.req("S2-48")
def test_who_stops_why_and_who_sets_going_again_stays_written(elena, pilar):
    dossier = opened("single_mother")
    ref = str(dossier.public_id)
    stop = services.stop_automation(ref, REASON, actor(pilar))
    with pytest.raises(AmparoError, match=r"automation\.already_stopped"):
        services.stop_automation(ref, REASON, actor(elena))
    services.resume_automation(ref, actor(elena))
    with pytest.raises(AmparoError, match=r"automation\.not_stopped"):
        services.resume_automation(ref, actor(elena))
    stop.refresh_from_db()
    assert (stop.reason, stop.stopped_by, stop.resumed_by) == (REASON, pilar, elena)
    assert stop.ended_at is not None
    kinds = AuditEvent.objects.filter(subject_ref=ref).values_list("kind", flat=True)
    assert {"dossier.automation_stopped", "dossier.automation_resumed"} <= set(kinds)
    assert "llamado" not in str(list(AuditEvent.objects.values_list("payload", flat=True)))


def test_a_stop_needs_a_reason_and_the_right_person(elena, pilar):
    dossier = opened("single_mother")
    ref = str(dossier.public_id)
    with pytest.raises(AmparoError, match=r"act\.reason_needed"):
        services.stop_automation(ref, "no", actor(pilar))
    for member in (
        staff("oscar", "processor"),
        staff("andres", "supervisor", "29"),
        staff("beatriz", "administrator"),
        staff("tomas", "fiscal_reviewer"),
    ):
        with pytest.raises(Refused):
            services.stop_automation(ref, REASON, actor(member))


def test_a_withdrawal_ends_a_stop_and_leaves_nothing_waiting(elena):
    dossier = opened("single_mother")
    services.stop_automation(str(dossier.public_id), REASON, actor(elena))
    applications.withdraw(dossier.application.public_id, actor=citizen(str(dossier.application.public_id)))
    run()
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    assert not dossier.automation_stops.filter(ended_at=None).exists()
    assert problems_of(dossier) == []
