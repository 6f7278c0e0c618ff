"""A worker dies at any point of any job and another takes over: the end is the same, and every effect happened once."""

import pytest

from core.models import AuditEvent
from receipts.models import Receipt
from tests.flows.dossiers import (  # noqa: F401
    actor,
    dossier_of,
    let_time_pass,
    problems_of,
    run,
    staff,
    stand_ins,
    submitted,
)
from workflow import services, steps
from workflow.engine import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]

NODES = ("admission", "check", "cross_check", "assign", "resolution", "notify")


class Killed(BaseException):
    """What a kill looks like from inside: nothing catches it."""


@pytest.fixture
def die(monkeypatch):
    """Die once, at one point of the jobs of one node: ``taken`` (before the work) or ``worked`` (after it)."""

    def arm(node: str, point: str) -> list[str]:
        deaths: list[str] = []
        take = jobs._take

        def taking(task):
            job = take(task)
            if job is None or job.flow_task.name != node or deaths:
                return job
            work = job.flow_task.work

            def dying(run_):
                monkeypatch.setattr(job.flow_task, "work", work)
                if point == "worked":
                    work(run_)
                deaths.append(point)
                raise Killed

            monkeypatch.setattr(job.flow_task, "work", dying)
            return job

        monkeypatch.setattr(jobs, "_take", taking)
        return deaths

    return arm


def run_whatever_dies():
    """Keep turning the worker; each death is followed by a new worker, after the lease."""
    for _ in range(12):
        try:
            run()
        except Killed:
            let_time_pass()
        else:
            return


@pytest.mark.req("S2-48")
@pytest.mark.parametrize("point", ["taken", "worked"])
@pytest.mark.parametrize("node", NODES)
def test_killed_at_any_point_the_end_is_the_same(die, node, point):
    staff("elena", "processor")
    deaths = die(node, point)
    application = submitted("single_mother")
    run_whatever_dies()
    dossier = dossier_of(application)
    assert dossier.state == "assigned"
    who = actor(dossier.assignee)
    services.propose(str(dossier.public_id), "granted", "", who)
    services.resolve(str(dossier.public_id), who)
    run_whatever_dies()
    dossier.refresh_from_db()
    assert deaths == [point]
    assert dossier.state == "notified"
    assert dossier.checks.count() == 6
    assert dossier.assignments.count() == 1
    papers = list(Receipt.objects.filter(subject_ref=str(dossier.public_id)).values_list("kind", flat=True))
    assert "resolution" in papers
    assert len(papers) == len(set(papers))
    assert dossier.application.letters.filter(kind="resolution").count() == 1
    once = ("dossier.admitted", "dossier.assigned", "dossier.cross_checked", "dossier.sealed", "dossier.notified")
    for kind in once:
        assert AuditEvent.objects.filter(kind=kind, subject_ref=str(dossier.public_id)).count() == 1, kind
    dossier.process.refresh_from_db()
    assert dossier.process.status == "DONE"
    assert problems_of(dossier) == []


def test_a_job_that_keeps_failing_stops_for_a_person_who_puts_it_in_motion_again(monkeypatch):
    staff("elena", "processor")
    application = submitted("single_mother")
    run()
    dossier = dossier_of(application)
    who = actor(dossier.assignee)
    services.propose(str(dossier.public_id), "granted", "", who)

    def broken(dossier_id: int) -> None:
        raise ValueError("a name that must not be kept: Lucía Vera")

    monkeypatch.setattr(steps.services, "seal_resolution", broken)
    services.resolve(str(dossier.public_id), who)
    for _ in range(8):
        run()
        let_time_pass()
    from workflow.engine import desk

    (task,) = desk.where(dossier)
    assert (task.node, task.status, task.reason) == ("resolution", "ERROR", "ValueError")
    row = jobs.Task._default_manager.get(pk=task.id)
    assert "Lucía" not in str(row.data)
    assert "locals" not in str(row.data)
    dossier.process.refresh_from_db()
    assert dossier.process.status == "NEW"
    monkeypatch.undo()
    desk.rearm(dossier, task.id)
    run()
    dossier.refresh_from_db()
    assert dossier.state == "notified"
    assert problems_of(dossier) == []


def test_two_workers_with_one_row_only_one_runs_it():
    staff("elena", "processor")
    submitted("single_mother")
    from core import outbox

    outbox.deliver_due()
    (task_pk,) = jobs.claim(1)
    assert jobs.claim(1) == []
    row = jobs._rows().get(pk=task_pk)
    assert jobs._take(row) is not None
    assert jobs.run_job(task_pk) == "skip"


def test_a_job_that_kills_whoever_runs_it_is_left_for_a_person_in_the_end(monkeypatch):
    staff("elena", "processor")
    submitted("single_mother")
    from core import outbox

    outbox.deliver_due()
    deaths = []

    def deadly(job):
        deaths.append(1)
        raise Killed

    (row,) = jobs._due()
    monkeypatch.setattr(row.flow_task, "work", deadly)
    for _ in range(30):
        try:
            run()
        except Killed:
            let_time_pass()
        else:
            break
    row = jobs.Task._default_manager.get(pk=row.pk)
    assert (row.status, row.data["reason"]) == ("ERROR", "WorkerDied")
    assert len(deaths) == row.flow_task.tries + jobs.DEATHS
