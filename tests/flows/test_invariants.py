"""`manage.py verify_dossiers`: each invariant is broken on purpose and seen, and nothing is said of what is sound."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.token import Token

from core import outbox
from core.models import Office, OutboxMessage
from receipts.models import Receipt
from tests.flows.dossiers import actor, opened, run, staff, stand_ins, submitted  # noqa: F401
from workflow import services
from workflow.engine import census
from workflow.engine.nodes import Human, Job, Wait
from workflow.flows import ImvFlowV1
from workflow.invariants import INVARIANTS, acts, breaches, clocks, owners, places, submissions
from workflow.models import Assignment, ClockEntry, CorrectionRequest, Dossier, Proposal, Resolution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins"), pytest.mark.breaks_dossiers]
DAY = dt.timedelta(days=1)


@pytest.fixture
def dossier():
    """Under study, with a live proposal."""
    staff("elena", "processor")
    found = opened("single_mother")
    services.propose(str(found.public_id), "granted", "", actor(found.assignee))
    found.refresh_from_db()
    return found


def set_(dossier, **fields):
    Dossier.objects.filter(pk=dossier.pk).update(**fields)


def study_of(dossier):
    return Task.objects.filter(process=dossier.process, flow_task=ImvFlowV1.study, status="ASSIGNED")


def another_task(dossier, node, **fields):
    task = Task(process=dossier.process, flow_task=node, token=Token(fields.pop("token", "start")), **fields)
    task.save()
    return task


def suspend(dossier):
    set_(dossier, state="under_study")
    services.request_document(
        str(dossier.public_id), "census", "Certificado", "Falta el certificado del padrón.", actor(dossier.assignee)
    )


def decide(dossier):
    services.resolve(str(dossier.public_id), actor(dossier.assignee))
    run()


def decide_over_the_limit(dossier):
    decide(dossier)
    Proposal.objects.filter(dossier=dossier).update(over_limit=True)


def lose_the_message(_dossier):
    submitted("undeclared_income")
    OutboxMessage.objects.update(state="delivered")


def stop_waiting_in_the_request_alone(dossier):
    suspend(dossier)
    CorrectionRequest.objects.filter(dossier=dossier).update(state="dropped")


def a_second_receipt(dossier):
    receipt = Receipt.objects.get(kind="submission_receipt", subject_ref=str(dossier.application.public_id))
    receipt.pk, receipt.content_hash, receipt.cea_id = None, "0" * 64, "OTHER"
    receipt.public_id = "01890000-0000-7000-8000-000000000000"
    receipt.save()


def the_application(dossier, **fields):
    type(dossier.application).objects.filter(pk=dossier.application_id).update(**fields)


def ledger(dossier, move):
    ClockEntry.objects.create(dossier=dossier, move=move, on=timezone.localdate(), reason="prueba")


BREAKS = {
    places.every_dossier_has_its_process: [
        lambda one: set_(one, process=None),
        lambda one: Process.objects.filter(pk=one.process_id).update(seed_object_id=one.pk + 1),
    ],
    places.every_process_has_its_dossier: [lambda one: Process(flow_class=ImvFlowV1).save()],
    places.every_name_resolves: [
        lambda one: study_of(one).update(flow_task="workflow/flows.ImvFlowV1.vanished"),
        lambda one: Process.objects.filter(pk=one.process_id).update(flow_class="workflow/flows.Vanished"),
    ],
    places.nothing_is_left_open_behind: [
        lambda one: (study_of(one).update(status="ERROR"), Process.objects.update(status="DONE")),
        lambda one: Process.objects.update(status="CANCELED"),
    ],
    places.one_place: [
        lambda one: study_of(one).update(status="DONE"),
        lambda one: another_task(one, ImvFlowV1.wait_documents),
        lambda one: another_task(one, ImvFlowV1.check, token="start/1_1", status="STARTED"),
        lambda one: another_task(one, ImvFlowV1.study),
    ],
    places.state_agrees_with_place: [
        lambda one: set_(one, state="checking"),
        lambda one: (study_of(one).update(status="DONE"), Process.objects.update(status="DONE")),
    ],
    owners.the_act_stands_with_the_processor: [
        lambda one: study_of(one).update(owner=None),
        lambda one: study_of(one).update(owner=staff("oscar", "processor").user),
        lambda one: set_(one, assignee=None),
    ],
    owners.in_hand_means_in_somebodys_hands: [
        lambda one: set_(one, assignee=None),
        lambda one: set_(one, state="checking"),
        lambda one: set_(one, unassigned_since=timezone.now()),
    ],
    owners.one_live_assignment: [
        lambda one: Assignment.objects.update(ended_at=timezone.now()),
        lambda one: Assignment.objects.update(staff=staff("oscar", "processor")),
    ],
    owners.nobody_has_their_own_capture: [lambda one: the_application(one, captured_by=one.assignee)],
    owners.elsewhere_only_by_relocation: [
        lambda one: set_(one, office=Office.objects.get(kind="provincial_office", province_code="08")),
    ],
    clocks.one_clock: [
        lambda one: set_(one, silence_date=one.silence_date + DAY),
        lambda one: set_(one, clock_stopped=True),
        lambda one: set_(one, closed_at=timezone.now()),
        lambda one: ledger(one, "start"),
        lambda one: (ledger(one, "close"), ledger(one, "stop")),
        lambda one: ClockEntry.objects.all().delete(),
    ],
    acts.a_request_is_open_while_suspended: [
        stop_waiting_in_the_request_alone,
        lambda one: (suspend(one), set_(one, state="under_study")),
        lambda one: set_(one, clock_stopped=True),
    ],
    acts.a_proposal_is_live_while_proposed: [
        lambda one: Proposal.objects.update(state="dropped"),
        lambda one: set_(one, state="under_study"),
    ],
    acts.resolved_means_there_is_a_resolution: [
        lambda one: set_(one, state="resolved"),
        lambda one: (decide(one), Resolution.objects.update(receipt_public_id="")),
        lambda one: (decide(one), Resolution.objects.update(notified_at=None)),
    ],
    acts.over_the_limit_another_person_approved: [decide_over_the_limit],
    acts.closed_has_its_moment: [
        lambda one: set_(one, closed_at=timezone.now()),
        lambda one: (decide(one), set_(one, closed_at=None)),
    ],
    submissions.one_number_and_one_receipt: [
        lambda one: the_application(one, registry_number=None),
        lambda one: the_application(one, receipt_public_id=""),
        lambda one: Receipt.objects.filter(kind="submission_receipt").update(state="revoked"),
        a_second_receipt,
        lambda one: set_(one, registry_number="2000-000001"),
    ],
    submissions.submitted_means_dossier: [lose_the_message],
}
CASES = [
    pytest.param(invariant, act, id=f"{invariant.__name__}-{place}")
    for invariant, breaks in BREAKS.items()
    for place, act in enumerate(breaks)
]


@pytest.mark.parametrize(("invariant", "break_it"), CASES)
def test_what_is_broken_is_seen(dossier, invariant, break_it):
    assert breaches() == []
    break_it(dossier)
    told = [str(breach) for breach in invariant()]
    assert told, "nothing was said"
    assert not any("Vera" in line or "Lucía" in line for line in told)


def test_every_invariant_is_broken_by_a_test():
    assert set(BREAKS) == set(INVARIANTS)


def test_the_other_role_s_act_never_stands_with_the_assignee(dossier):
    study_of(dossier).update(status="DONE")
    another_task(dossier, ImvFlowV1.wait_documents, flow_task_type="HUMAN", owner=dossier.assignee.user)
    assert [breach.invariant for breach in owners.the_act_stands_with_the_processor()] == ["owner"]


@pytest.mark.req("S2-48")
def test_the_command_names_the_dossier_and_nothing_of_the_person(dossier):
    said = StringIO()
    call_command("verify_dossiers", stdout=said)
    assert said.getvalue() == "1 dossiers, all sound\n"
    set_(dossier, silence_date=dossier.silence_date + DAY)
    said = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_dossiers", stdout=said)
    assert left.value.code == 1
    (line,) = said.getvalue().splitlines()
    assert line.startswith(f"{dossier.public_id} one-clock: its silence date is")
    assert dossier.applicant_name not in line


def test_as_many_queries_for_many_dossiers_as_for_one(dossier):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert breaches() == []
        return len(asked)

    one = queries()
    for key in ("identity_differs", "expired_document", "undeclared_income"):
        opened(key)
    assert queries() == one
    assert one < 60


def test_dossiers_on_their_way_are_sound():
    """Taken by a worker, half way through the checks, with a step failed: none of that is a breach."""
    staff("elena", "processor")
    submitted("single_mother")
    assert breaches() == []
    outbox.deliver_due()
    assert breaches() == []
    from workflow.engine import jobs

    jobs.sweep(1)
    jobs.sweep(2)
    assert breaches() == []
    Task.objects.filter(flow_task=ImvFlowV1.check, status="SCHEDULED").update(status="ERROR")
    assert breaches() == []


def test_every_node_where_a_dossier_stands_has_its_states():
    standing = {node.name for node in ImvFlowV1.instance.nodes() if isinstance(node, (Job, Human, Wait))}
    assert standing == set(places.STATES_AT)


def test_a_name_resolves_only_while_the_code_has_it():
    assert census.flow_named("workflow/flows.ImvFlowV1") is ImvFlowV1
    assert census.node_named("workflow/flows.ImvFlowV1.study") is ImvFlowV1.instance.study
    for gone in ("workflow/flows.ImvFlowV1.vanished", "workflow/flows.ImvFlowV9.study", "nowhere/flows.Flow.study"):
        assert census.node_named(gone) is None
    assert census.flow_named("workflow/flows.ImvFlowV9") is None
