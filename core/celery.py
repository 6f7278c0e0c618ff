"""The Celery application.

With no broker configured nothing is ever published: `core.worker` runs the same tasks in a thread, from their rows.
With one, a message is only a hint that a row is due. The row holds the truth, every effect is idempotent, and the
sweeper sends again what was lost; so a worker, the broker or beat may die at any moment.
"""

import os
from typing import Any

from celery import Celery, Task
from celery.exceptions import CeleryError
from celery.signals import task_postrun, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")


JOBS, PUMPS = "jobs", "pumps"
"""Two queues, so that the sweeper never waits behind the jobs it looks after. Every worker serves both."""


class TaskFailed(Exception):
    """A task failed. Only the type of the failure is told: its text may hold personal data."""


class RowTask(Task):  # type: ignore[misc]
    """A task whose arguments are the numbers of rows, and whose failures reach the log as a type."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run; in a worker, hide what a failure says."""
        try:
            return super().__call__(*args, **kwargs)
        except CeleryError:
            raise
        except Exception as failure:
            if self.request.is_eager:
                raise
            raise TaskFailed(type(failure).__name__) from None


def _terms() -> dict[str, Any]:
    """What the broker's address and the lease decide; read when Celery first looks, since settings import this room."""
    from django.conf import settings

    lease, url = settings.JOB_LEASE_SECONDS, settings.CELERY_BROKER_URL
    # RabbitMQ: on disk, and replicated where there are several nodes.
    arguments = {"x-queue-type": "quorum"} if url.startswith("amqp") else None
    # Redis gives back what a dead worker held after the first; kombu looks only every hundred seconds unless told.
    redis = {"visibility_timeout": 3 * lease, "unacked_restore_interval": 10, "unacked_restore_throttle": 1}
    return {
        "broker_transport_options": redis if url.startswith("redis") else {},
        "broker_connection_retry_on_startup": True,
        "task_queues": {
            name: {"exchange": name, "routing_key": name, "queue_arguments": arguments} for name in (JOBS, PUMPS)
        },
        "task_default_queue": JOBS,
        "task_ignore_result": True,
        # Acknowledged when done, and given back when the process that ran it dies.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_time_limit": settings.JOB_LIMIT_SECONDS,
        "worker_hijack_root_logger": False,
        "beat_scheduler": "core.beat:PumpScheduler",
        "CELERY_DB_REUSE_MAX": 10**9,  # connections are closed below, as Django would, and not with each task
    }


app = Celery("amparo", task_cls=RowTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.add_defaults(_terms)
app.autodiscover_tasks()


@task_prerun.connect
@task_postrun.connect
def _renew_connections(task: Task, **_: Any) -> None:
    """Connections live as long as Django's settings say, and broken ones are left: Celery's own way is one a task."""
    if not task.request.is_eager:
        from django.db import close_old_connections

        close_old_connections()
