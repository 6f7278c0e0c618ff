"""What the verbs ask of the engine: start, act, wake what waits, cancel, and read where a dossier stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS, STATUS

from core.actors import Actor
from core.errors import AmparoError

_FLOWS: dict[str, Any] = {}


def flow_of(benefit: str) -> Callable[[Any], Any]:
    """Class decorator: new dossiers of `benefit` run on this flow. Running ones stay on the flow they began with."""

    def register(flow_class: Any) -> Any:
        _FLOWS[benefit] = flow_class
        return flow_class

    return register


def start(dossier: Any, benefit: str) -> Any:
    """Begin the procedure for `dossier`, inside the caller's transaction; gives the process row."""
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
    return Task._default_manager.filter(process_id=dossier.process_id).exclude(
        status__in=(STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)
    )


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


def _open_at(dossier: Any, node: str) -> Any:
    process = Process._default_manager.get(pk=dossier.process_id)
    flow_task = process.flow_class.instance.node(node, no_obsolete=True)
    return _open_tasks(dossier).filter(flow_task=flow_task).order_by("pk").first()


@contextmanager
def act(dossier: Any, node: str, actor: Actor, user_id: int | None = None) -> Iterator[None]:
    """Do a person's act at `node`: lock the process, ask rights again, run the body, finish the task, go on.

    Two people at one task: the second waits for the lock, then finds the task gone and is told so.
    """
    task = _open_at(dossier, node)
    if task is None:
        raise AmparoError("dossier.already_done")
    with task.activation() as activation:
        if task.status not in (STATUS.NEW, STATUS.ASSIGNED):
            raise AmparoError("dossier.already_done")
        activation.require(actor)
        activation.start(_user(user_id))
        yield
        activation.execute()


def _user(user_id: int | None) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model()._default_manager.filter(pk=user_id).first() if user_id else None


def wake(dossier: Any, node: str, change: Callable[[], None]) -> bool:
    """What `node` waits for has come: run `change` under the lock and go on. False if nothing waits there."""
    task = _open_at(dossier, node)
    if task is None:
        return False
    with task.activation() as activation:
        if task.status != STATUS.NEW:
            return False
        activation.run(lambda _activation: change())
        activation.execute()
    return True


@contextmanager
def locked(dossier: Any) -> Iterator[None]:
    """Hold the process against every other act and job's finish, without doing a task."""
    process = Process._default_manager.get(pk=dossier.process_id)
    with process.flow_class.lock(process.pk):
        yield


def cancel(dossier: Any) -> None:
    """Disarm every open task and close the process; for a withdrawal."""
    process = Process._default_manager.get(pk=dossier.process_id)
    if process.status == PROCESS.NEW:
        process.flow_class.instance.cancel(process)


def rearm(dossier: Any, task_id: int) -> None:
    """Give a failed job another round of tries."""
    task = _open_tasks(dossier).filter(pk=task_id, status=STATUS.ERROR).first()
    if task is None:
        raise AmparoError("dossier.already_done")
    with task.activation() as activation:
        if task.status == STATUS.ERROR:
            activation.rearm()


def give_to(dossier: Any, user_id: int | None) -> None:
    """Keep the open human tasks' owner equal to the dossier's processor; under the caller's lock."""
    _open_tasks(dossier).filter(flow_task_type="HUMAN").update(
        owner_id=user_id, status=STATUS.ASSIGNED if user_id else STATUS.NEW
    )


def finished(dossier: Any) -> bool:
    """Whether the process ran to its end."""
    return bool(Process._default_manager.filter(pk=dossier.process_id, status=PROCESS.DONE).exists())
