"""What holds of the engine with the real procedure: a cancelled row stays cancelled, its history stays whole."""

import pytest

from core import outbox
from tests.flows.dossiers import dossier_of, opened, staff, stand_ins, submitted  # noqa: F401
from workflow import services
from workflow.engine import desk, jobs
from workflow.engine.moving import OvertakenError
from workflow.flows import ImvFlowV1

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stand_ins")]


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


def test_the_history_of_a_dossier_is_whole_and_in_order():
    """Every task but the first came after another, and a join after every branch."""
    staff("elena", "processor")
    tasks = list(opened("single_mother").process.task_set.order_by("pk").prefetch_related("previous"))
    names = [task.flow_task.name for task in tasks]
    assert names == [
        "start",
        "admission",
        "spread_checks",
        *["check"] * 6,
        "join_checks",
        "cross_check",
        "assign",
        "study",
    ]
    before = {task.flow_task.name: [one.flow_task.name for one in task.previous.all()] for task in tasks}
    assert before["start"] == []
    assert before["check"] == ["spread_checks"]
    assert before["join_checks"] == ["check"] * 6
    assert before["study"] == ["assign"]
    assert all(task.finished for task in tasks if task.flow_task.name != "study")
    assert len({str(task.token) for task in tasks if task.flow_task.name == "check"}) == 6


def test_the_study_stands_with_whoever_the_dossier_is_assigned_to():
    staff("elena", "processor")
    dossier = opened("single_mother")
    (study,) = dossier.process.task_set.filter(flow_task=ImvFlowV1.study)
    assert (study.owner, study.status) == (dossier.assignee.user, "ASSIGNED")
