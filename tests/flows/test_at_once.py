"""Two at once, on PostgreSQL: officers at one task, checks that end together, one row given to many workers."""

import itertools
import threading
from collections import Counter

import pytest
from django.db import connection, connections
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import no_lock
from viewflow.workflow.models import Task

from core import outbox
from core.errors import AmparoError
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    opened,
    problems_of,
    run,
    staff,
    stand_ins,
    submitted,
)
from tests.procedures import dossiers
from tests.procedures.ours import OurFlow
from tests.procedures.traps import StockUnlocked
from workflow import services
from workflow.engine import desk, jobs
from workflow.engine.checks import every_flow_is_sound, faults_of
from workflow.flows import ImvFlowV1

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS_AT_ONE_TASK, CHECKS_TOGETHER = 30, 20


@pytest.fixture(autouse=True)
def _real_locks():
    if connection.vendor != "postgresql":
        pytest.skip("two at once is a question for PostgreSQL (Debian: postgresql)")


def side_by_side(*hands):
    """Each hand is a list of works, done in its own thread and connection; the nth of all are let go together."""
    gate = threading.Barrier(len(hands))
    results = [[] for _ in hands]

    def go(place, works):
        try:
            for work in works:
                gate.wait(30)
                try:
                    results[place].append(work())
                except Exception as error:
                    results[place].append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(place, works)) for place, works in enumerate(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return list(zip(*results, strict=True))


def at_once(*works):
    """Each work in its own thread, all let go together; their results or errors, in order."""
    return list(side_by_side(*[[work] for work in works])[0])


def test_every_flow_of_ours_has_the_row_lock_and_one_end():
    assert every_flow_is_sound(None) == []
    assert faults_of(ImvFlowV1) == []


def test_a_flow_without_the_lock_is_found_though_it_is_what_viewflow_gives():
    assert Flow.lock_impl is no_lock
    assert any("SelectForUpdateLock" in fault for fault in faults_of(StockUnlocked))


@pytest.mark.breaks_dossiers
def test_stock_without_a_lock_both_officers_take_the_task(django_user_model):
    """The two are interleaved by hand, so that it happens every time."""
    users = [django_user_model.objects.create_user(name) for name in ("elena", "oscar")]
    process = StockUnlocked.start.run()
    hers, his = (Task._default_manager.get(process=process, flow_task=StockUnlocked.left) for _ in users)
    with hers.activation() as first, his.activation() as second:
        first.assign(users[0])
        second.assign(users[1])
    assert (hers.owner, his.owner) == tuple(users)


@pytest.mark.breaks_dossiers
def test_two_officers_at_one_task_thirty_times_only_one_takes_it():
    elena = staff("elena", "processor")
    who = actor(elena)
    cases = dossiers.started(OFFICERS_AT_ONE_TASK, "decision", elena)

    def decide(dossier):
        with desk.act(dossier, "decide", who, elena.user_id):
            return "taken"

    hands = [[lambda one=one: decide(one) for one in cases] for _ in range(2)]
    for pair in side_by_side(*hands):
        assert sorted(str(one) if one == "taken" else type(one).__name__ for one in pair) == ["AmparoError", "taken"]
        (told,) = [one for one in pair if isinstance(one, AmparoError)]
        assert told.code == "dossier.already_done"
    assert all(desk.finished(dossier) for dossier in cases)


@pytest.mark.breaks_dossiers
def test_three_checks_that_end_together_twenty_times_join_once():
    cases = dossiers.started(CHECKS_TOGETHER, "bench", staff("elena", "processor"), checks=True)
    rows = [
        list(Task._default_manager.filter(process=one.process, flow_task=OurFlow.check).values_list("pk", flat=True))
        for one in cases
    ]
    hands = [[lambda pk=pks[place]: jobs.run_job(pk) for pks in rows] for place in range(3)]
    assert set(itertools.chain(*side_by_side(*hands))) == {"done"}
    for dossier in cases:
        names = Counter(task.flow_task.name for task in dossier.process.task_set.all())
        assert names == {"start": 1, "spread": 1, "check": 3, "gather": 1, "decide": 1}
        join = Task._default_manager.get(process=dossier.process, flow_task=OurFlow.gather)
        assert join.previous.filter(flow_task=OurFlow.check).count() == 3
        assert [one.node for one in desk.where(dossier)] == ["decide"]


@pytest.mark.usefixtures("stand_ins")
def test_four_at_one_decision_only_one_takes_it():
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


@pytest.mark.usefixtures("stand_ins")
def test_the_real_checks_that_end_together_join_once():
    staff("elena", "processor")
    application = submitted("single_mother")
    outbox.deliver_due()
    dossier = dossier_of(application)
    (admission,) = jobs.claim(5)
    jobs.run_job(admission)
    checks = jobs.claim(20)
    assert len(checks) == 6
    assert at_once(*[lambda pk=pk: jobs.run_job(pk) for pk in checks]) == ["done"] * 6
    assert [task.node for task in desk.where(dossier)] == ["cross_check"]
    run()
    assert problems_of(dossier_of(application)) == []
    assert dossier_of(application).state == "assigned"


@pytest.mark.usefixtures("stand_ins")
def test_one_row_given_to_many_workers_runs_once():
    staff("elena", "processor")
    submitted("single_mother")
    outbox.deliver_due()
    (row,) = jobs.claim(5)
    results = at_once(*[lambda: jobs.run_job(row)] * 4)
    assert sorted(results) == ["done", "skip", "skip", "skip"]


@pytest.mark.breaks_dossiers
@pytest.mark.usefixtures("stand_ins")
def test_many_dossiers_at_once_are_shared_evenly():
    people = [staff(name, "processor") for name in ("elena", "oscar")]
    keys = ("single_mother", "undeclared_income", "identity_differs", "expired_document")
    applications = [submitted(key) for key in keys]
    outbox.deliver_due()
    cases = [dossier_of(application) for application in applications]
    at_once(*[lambda pk=dossier.pk: services.assign_automatically(pk) for dossier in cases])
    assert sorted(person.dossiers.count() for person in people) == [2, 2]


@pytest.mark.breaks_dossiers
def test_a_lock_that_does_not_come_is_told_and_not_tried_five_times():
    """Stock tries five times, each as long as the database waits: half a minute in front of a page."""
    import time

    from django.db import OperationalError, transaction

    elena = staff("elena", "processor")
    (dossier,) = dossiers.started(1, "decision", elena)
    held, done = threading.Event(), threading.Event()

    def hold():
        try:
            with desk.locked(dossier):
                held.set()
                done.wait(30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    tries = []

    def count(execute, sql, params, many, context):
        if "FOR UPDATE" in sql:
            tries.append(time.monotonic())
        return execute(sql, params, many, context)

    def act():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 50")
            with desk.locked(dossier):
                pass

    try:
        with connection.execute_wrapper(count), pytest.raises(OperationalError):
            act()
    finally:
        done.set()
        thread.join(30)
    assert len(tries) == 1
