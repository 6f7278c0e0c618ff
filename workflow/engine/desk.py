"""What the verbs ask of the engine: start, act, wake what waits, cancel, and read where a dossier stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from core.actors import Actor
from core.errors import AmparoError
from workflow.engine.moving import OPEN, activation_of, held
from workflow.models import Dossier

_FLOWS: dict[str, Any] = {}


def flow_of(benefit: str) -> Callable[[Any], Any]:
    """Class decorator: new dossiers of `benefit` run on this flow. Running ones stay on the flow they began with."""

    def register(flow_class: Any) -> Any:
        _FLOWS[benefit] = flow_class
        return flow_class

    return register


def start(dossier: Any, benefit: str) -> Any:
    """Begin the procedure for `dossier`; gives the process row, which commits with the caller's transaction."""
    with transaction.atomic(savepoint=False):
        return _FLOWS[benefit].start.run(_process_seed=dossier)


@dataclass(frozen=True)
class OpenTask:
    """A place where a dossier stands now."""

    id: int
    node: str
    kind: str
    status: str
    reason: str
    tries: int
    item: Any


def _open_tasks(dossier: Any) -> Any:
    return Task._default_manager.filter(process_id=dossier.process_id, status__in=OPEN)


def where(dossier: Any) -> list[OpenTask]:
    """Every open task of the dossier, oldest first."""
    return [
        OpenTask(
            task.pk,
            task.flow_task.name,
            task.flow_task_type,
            str(task.status),
            (task.data or {}).get("reason", ""),
            (task.data or {}).get("tries", 0),
            task.seed,
        )
        for task in _open_tasks(dossier).order_by("pk")
    ]


def _standing_at(process: Any, node: str) -> Any:
    """What waits at `node`, read under the lock; None if nothing does."""
    flow_task = process.flow_class.instance.node(node, no_obsolete=True)
    waiting = Task._default_manager.filter(
        process=process, flow_task=flow_task, status__in=(STATUS.NEW, STATUS.ASSIGNED)
    )
    task = waiting.order_by("pk").first()
    return activation_of(task, process) if task is not None else None


@contextmanager
def act(dossier: Any, node: str, actor: Actor, user_id: int | None = None) -> Iterator[None]:
    """Do a person's act at `node`: lock the process, ask rights again, run the body, finish the task, go on.

    Two people at one task: the second waits for the lock, then finds the task gone and is told so.
    """
    with held(dossier.process_id) as process:
        activation = _standing_at(process, node)
        if activation is None:
            raise AmparoError("dossier.already_done")
        activation.require(actor, Dossier.objects.select_related("office", "assignee").get(pk=dossier.pk))
        activation.start(user_id)
        yield
        activation.execute()


def wake(dossier: Any, node: str, change: Callable[[], None]) -> bool:
    """What `node` waits for has come: run `change` under the lock and go on. False if nothing waits there."""
    with held(dossier.process_id) as process:
        activation = _standing_at(process, node)
        if activation is None:
            return False
        activation.start()
        change()
        activation.execute()
    return True


@contextmanager
def locked(dossier: Any) -> Iterator[None]:
    """Hold the process against every other act and job's finish, without doing a task."""
    with held(dossier.process_id):
        yield


def cancel(dossier: Any) -> None:
    """Disarm every open task, of whatever kind, and close the process; for a withdrawal."""
    with held(dossier.process_id) as process:
        if process.status != PROCESS.NEW:
            return
        now = timezone.now()
        _open_tasks(dossier).update(status=STATUS.CANCELED, scheduled=None, finished=now)
        process.status, process.finished = PROCESS.CANCELED, now
        process.save(update_fields=["status", "finished"])


def rearm(dossier: Any, task_id: int) -> None:
    """Give a failed job another round of tries."""
    with held(dossier.process_id) as process:
        task = _open_tasks(dossier).filter(pk=task_id, status=STATUS.ERROR).first()
        if task is None:
            raise AmparoError("dossier.already_done")
        activation_of(task, process).rearm()


def hurry(dossier: Any, reason: str) -> None:
    """Jobs of the dossier that wait for `reason` are due now, not when their pause ends."""
    _open_tasks(dossier).filter(flow_task_type="JOB", status=STATUS.SCHEDULED, data__reason=reason).update(
        scheduled=timezone.now()
    )


def give_to(dossier: Any, user_id: int | None) -> None:
    """The dossier changes hands: the open act of its processor stands with `user_id`, or in the queue for None.

    Called under the lock (`locked`). Acts of other roles, which wait in a queue of their own, are left alone.
    """
    for task in _open_tasks(dossier).filter(flow_task_type="HUMAN"):
        if task.flow_task.owner is not None:
            task.owner_id, task.status = user_id, STATUS.ASSIGNED if user_id else STATUS.NEW
            task.save(update_fields=["owner", "status"])


def finished(dossier: Any) -> bool:
    """Whether the process ran to its end."""
    return bool(Process._default_manager.filter(pk=dossier.process_id, status=PROCESS.DONE).exists())
