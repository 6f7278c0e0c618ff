"""Own nodes over Viewflow 2.4: job, human, wait and fan-out.

Each repairs a measured trap of the stock engine; the tests of each trap, which say what it does otherwise, lie in
``tests/flows/test_dossier_engine.py``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone
from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.nodes.handle import Handle, HandleActivation
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.nodes.mixins import NextNodeMixin
from viewflow.workflow.nodes.view import View, ViewActivation
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from core import policies
from core.actors import Actor


class JobActivation(AbstractJobActivation):  # type: ignore[misc]
    """A task whose row is its own outbox entry: `scheduled` says when to send it, or when its lease ends."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Leave the row for the sender; nothing runs inside the caller's transaction."""
        from workflow.engine.jobs import announce

        self.task.scheduled = timezone.now()
        self.task.data = {"tries": 0}
        self.task.save()
        announce(self.task.pk)

    @Activation.status.transition(source=[STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.STARTED)
    def start(self, lease_until: Any) -> None:
        """Take the lease. Until it ends nobody else runs this row."""
        self.task.started = timezone.now()
        self.task.scheduled = lease_until
        self.task.data = {**(self.task.data or {}), "tries": (self.task.data or {}).get("tries", 0) + 1}
        self.task.save()

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Finish and go on. A failure downstream rolls everything back and counts as this job's own failure.

        The stock method goes on with errors swallowed, which stores frame locals, personal data among them, in the
        next task's row.
        """
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.SCHEDULED)
    def put_back(self, at: Any, reason: str, counted: bool) -> None:
        """Try again at `at`. `counted` is False for waits that are nobody's failure."""
        data = dict(self.task.data or {})
        data["reason"] = reason
        if not counted:
            data["tries"] = max(0, data.get("tries", 1) - 1)
        self.task.data = data
        self.task.scheduled = at
        self.task.save()

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.ERROR)
    def error(self, exception: BaseException) -> None:
        """Stop for a person to look. Only the type of the error is kept: messages and locals may hold personal data.

        `finished` stays empty on purpose: the stock End counts unfinished tasks only, so a process would be marked
        done with a failed branch behind it.
        """
        self.task.data = {**(self.task.data or {}), "reason": type(exception).__name__}
        self.task.save()

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.SCHEDULED)
    def rearm(self) -> None:
        """A person asks for another round of tries; same row, so tokens and joins stay whole."""
        from workflow.engine.jobs import announce

        self.task.data = {"tries": 0}
        self.task.scheduled = timezone.now()
        self.task.save()
        announce(self.task.pk)

    @Activation.status.transition(
        source=[STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED, STATUS.ERROR], target=STATUS.CANCELED
    )
    def cancel(self) -> None:
        """Disarm; a worker that holds the lease finds the row cancelled when it comes to finish."""
        self.task.scheduled = None
        self.task.finished = timezone.now()
        self.task.save()

    def undo(self) -> None:
        """Never: an administrative act is corrected by another act."""
        raise PermissionError("jobs are not undone")

    def revive(self) -> None:
        """Never: see `rearm`, which keeps the row and its place."""
        raise PermissionError("jobs are rearmed, not revived")


class Job(AbstractJob):  # type: ignore[misc]
    """Work done by a worker without any lock, at least once. `work` must be idempotent."""

    activation_class = JobActivation

    def __init__(self, work: Callable[[Any], None], tries: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.work = work
        self.tries = tries


class HumanActivation(ViewActivation):  # type: ignore[misc]
    """A task of a person. Rights are asked when acting, not frozen when the task was made."""

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def start(self, user: Any = None) -> None:
        """The act begins: whoever acts owns it from now on in the task's history."""
        self.task.started = timezone.now()
        self.task.owner = user

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the task without an act."""
        self.task.finished = timezone.now()
        self.task.save()

    def require(self, actor: Actor) -> None:
        """Raise `Refused` unless `actor` may act on the dossier behind this task, now."""
        policies.require(actor, self.flow_task.action, self.process.seed)

    def undo(self) -> None:
        """Never: a finished, signed case would be reopened."""
        raise PermissionError("acts are not undone")


class Human(View):  # type: ignore[misc]
    """An act of a person, guarded by the policy of `action`. Has no page of its own: our verbs call it."""

    activation_class = HumanActivation

    def __init__(self, action: str, **kwargs: Any) -> None:
        super().__init__(view=None, **kwargs)
        self.action = action

    def can_execute(self, user: Any, task: Any) -> bool:
        """Engine's own question, answered by the same policy."""
        from core.actors import staff_actor

        actor = staff_actor(user.pk) if user is not None else None
        return actor is not None and policies.may(actor, self.action, task.process.seed)


class WaitActivation(HandleActivation):  # type: ignore[misc]
    """A task that waits for something to happen outside."""

    def undo(self) -> None:
        """Never; see `HumanActivation.undo`."""
        raise PermissionError("waits are not undone")


class Wait(Handle):  # type: ignore[misc]
    """Stands still until `engine.desk.wake` is told that what it waits for has come."""

    activation_class = WaitActivation


class FanOutActivation(Activation):  # type: ignore[misc]
    """One parallel branch per item; the open-source Split cannot do it."""

    @Activation.status.super()
    def activate(self) -> None:
        """Nothing to decide: the items are read when the branches are made."""

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """A branch per item, each with its own token so that the join counts them."""
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        for item in self.flow_task.items(self.process.seed):
            yield self.flow_task._next._create(self, next(tokens), seed=item)


class FanOut(NextNodeMixin, Node):  # type: ignore[misc]
    """Parallel gateway over data: `items(dossier)` must give at least one row; each becomes its branch's seed."""

    activation_class = FanOutActivation
    task_type = "PARALLEL_GATEWAY"
    bpmn_element = "parallelGateway"
    shape = {
        "width": 50,
        "height": 50,
        "svg": '<path class="gateway" d="M25,0L50,25L25,50L0,25L25,0"/>',
    }

    def __init__(self, items: Callable[[Any], Iterable[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.items = items

    def _resolve(self, instance: Any) -> None:
        self._next: Any = this.resolve(instance, self._next)
        self._multi_instance = True

    def _outgoing(self) -> Iterator[Any]:
        yield Edge(src=self, dst=self._next, edge_class="next")
