"""What the desk does for one dossier, for many at once, in as many statements as there are different outcomes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS

from workflow.engine.moving import OPEN


def hold(process_ids: Iterable[int]) -> None:
    """Lock the processes until the transaction ends, in order, as `desk.locked` does for one."""
    rows = Process._default_manager.select_for_update().filter(pk__in=list(process_ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def give(users: Mapping[int, int]) -> None:
    """The open act of each process's processor stands with another user from now on; under `hold`."""
    rows = Task._default_manager.filter(process_id__in=list(users), flow_task_type="HUMAN", status__in=OPEN)
    tasks: dict[int, list[int]] = defaultdict(list)
    for task in rows.only("pk", "process_id", "flow_task"):
        # Acts of other roles stand in a queue of their own and are left alone.
        if task.flow_task.owner is not None:
            tasks[users[task.process_id]].append(task.pk)
    for user_id, ids in tasks.items():
        Task._default_manager.filter(pk__in=ids).update(owner_id=user_id, status=STATUS.ASSIGNED)


def hurry(process_ids: Iterable[int], node: str) -> None:
    """What waits at the job `node` is due as soon as the caller's transaction commits, in the order given.

    The order is kept in the rows' times: the sweeper takes the earliest first.
    """
    order = {process_id: place for place, process_id in enumerate(process_ids)}
    rows = Task._default_manager.filter(process_id__in=list(order), flow_task_type="JOB", status=STATUS.SCHEDULED)
    waiting = [task for task in rows.only("pk", "process_id", "flow_task", "scheduled") if _is_at(task, node)]
    now = timezone.now()
    for task in waiting:
        task.scheduled = now - timedelta(microseconds=len(order) - order[task.process_id])
    Task._default_manager.bulk_update(waiting, ["scheduled"], batch_size=500)


def _is_at(task: Any, node: str) -> bool:
    return task.flow_task is not None and task.flow_task.name == node
