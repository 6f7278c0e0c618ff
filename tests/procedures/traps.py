"""Small procedures on stock nodes, each with one of Viewflow's traps in it, and the same on ours where it can be."""

import datetime as dt
from typing import Any

from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock
from viewflow.workflow.nodes import End, Function, Join, Split, StartHandle, View

from tests.procedures.ours import nothing, three_checks
from tests.procedures.stock import StockJob
from workflow.engine import nodes as ours
from workflow.engine.desk import flow_of
from workflow.steps import processor_of

LOCK = SelectForUpdateLock(nowait=False)


class StockPermission(Flow):
    """A task whose right is worked out when the task is made."""

    lock_impl = LOCK
    office = "madrid"

    start = StartHandle().Next(this.decide)
    decide = View(view=None).Permission(lambda _activation: f"traps.office_{StockPermission.office}").Next(this.end)
    end = End()


class StockTimeout(Flow):
    """A task with a timer on its border."""

    lock_impl = LOCK

    start = StartHandle().Next(this.decide)
    decide = View(view=None).OnTimeout(dt.timedelta(days=3), this.escalate).Next(this.end)
    escalate = Function(lambda _activation: None).Next(this.end)
    end = End()


class StockTwoEnds(Flow):
    """Two branches that never meet."""

    lock_impl = LOCK

    start = StartHandle().Next(this.spread)
    spread = Split().Next(this.letter).Next(this.check)
    letter = StockJob().Next(this.letter_end)
    letter_end = End()
    check = StockJob().Next(this.end)
    end = End()


def tell_the_name(_activation: Any) -> None:
    name = "Lucía Vera"
    raise ValueError(name)


class StockFailure(Flow):
    """A failure just after a job, with somebody's name at hand."""

    lock_impl = LOCK

    start = StartHandle().Next(this.letter)
    letter = StockJob().Next(this.after)
    after = Function(tell_the_name).Next(this.end)
    end = End()


class StockUnlocked(Flow):
    """As Viewflow comes: no lock."""

    start = StartHandle().Next(this.spread)
    spread = Split().Next(this.left).Next(this.right)
    left = View(view=None).Next(this.gather)
    right = View(view=None).Next(this.gather)
    gather = Join().Next(this.end)
    end = End()


def say_the_name(_dossier_id: int) -> bool:
    name = "Lucía Vera"
    raise ValueError(name)


@flow_of("failure")
class OurFailure(Flow):
    """The same failure after a job of ours."""

    lock_impl = LOCK

    start = ours.Start().Next(this.letter)
    letter = ours.Job(nothing, tries=2).Next(this.after)
    after = ours.Switch().Case(this.end, say_the_name)
    end = ours.End()


@flow_of("loose")
class OurLooseBranches(Flow):
    """Branches that never meet, on our nodes: still nothing is over while one of them failed."""

    lock_impl = LOCK

    start = ours.Start().Next(this.spread)
    spread = ours.FanOut(three_checks).Next(this.check)
    check = ours.Job(nothing).Next(this.end)
    end = ours.End()


@flow_of("decision")
class DecisionV1(Flow):
    """A decision and nothing else."""

    lock_impl = LOCK

    start = ours.Start().Next(this.decide)
    decide = ours.Human("dossier.work", owner=processor_of).Next(this.end)
    end = ours.End()


class DecisionV2(Flow):
    """The next version: the decision has another name, and a letter follows it."""

    lock_impl = LOCK

    start = ours.Start().Next(this.rule)
    rule = ours.Human("dossier.work", owner=processor_of).Next(this.letter)
    letter = ours.Job(nothing).Next(this.end)
    end = ours.End()
