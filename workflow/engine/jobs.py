"""Running the jobs from their rows: lease, work without a lock, finish under the lock; and the sweeper that re-sends.

The row is the truth. A message lost, a worker killed at any point, a message delivered twice: the row is found again
by the sweeper, and every effect of a job is idempotent, so the end is the same.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=120)
"""Longer than the longest job: sealing a letter, or an administration's timeout with its retries."""
BACK_OFF = (5, 30, 120, 600, 3600)
"""Seconds before each next try; the last one repeats."""


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

    dossier: Any
    item: Any
    tries: int
    last_try: bool


def announce(task_pk: int) -> None:
    """Send the row once the surrounding transaction commits. With no broker the embedded worker finds it by itself."""
    if settings.CELERY_BROKER_URL:
        transaction.on_commit(lambda: _publish(task_pk), robust=True)


def _publish(task_pk: int) -> None:
    from workflow.tasks import run_job_task

    run_job_task.apply_async(args=[task_pk], retry=False)


def run_job(task_pk: int) -> str:
    """Run one row: ``done``, ``later``, ``error``, or ``skip`` where there is nothing (or somebody else) to run it."""
    run, work = _take(task_pk)
    if run is None:
        return "skip"
    try:
        work(run)
        return _finish(task_pk)
    except RetryLater as later:
        return _put_back(task_pk, later)
    except Exception as failure:
        # The type only: an exception's text may carry a name or a number.
        logger.warning("job %s failed: %s", task_pk, type(failure).__name__)
        return _fail(task_pk, failure, run)


def _take(task_pk: int) -> tuple[JobRun | None, Callable[[JobRun], None]]:
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        now = timezone.now()
        leased = task.status == STATUS.STARTED and task.scheduled is not None and task.scheduled > now
        if task.status not in (STATUS.SCHEDULED, STATUS.STARTED) or leased:
            return None, _nothing
        activation.start(now + LEASE)
    node = task.flow_task
    tries = task.data["tries"]
    return JobRun(task.process.seed, task.seed, tries, tries >= node.tries), node.work


def _nothing(run: JobRun) -> None:
    """Work of a row that is not to be run."""


def _finish(task_pk: int) -> str:
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        if task.status != STATUS.STARTED:
            return "skip"
        activation.execute()
    return "done"


def _put_back(task_pk: int, later: RetryLater) -> str:
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        if task.status != STATUS.STARTED:
            return "skip"
        seconds = later.seconds if later.seconds is not None else _pause(task.data["tries"])
        activation.put_back(timezone.now() + timedelta(seconds=seconds), later.reason, later.counted)
    return "later"


def _fail(task_pk: int, failure: Exception, run: JobRun) -> str:
    if not run.last_try:
        return _put_back(task_pk, RetryLater(type(failure).__name__))
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        if task.status != STATUS.STARTED:
            return "skip"
        activation.error(failure)
    return "error"


def _pause(tries: int) -> int:
    return BACK_OFF[min(tries, len(BACK_OFF)) - 1]


def claim(limit: int) -> list[int]:
    """Rows due now, pushed one lease into the future so that no other sweeper takes them meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        due = list(
            Task._default_manager.select_for_update(skip_locked=True)
            .filter(flow_task_type="JOB", status__in=(STATUS.SCHEDULED, STATUS.STARTED), scheduled__lte=now)
            .order_by("scheduled")
            .values_list("pk", flat=True)[:limit]
        )
        if due:
            # A started row whose lease ended belongs to a dead worker: it is simply due again.
            Task._default_manager.filter(pk__in=due).update(status=STATUS.SCHEDULED, scheduled=now + LEASE)
    return due


def sweep(limit: int = 20) -> int:
    """Re-send every due row: to the broker if there is one, else run it here. Says how many were due."""
    from workflow.tasks import run_job_task

    if settings.CELERY_BROKER_URL:
        due = claim(limit)
        for task_pk in due:
            _publish(task_pk)
        return len(due)
    ran = 0
    # One at a time, so that a long job does not eat the lease of those behind it.
    while ran < limit and (due := claim(1)):
        run_job_task.apply(args=due, throw=True)
        ran += 1
    return ran
