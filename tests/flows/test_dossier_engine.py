"""The traps of the engine (evidence: stack §2), each touched: locks, joins, rights at the act, cancelling, history."""

import threading

import pytest
from django.db import connection, connections, transaction

from core import outbox
from core.errors import AmparoError
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    load_all_offices,
    opened,
    problems_of,
    run,
    staff,
    stand_ins,
    submitted,
)
from workflow import services
from workflow.engine import desk, jobs
from workflow.engine.checks import every_flow_is_sound, faults_of
from workflow.engine.moving import OvertakenError
from workflow.flows import ImvFlowV1

pytestmark = pytest.mark.usefixtures("stand_ins")


def at_once(*works):
    """Run each in its own thread and connection, all let go together; their results or errors, in order."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def go(place, work):
        try:
            gate.wait(10)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.fixture
def real_locks():
    if connection.vendor != "postgresql":
        pytest.skip("two at once is a question for PostgreSQL (Debian: postgresql)")


def test_every_flow_of_ours_has_the_row_lock_and_one_end():
    assert every_flow_is_sound(None) == []
    assert faults_of(ImvFlowV1) == []


def test_a_flow_without_the_lock_is_found():
    from viewflow.workflow.lock import no_lock

    class Careless(ImvFlowV1):
        lock_impl = no_lock

    try:
        assert any("SelectForUpdateLock" in fault for fault in faults_of(Careless))
    finally:
        # Not left behind for the system check of another test.
        Careless.lock_impl = ImvFlowV1.lock_impl


@pytest.mark.django_db(transaction=True)
def test_two_at_one_decision_only_one_takes_it(real_locks):
    staff("elena", "processor")
    dossier = opened("single_mother")
    who, ref = actor(dossier.assignee), str(dossier.public_id)
    services.propose(ref, "granted", "", who)
    results = at_once(*[lambda: services.resolve(ref, who)] * 4)
    errors = [one for one in results if isinstance(one, Exception)]
    assert len(errors) == 3
    assert all(isinstance(one, AmparoError) for one in errors)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "notified"
    assert problems_of(dossier) == []


@pytest.mark.django_db(transaction=True)
def test_checks_that_end_together_join_once(real_locks):
    staff("elena", "processor")
    application = submitted("single_mother")
    outbox.deliver_due()
    dossier = dossier_of(application)
    (admission,) = jobs.claim(5)
    jobs.run_job(admission)
    checks = jobs.claim(20)
    assert len(checks) == 6
    results = at_once(*[lambda pk=pk: jobs.run_job(pk) for pk in checks])
    assert results == ["done"] * 6
    open_now = desk.where(dossier)
    assert [task.node for task in open_now] == ["cross_check"]
    run()
    assert problems_of(dossier_of(application)) == []
    assert dossier_of(application).state == "assigned"


@pytest.mark.django_db(transaction=True)
def test_one_row_given_to_many_workers_runs_once(real_locks):
    staff("elena", "processor")
    submitted("single_mother")
    outbox.deliver_due()
    (row,) = jobs.claim(5)
    results = at_once(*[lambda: jobs.run_job(row)] * 4)
    assert sorted(results) == ["done", "skip", "skip", "skip"]


@pytest.mark.breaks_dossiers
@pytest.mark.django_db(transaction=True)
def test_many_dossiers_at_once_are_shared_evenly(real_locks):
    people = [staff(name, "processor") for name in ("elena", "oscar")]
    applications = [
        submitted(key) for key in ("single_mother", "undeclared_income", "identity_differs", "expired_document")
    ]
    outbox.deliver_due()
    dossiers = [dossier_of(application) for application in applications]
    at_once(*[lambda pk=dossier.pk: services.assign_automatically(pk) for dossier in dossiers])
    shares = [person.dossiers.count() for person in people]
    assert sorted(shares) == [2, 2]


@pytest.mark.django_db
def test_what_is_cancelled_while_a_worker_holds_it_stays_cancelled():
    staff("elena", "processor")
    application = submitted("single_mother")
    outbox.deliver_due()
    (row,) = jobs.claim(5)
    held = jobs._take(jobs._rows().get(pk=row))
    services.close_withdrawn(str(application.public_id))
    with pytest.raises(OvertakenError):
        jobs._work(held)
    dossier = dossier_of(application)
    assert (dossier.state, desk.where(dossier), dossier.checks.count()) == ("withdrawn", [], 0)


@pytest.mark.django_db
def test_acts_are_never_undone_nor_jobs_revived():
    staff("elena", "processor")
    dossier = opened("single_mother")
    for task in dossier.process.task_set.all():
        activation = task.flow_task.activation_class(task)
        if task.flow_task_type in ("JOB", "HUMAN"):
            with pytest.raises(PermissionError):
                activation.undo()


@pytest.mark.breaks_dossiers
@pytest.mark.django_db
def test_a_user_with_tasks_is_never_deleted(django_user_model):
    staff("elena", "processor")
    dossier = opened("single_mother")
    somebody = django_user_model.objects.create_user("somebody")
    dossier.process.task_set.filter(flow_task_type="HUMAN").update(owner=somebody)
    before = dossier.process.task_set.count()
    with pytest.raises(PermissionError), transaction.atomic():
        somebody.delete()
    assert dossier.process.task_set.count() == before


@pytest.mark.django_db
def test_no_case_data_lies_in_the_engine_s_rows():
    staff("elena", "processor")
    dossier = opened("single_mother")
    dossier.process.refresh_from_db()
    assert dossier.process.data == {}
    for task in dossier.process.task_set.all():
        assert set(task.data or {}) <= {"tries", "reason"}, task


@pytest.mark.django_db
def test_every_place_in_the_flow_still_has_its_node():
    staff("elena", "processor")
    dossier = opened("single_mother")
    for task in dossier.process.task_set.all():
        assert ImvFlowV1.instance.node(task.flow_task.name, no_obsolete=True) is not None
