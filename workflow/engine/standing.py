"""How many dossiers stand at each step of each flow now, and which steps failed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from workflow.engine.moving import OPEN


@dataclass(frozen=True)
class Stand:
    """Dossiers at one step, and how many of them stopped there in error."""

    dossiers: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Failure:
    """A job that gave up: which dossier's, where, why (a code, never data), after how many tries, and since when."""

    process_id: int
    node: str
    reason: str
    tries: int
    since: datetime


def flow_classes() -> dict[str, Any]:
    """Every flow class of this room by name, oldest version first; each keeps its own dossiers."""
    found = {one.__name__: one for one in Flow.__subclasses__() if one.__module__ == "workflow.flows"}
    return dict(sorted(found.items()))


def standing() -> dict[str, dict[str, Stand]]:
    """By flow and step, in one statement over what is open: finished dossiers are not counted."""
    rows = Task._default_manager.filter(finished=None, status__in=OPEN).order_by()
    counted = rows.values("flow_task", "status").annotate(dossiers=Count("process", distinct=True))
    found: dict[str, dict[str, Stand]] = defaultdict(dict)
    for row in counted:
        node = row["flow_task"]
        if node is None:
            continue
        by_node = found[node.flow_class.__name__]
        before = by_node.get(node.name, Stand())
        failed = row["dossiers"] if row["status"] == STATUS.ERROR else 0
        by_node[node.name] = Stand(before.dossiers + row["dossiers"], before.failed + failed)
    return found


def failures(flow_name: str, node: str, limit: int) -> list[Failure]:
    """Failed jobs of a flow, of one step if `node` names it; those that have waited longest first."""
    flow = flow_classes()[flow_name]
    steps = [one for one in flow.instance.nodes() if not node or one.name == node]
    rows = Task._default_manager.filter(finished=None, status=STATUS.ERROR, flow_task__in=steps)
    return [
        Failure(
            task.process_id,
            task.flow_task.name,
            (task.data or {}).get("reason", ""),
            (task.data or {}).get("tries", 0),
            task.started or task.created,
        )
        for task in rows.order_by("created", "pk")[:limit]
    ]
