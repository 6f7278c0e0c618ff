"""The same procedure on our nodes; the work of its jobs is nothing, so that only the engine is measured."""

from collections.abc import Iterable
from typing import Any

from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock

from workflow.engine.desk import flow_of
from workflow.engine.nodes import End, FanOut, Human, Job, Join, Start, Switch
from workflow.models import Check
from workflow.steps import processor_of


def nothing(_job: Any) -> None:
    """Work that takes no time."""


def three_checks(dossier_id: int) -> Iterable[Check]:
    return Check.objects.filter(dossier_id=dossier_id).order_by("id").only("pk")[:3]


@flow_of("bench")
class OurFlow(Flow):
    """Three checks, a decision, a letter, on our nodes."""

    lock_impl = SelectForUpdateLock(nowait=False)

    start = Start().Next(this.spread)
    spread = FanOut(three_checks).Next(this.check)
    check = Job(nothing).Next(this.gather)
    gather = Join().Next(this.decide)
    decide = Human("dossier.work", owner=processor_of).Next(this.after)
    after = Switch().Case(this.letter, lambda _dossier_id: True).Default(this.end)
    letter = Job(nothing).Next(this.end)
    end = End()
