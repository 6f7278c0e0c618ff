"""Our nodes over Viewflow 2.4. A flow is drawn with these and no others (`workflow.engine.checks` sees to it).

Each repairs measured traps of the stock engine; ``tests/flows/test_viewflow_traps.py`` shows each trap, stock and ours.
Callables given to nodes get ids, not rows: what they need of the dossier they read themselves, as it is then.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from viewflow import this
from viewflow.workflow import nodes as stock
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes.job import AbstractJob
from viewflow.workflow.nodes.mixins import NextNodeMixin
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from core import policies
from core.actors import Actor
from workflow.engine import statements
from workflow.engine.moving import OPEN, OVER, Passing, Standing, go_on, next_of, write_rows


class StartActivation(Passing):
    """Where a process begins."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """A new process with its first row; nothing is written yet."""
        process = flow_task.flow_class.process_class(flow_class=flow_task.flow_class)
        return cls.begin(flow_task, process, Token("start"), ())

    @Activation.status.transition(source=STATUS.NEW)
    def execute(self) -> None:
        """Write the process and go on, in the caller's transaction. Nobody else knows the row yet: no lock."""
        self.process.save(force_insert=True)
        self.task.process = self.process
        go_on([self])

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Any]:
        """The one way on."""
        yield from next_of(self)


class Start(stock.StartHandle):  # type: ignore[misc]
    """The beginning; `engine.desk.start` runs it."""

    activation_class = StartActivation


class JobActivation(Standing):
    """A task whose row is its own outbox entry: `scheduled` says when to send it, or when its lease ends."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        """Leave the row for the sender; nothing runs inside the caller's transaction."""
        self.write(scheduled=timezone.now(), data={"tries": 0})

    def written(self) -> None:
        """Whoever sends may be told of the row."""
        from workflow.engine.jobs import announce

        announce(self.task.pk)

    @Activation.status.transition(source=[STATUS.SCHEDULED, STATUS.STARTED], target=STATUS.STARTED)
    def start(self, lease_until: Any) -> None:
        """Take the lease, without the process lock. Until it ends nobody else runs this row."""
        data = self.task.data or {}
        self.write(started=timezone.now(), scheduled=lease_until, data={**data, "tries": data.get("tries", 0) + 1})

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.SCHEDULED)
    def put_back(self, at: Any, reason: str, counted: bool) -> None:
        """Try again at `at`. `counted` is False for waits that are nobody's failure."""
        data = {**(self.task.data or {}), "reason": reason}
        if not counted:
            data["tries"] = max(0, data.get("tries", 1) - 1)
        self.write(scheduled=at, data=data)

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.ERROR)
    def error(self, exception: BaseException) -> None:
        """Stop for a person to look. Only the type of the error is kept: messages and locals may hold personal data.

        `finished` stays empty on purpose: the stock End counts unfinished tasks only, so a process would be marked
        done with a failed branch behind it.
        """
        self.write(data={**(self.task.data or {}), "reason": type(exception).__name__})

    @Activation.status.transition(source=STATUS.ERROR, target=STATUS.SCHEDULED)
    def rearm(self) -> None:
        """A person asks for another round of tries; same row, so tokens and joins stay whole."""
        self.write(scheduled=timezone.now(), data={"tries": 0})
        self.written()


class Job(AbstractJob):  # type: ignore[misc]
    """Work done by a worker without any lock, at least once. `work` must be idempotent."""

    activation_class = JobActivation

    def __init__(self, work: Callable[[Any], None], tries: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.work = work
        self.tries = tries


class HumanActivation(Standing):
    """A task of a person. Rights are asked when acting, not frozen when the task was made."""

    @Activation.status.super()
    def activate(self) -> None:
        """It stands with whoever the dossier is given to, or in a queue."""
        owner_id = self.flow_task.owner(self.process.seed_object_id) if self.flow_task.owner else None
        if owner_id is not None:
            self.task.owner_id, self.task.status = owner_id, STATUS.ASSIGNED

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.STARTED)
    def start(self, user_id: int | None = None) -> None:
        """The act begins: whoever acts owns it from now on in the task's history."""
        self.task.started, self.task.owner_id = timezone.now(), user_id

    def require(self, actor: Actor, dossier: Any) -> None:
        """Raise `Refused` unless `actor` may act on `dossier`, as it is now."""
        policies.require(actor, self.flow_task.action, dossier)


class Human(stock.View):  # type: ignore[misc]
    """An act of a person, guarded by the policy of `action`. Has no page of its own: our verbs call it.

    `owner` gives, for a dossier's id, the user it stands with; without one the task is in a queue.
    """

    activation_class = HumanActivation

    def __init__(self, action: str, owner: Callable[[int], int | None] | None = None, **kwargs: Any) -> None:
        super().__init__(view=None, **kwargs)
        self.action = action
        self.owner = owner

    def can_execute(self, user: Any, task: Any) -> bool:
        """Engine's own question, answered by the same policy."""
        from core.actors import staff_actor

        actor = staff_actor(user.pk) if user is not None else None
        return actor is not None and policies.may(actor, self.action, task.process.seed)


class WaitActivation(Standing):
    """A task that waits for something to happen outside."""

    @Activation.status.super()
    def activate(self) -> None:
        """It stands still."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.STARTED)
    def start(self) -> None:
        """What it waited for has come."""
        self.task.started = timezone.now()


class Wait(stock.Handle):  # type: ignore[misc]
    """Stands still until `engine.desk.wake` is told that what it waits for has come."""

    activation_class = WaitActivation


class FanOutActivation(Passing):
    """One parallel branch per item; the open-source Split cannot do it."""

    needs_keys = True

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """A branch per item, each with its own token so that the join counts them."""
        tokens = Token.split_token_source(self.task.token, self.task.pk)
        items = list(self.flow_task.items(self.process.seed_object_id))
        if not items:
            # Without a branch nothing would ever reach the join, and the dossier would stand nowhere.
            raise ValueError(f"{self.flow_task.name}: nothing to fan out over")
        for item in items:
            yield self.flow_task._next._create(self, next(tokens), seed=item)


class FanOut(NextNodeMixin, Node):  # type: ignore[misc]
    """Parallel gateway over data: `items(dossier_id)` gives at least one row; each becomes its branch's seed."""

    activation_class = FanOutActivation
    task_type = "PARALLEL_GATEWAY"
    bpmn_element = "parallelGateway"
    shape = {
        "width": 50,
        "height": 50,
        "svg": '<path class="gateway" d="M25,0L50,25L25,50L0,25L25,0"/>',
    }

    def __init__(self, items: Callable[[int], Iterable[Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.items = items

    def _resolve(self, instance: Any) -> None:
        self._next: Any = this.resolve(instance, self._next)
        self._multi_instance = True

    def _outgoing(self) -> Iterator[Any]:
        yield Edge(src=self, dst=self._next, edge_class="next")


class JoinActivation(Passing):
    """Where the branches of a fan-out meet. There is no row until the last of them arrives."""

    @classmethod
    def create(cls, flow_task: Any, prev_activation: Any, token: Any, data: Any = None, seed: Any = None) -> Any:
        """The join's row if this was the last branch, else None. The process lock makes it one at a time."""
        if prev_activation.task.pk is None:
            write_rows([prev_activation])
        # A branch's token is "trunk/fan-out_number"; its own fan-outs would add to it.
        fan_out, depth = token.token.rsplit("_", 1)[0], token.token.count("/")
        rows = statements.branches(prev_activation.process.pk, f"{fan_out}_")
        if any(status not in OVER for _, _, status in rows):
            return None
        last = {at: Task(pk=pk) for pk, at, status in rows if status == STATUS.DONE and at.count("/") == depth}
        return cls.begin(flow_task, prev_activation.process, token.get_base_split_token(), tuple(last.values()))

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Any]:
        """The one way on."""
        yield from next_of(self)


class Join(stock.Join):  # type: ignore[misc]
    """Waits for every branch of the fan-out before it, failed ones too: a person puts those in motion again."""

    activation_class = JoinActivation


class SwitchActivation(Passing):
    """One way of several."""

    @Activation.status.super()
    def create_next(self) -> Iterator[Any]:
        """The first way whose condition holds for the dossier, now."""
        dossier_id = self.process.seed_object_id
        way = next((node for node, holds in self.flow_task._branches if holds is None or holds(dossier_id)), None)
        if way is None:
            raise ValueError(f"{self.flow_task.name}: no way on")
        yield way._create(self, self.task.token)


class Switch(stock.Switch):  # type: ignore[misc]
    """Chooses the way: `Case(node, condition)`, asked in order with the dossier's id; `Default(node)` last."""

    activation_class = SwitchActivation


class EndActivation(Passing):
    """The process is over, unless something of it is still open."""

    @Activation.status.super()
    def activate(self) -> None:
        """Close the process; a failed task counts as open."""
        self.task.started = timezone.now()
        still_open = Task._default_manager.filter(process=OuterRef("pk"), status__in=OPEN)
        over = Process._default_manager.filter(~Exists(still_open), pk=self.process.pk)
        over.update(status=PROCESS.DONE, finished=timezone.now())

    @Activation.status.super()
    def create_next(self) -> list[Any]:
        """Nothing comes after it."""
        return []


class End(stock.End):  # type: ignore[misc]
    """The end; each flow has one."""

    activation_class = EndActivation
