"""A procedure on Viewflow's stock nodes: three jobs at once, a decision, a letter; what ours is measured against.

The open-source package has no job node that runs, so `StockJob` is the least that can be: the stock transitions, each
under the process lock, with the stock ways of loading and saving.
"""

from typing import Any

from django.utils import timezone
from viewflow import this
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.models import Process, Task
from viewflow.workflow.nodes import End, Join, Split, StartHandle, Switch, View
from viewflow.workflow.nodes.job import AbstractJob, AbstractJobActivation
from viewflow.workflow.status import STATUS


class StockJobActivation(AbstractJobActivation):
    @Activation.status.transition(source=STATUS.NEW, target=STATUS.SCHEDULED)
    def activate(self) -> None:
        self.task.scheduled = timezone.now()
        self.task.save()


class StockJob(AbstractJob):
    activation_class = StockJobActivation


class StockFlow(Flow):
    """Three checks, a decision, a letter, on stock nodes."""

    lock_impl = SelectForUpdateLock(nowait=False)

    start = StartHandle().Next(this.spread)
    spread = Split().Next(this.police).Next(this.tax).Next(this.residence)
    police = StockJob().Next(this.gather)
    tax = StockJob().Next(this.gather)
    residence = StockJob().Next(this.gather)
    gather = Join().Next(this.decide)
    decide = View(view=None).Next(this.after)
    after = Switch().Case(this.letter, lambda _activation: True).Default(this.end)
    letter = StockJob().Next(this.end)
    end = End()


def run_stock_job(task_pk: int) -> None:
    """Take the row, work without the lock, finish under it."""
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        activation.start()
    task = Task._default_manager.get(pk=task_pk)
    with task.activation() as activation:
        activation.execute()


def run_due_stock_jobs() -> None:
    """Every scheduled row, one after another."""
    due = Task._default_manager.filter(status=STATUS.SCHEDULED, flow_task_type="JOB").order_by("scheduled", "pk")
    for task_pk in list(due.values_list("pk", flat=True)):
        run_stock_job(task_pk)


def decide(process: Process, user: Any) -> None:
    """A person takes the task and does it."""
    task = Task._default_manager.get(process=process, flow_task=StockFlow.decide, status=STATUS.NEW)
    with task.activation() as activation:
        activation.assign(user)
    with task.activation() as activation:
        activation.start(None)
        activation.execute()
