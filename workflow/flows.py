"""The procedure of the Ingreso Mínimo Vital. Read it from top to bottom: it is the table of contents.

From the first release on a flow class is never edited: a change is `ImvFlowV2`, and running dossiers stay on this one
(docs/decisions/0009).
"""

from typing import Any

from viewflow import this
from viewflow.workflow.base import Flow
from viewflow.workflow.lock import SelectForUpdateLock

from workflow import steps
from workflow.engine.desk import flow_of
from workflow.engine.nodes import End, FanOut, Human, Job, Join, Start, Switch, Wait
from workflow.models import DossierState


def _stands(state: DossierState) -> Any:
    """Condition: the dossier is in `state` now."""

    def condition(dossier_id: int) -> bool:
        return steps.state_of(dossier_id) == state

    return condition


@flow_of("imv")
class ImvFlowV1(Flow):  # type: ignore[misc]
    """Procedimiento del Ingreso Mínimo Vital, versión 1."""

    lock_impl = SelectForUpdateLock(nowait=False)

    # 1. The application has entered the registry.
    start = Start().Next(this.admission)
    admission = Job(steps.admit).Next(this.spread_checks)

    # 2. Other administrations are asked, everyone about everyone, at once.
    spread_checks = FanOut(steps.checks_to_ask).Next(this.check)
    check = Job(steps.ask_administration).Next(this.join_checks)
    join_checks = Join().Next(this.cross_check)
    cross_check = Job(steps.cross_check).Next(this.assign)

    # 3. A person of the province takes it and studies it.
    assign = Job(steps.assign).Next(this.study)
    study = Human("dossier.work", owner=steps.processor_of).Next(this.after_study)
    after_study = (
        Switch()
        .Case(this.wait_documents, _stands(DossierState.SUSPENDED_FOR_DOCUMENTS))
        .Case(this.fiscal_review, _stands(DossierState.FISCAL_REVIEW))
        .Default(this.resolution)
    )

    # 3a. A document is missing: the clock stands still, then the study goes on.
    wait_documents = Wait().Next(this.study)

    # 3b. Over the control limit another person approves it, or sends it back to the study.
    fiscal_review = Human("dossier.review").Next(this.after_fiscal_review)
    after_fiscal_review = Switch().Case(this.study, _stands(DossierState.UNDER_STUDY)).Default(this.resolution)

    # 4. The decision is sealed and told.
    resolution = Job(steps.seal_resolution).Next(this.notify)
    notify = Job(steps.notify).Next(this.end)
    end = End()
