"""Sending a dossier back to be assigned, because another directorate works it from now on."""

from typing import Any

from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from workflow.engine.moving import activation_of, go_on


def back_to(process: Any, node: str, stands_at: str) -> bool:
    """Close the act that waits at `stands_at` and make the dossier stand at the job `node`, on the same branch.

    `process` is held by the caller (`moving.held`). False, and nothing done, where no act waits there: the dossier has
    not come so far yet, or has gone on.
    """
    flow = process.flow_class.instance
    here, there = flow.node(stands_at, no_obsolete=True), flow.node(node, no_obsolete=True)
    waiting = Task._default_manager.filter(
        process=process, flow_task=here, status__in=(STATUS.NEW, STATUS.ASSIGNED)
    ).first()
    if waiting is None:
        return False
    activation_of(waiting, process).cancel()
    go_on([there.activation_class.begin(there, process, waiting.token, (waiting,))])
    return True
