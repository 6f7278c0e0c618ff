"""Reading the engine's rows in bulk: what stands where, what is over, and what nobody knows any more."""

from typing import Any

from django.db.models import CharField, Count, Exists, QuerySet
from django.db.models.functions import Cast
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.models import Process, Task

from workflow.engine.moving import OPEN

__all__ = ("OPEN", "doubled_tasks", "open_tasks", "processes_outside", "resolves", "unknown_names")


def open_tasks(**which: Any) -> QuerySet[Any]:
    """Tasks of which something is still expected; failed ones are among them."""
    rows: QuerySet[Any] = Task._default_manager.filter(status__in=OPEN, **which)
    return rows


def doubled_tasks() -> QuerySet[Any]:
    """Processes with two open tasks of one node and one branch."""
    rows = open_tasks().order_by().values("process_id", "flow_task", "token").annotate(times=Count("pk"))
    found: QuerySet[Any] = rows.filter(times__gt=1).values("process_id")
    return found


def processes_outside(known: QuerySet[Any]) -> list[int]:
    """Keys of processes for which `known`, a query on the outer process, finds nothing."""
    return list(Process._default_manager.filter(~Exists(known)).order_by("pk").values_list("pk", flat=True))


def resolves(name: str) -> bool:
    """Whether a stored name, ``app/module.Flow`` or ``app/module.Flow.node``, is still in the code."""
    try:
        return import_flow_by_ref(name) is not None
    except (ImportError, LookupError):
        pass
    flow, _, node = name.rpartition(".")
    try:
        return import_flow_by_ref(flow).instance.node(node, no_obsolete=True) is not None
    except (ImportError, LookupError, AttributeError):
        return False


def unknown_names() -> list[str]:
    """Stored names of flows and nodes that the code no longer has."""
    flows = Process._default_manager.order_by().values_list(Cast("flow_class", CharField()), flat=True).distinct()
    nodes = Task._default_manager.order_by().values_list(Cast("flow_task", CharField()), flat=True).distinct()
    return sorted(name for name in (*flows, *nodes) if name and not resolves(name))
