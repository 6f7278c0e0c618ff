"""Running the jobs from their rows: lease, work without a lock, finish under the lock; and the sweeper that re-sends.

The row is the truth. A message lost, a worker killed at any point, a message delivered twice: the row is found again
by the sweeper, and every effect of a job is idempotent, so the end is the same.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from core import publishing
from workflow.engine.moving import PROCESS_COLUMNS, TASK_COLUMNS, OvertakenError, held

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
"""Longer than the longest job: sealing a letter, or an administration's timeout with its retries."""
BACK_OFF = (5, 30, 120, 600, 3600)
"""Seconds before each next try; the last one repeats."""


DEATHS = 5
"""How often, beyond its tries, a row may outlive those who run it before it is taken for what kills them."""


class WorkerDied(Exception):
    """Nobody lived to say how the job went."""


class RetryLater(Exception):
    """A job says: not now. `reason` is a code, never data. Not `counted` when waiting is nobody's failure."""

    def __init__(self, reason: str, *, seconds: int | None = None, counted: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seconds = seconds
        self.counted = counted


@dataclass(frozen=True)
class JobRun:
    """What a job's work is handed: the dossier, the item of its branch, and how often it has been tried."""

    dossier_id: int
    item_id: int | None
    tries: int
    last_try: bool


def announce(task_pk: int) -> None:
    """Send a new row once the surrounding transaction commits, if there is a broker."""
    from workflow.tasks import run_job_task

    publishing.send_after_commit(run_job_task, task_pk, 0)


def run_job(task_pk: int, tries: int | None = None) -> str:
    """Run one row: ``done``, ``later``, ``error``, or ``skip`` where there is nothing (or somebody else) to run it.

    A message says for which try it was sent, after how many `tries`: one that comes twice does not bring the next
    try forward.
    """
    task = _rows().filter(pk=task_pk).first()
    if task is None or tries not in (None, (task.data or {}).get("tries")):
        return "skip"
    return _run(task)


def _rows() -> Any:
    rows = Task._default_manager.select_related("process")
    return rows.only(*TASK_COLUMNS, *(f"process__{column}" for column in PROCESS_COLUMNS))


def _run(task: Any) -> str:
    try:
        job = _take(task)
        return _work(job) if job is not None else "skip"
    except OvertakenError:
        # Somebody else took it, it was cancelled, or the lease ended and another worker has it: the end is theirs.
        return "skip"


def _take(task: Any) -> Any:
    """Take the lease of a row as it was read; None where it is not to be run now. Needs no lock: see `Lean.write`."""
    now = timezone.now()
    leased = task.status == STATUS.STARTED and task.scheduled is not None and task.scheduled > now
    if task.status not in (STATUS.SCHEDULED, STATUS.STARTED) or leased:
        return None
    job = task.flow_task.activation_class(task)
    job.start(now + LEASE)
    return job


def _work(job: Any) -> str:
    tries, node = job.task.data["tries"], job.flow_task
    if tries > node.tries + DEATHS:
        job.error(WorkerDied())
        return "error"
    run = JobRun(job.process.seed_object_id, job.task.seed_object_id, tries, tries >= node.tries)
    try:
        node.work(run)
        _finish(job)
    except OvertakenError:
        raise
    except RetryLater as later:
        return _put_back(job, later)
    except Exception as failure:
        # The type only: an exception's text may carry a name or a number.
        logger.warning("job %s failed: %s", job.task.pk, type(failure).__name__)
        if not run.last_try:
            return _put_back(job, RetryLater(type(failure).__name__))
        job.error(failure)
        return "error"
    return "done"


def _finish(job: Any) -> None:
    """Done and on to what comes next: under the lock, one step of a dossier at a time."""
    with held(job.task.process_id) as process:
        job.process = job.task.process = process
        job.execute()


def _put_back(job: Any, later: RetryLater) -> str:
    seconds = later.seconds if later.seconds is not None else _pause(job.task.data["tries"])
    job.put_back(timezone.now() + timedelta(seconds=seconds), later.reason, later.counted)
    return "later"


def _pause(tries: int) -> int:
    return BACK_OFF[min(tries, len(BACK_OFF)) - 1]


def _due(since: timedelta = timedelta()) -> Any:
    rows = _rows().filter(flow_task_type="JOB", status__in=(STATUS.SCHEDULED, STATUS.STARTED))
    return rows.filter(scheduled__lte=timezone.now() - since).order_by("scheduled", "pk")


def late() -> int:
    """Rows that should have been run ten minutes ago."""
    return int(_due(timedelta(minutes=10)).count())


def claim(limit: int, since: timedelta = timedelta()) -> list[int]:
    """Rows due for `since`, pushed one lease into the future so that no other sweeper sends them meanwhile."""
    with transaction.atomic():
        due = list(_due(since).select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)[:limit])
        if due:
            # A started row whose lease ended belongs to a dead worker: it is simply due again.
            rows = Task._default_manager.filter(pk__in=due)
            rows.update(status=STATUS.SCHEDULED, scheduled=timezone.now() + LEASE)
    return due


def sweep(limit: int = 20) -> int:
    """Pump: run every due row here, or hand it to the broker again; says how many were sent or run."""
    if publishing.state() != "embedded":
        return _send_again()
    # Only looked at, not claimed: each is taken when its turn comes, so that a long job does not eat the lease of
    # those behind it, and another worker may be faster.
    return sum(_run(task) != "skip" for task in list(_due()[:limit]))


def _send_again(limit: int = 200) -> int:
    """Send what was not taken up in the time between two sweeps. What cannot be sent is due again at once."""
    from workflow.tasks import run_job_task

    if not publishing.reachable():
        return 0
    due = claim(limit, timedelta(seconds=settings.SWEEP_SECONDS))
    rows = Task._default_manager.filter(pk__in=due).values_list("pk", "data__tries")
    unsent = [pk for pk, tries in rows if not publishing.send(run_job_task, pk, tries)]
    Task._default_manager.filter(pk__in=unsent, status=STATUS.SCHEDULED).update(scheduled=timezone.now())
    return len(due) - len(unsent)
