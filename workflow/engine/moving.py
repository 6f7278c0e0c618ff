"""How a dossier moves: Viewflow's own activations and transitions, with leaner reading and writing of the rows.

The stock engine loads a row several times over, saves every column of it, and takes a lock and two savepoints for
each step. Here a step locks the process once; a task's row changes in one conditional statement, which fails where
somebody was faster; and what comes next is written together: gateways with what follows them, all branches of a
fan-out, all links to what came before. Stock signals are not sent, since no stock boundary event is used.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from viewflow.workflow.activation import Activation
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from workflow.engine import statements

OVER = (STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED)
"""Statuses of a task that nothing more is expected of. An error is not among them: somebody must look."""
OPEN = (STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR)


# Half of Viewflow's columns are never used here; reading them costs more than the rest of a statement.
PROCESS_COLUMNS = ("flow_class", "status", "finished", "seed_object_id")
TASK_COLUMNS = ("process", "flow_task", "status", "token", "started", "scheduled", "data", "owner", "seed_object_id")


class OvertakenError(Exception):
    """The row is no longer as it was found: another worker has it, or it was cancelled."""


@contextmanager
def held(process_id: int | None) -> Iterator[Any]:
    """The process row, locked until the transaction ends: one step of a dossier at a time.

    The lock is the one every flow declares (`SelectForUpdateLock(nowait=False)`), taken and read in one statement. One
    that does not come within the database's ``lock_timeout`` is an error at once; the stock class would try five times.
    """
    with transaction.atomic():
        yield statements.lock_process(process_id)


def activation_of(task: Any, process: Any) -> Any:
    """The activation of a row read under the lock of `process`."""
    task.process = process
    return task.flow_task.activation_class(task)


class Lean(Activation):  # type: ignore[misc]
    """What the activations of all our nodes share."""

    needs_keys = False
    """Whether what comes next is made from this row's key, so that it cannot be written together with it."""

    def __init__(self, task: Any) -> None:
        super().__init__(task)
        self.found = (task.status, task.scheduled)
        self.came_from: tuple[Any, ...] = ()

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """A row not yet written; `go_on` writes a rank of them together."""
        return cls.begin(flow_task, prev_activation.process, token, (prev_activation.task,), seed)

    @classmethod
    def begin(cls, flow_task: Any, process: Any, token: Any, came_from: tuple[Any, ...], seed: Any = None) -> Any:
        """The same, from any number of tasks before it."""
        task = Task(process=process, flow_task=flow_task, flow_task_type=flow_task.task_type, token=token)
        if seed is not None:
            task.seed = seed
        activation = cls(task)
        activation.came_from = came_from
        return activation

    def write(self, **columns: Any) -> None:
        """Change `columns` and the status, if the row still is as it was found; raises `OvertakenError`."""
        for name, value in columns.items():
            setattr(self.task, name, value)
        if self.task._state.adding:
            return
        if not statements.change_task(self.task.pk, self.found, {"status": self.task.status, **columns}):
            raise OvertakenError(self.task.pk)
        self.found = (self.task.status, self.task.scheduled)

    @Activation.status.super()
    def complete(self) -> None:
        """Done, now."""
        self.write(finished=timezone.now())

    @Activation.status.super()
    def activate_next(self) -> None:
        """Make what comes next, and after it, until every branch waits for somebody."""
        go_on(self.create_next())

    @Activation.status.transition(source=list(OPEN), target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close without an act. A worker that holds the row finds it cancelled when it comes to finish."""
        self.write(scheduled=None, finished=timezone.now())

    def written(self) -> None:
        """The row has its key now."""

    def undo(self) -> None:
        """Never: a finished, signed case would be reopened. An act is corrected by another act."""
        raise PermissionError("acts are not undone")

    def revive(self) -> None:
        """Never: a new row would lose its rights and its place. A failed job is rearmed, which keeps the row."""
        raise PermissionError("tasks are not revived")


class Passing(Lean):
    """A node where nothing waits: its row is written once, already done."""

    @Activation.status.super()
    def activate(self) -> None:
        """Nothing to prepare."""
        self.task.started = timezone.now()


class Standing(Lean):
    """A node where the dossier stays until somebody works, acts, or tells that what was awaited has come."""

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """Done, if the row is still as it was found."""
        done = {"started": self.task.started, "owner_id": self.task.owner_id, "finished": timezone.now()}
        self.write(scheduled=None, **done)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Finish and go on. A failure downstream rolls everything back and is whose step it was.

        The stock job goes on with errors swallowed, which stores frame locals, personal data among them, in the next
        task's row.
        """
        found = self.found
        try:
            self.complete()
            self.activate_next()
        except BaseException:
            # The transaction is rolled back, and with it what was written here: the row is again as it was found.
            self.found, self.task.scheduled, self.task.finished = found, found[1], None
            raise

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Any]:
        """The one way on."""
        yield from next_of(self)


def next_of(activation: Any) -> Iterator[Any]:
    """The next row, if it is its turn already: a join's comes only with the last branch."""
    following = activation.flow_task._next._create(activation, activation.task.token)
    if following is not None:
        yield following


def write_rows(activations: Iterable[Any]) -> None:
    """Write the rows that have no key yet, in the order in which they came about."""
    fresh = [activation for activation in activations if activation.task._state.adding]
    Task._default_manager.bulk_create([activation.task for activation in fresh])
    for activation in fresh:
        activation.found = (activation.task.status, activation.task.scheduled)
        activation.written()


def go_on(activations: Iterable[Any]) -> None:
    """Activate rank by rank until every branch stands. A failure anywhere rolls back the step that led here."""
    made: list[Any] = []
    rank = list(activations)
    while rank:
        made += rank
        following: list[Any] = []
        for activation in rank:
            if activation.activate.can_proceed():
                activation.activate()
            if activation.complete.can_proceed():
                activation.complete()
            if activation.create_next.can_proceed():
                if activation.needs_keys:
                    write_rows(made)
                following += activation.create_next()
        rank = following
    write_rows(made)
    statements.link_tasks((one.task.pk, before.pk) for one in made for before in one.came_from)
