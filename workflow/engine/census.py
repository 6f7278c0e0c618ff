"""Reading the engine's rows in bulk: what stands where, what is over, and what nobody knows any more."""

from typing import Any

from django.db.models import CharField, Count, Exists, QuerySet
from django.db.models.functions import Cast
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.models import Process, Task

from workflow.engine.moving import OPEN

__all__ = ("OPEN", "doubled_tasks", "flow_named", "node_named", "open_tasks", "processes_outside", "unknown_names")


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


def flow_named(name: str) -> Any:
    """The flow behind a stored name, ``app/module.Flow``; None if the code no longer has it."""
    try:
        return import_flow_by_ref(name)
    except (ImportError, LookupError):
        return None


def node_named(name: str) -> Any:
    """The node behind a stored name, ``app/module.Flow.node``; None if the code no longer has it."""
    flow, _, node = name.rpartition(".")
    found = flow_named(flow)
    return found.instance.node(node, no_obsolete=True) if found is not None else None


def unknown_names() -> list[str]:
    """Stored names of flows and nodes that the code no longer has."""
    flows = Process._default_manager.order_by().values_list(Cast("flow_class", CharField()), flat=True).distinct()
    nodes = Task._default_manager.order_by().values_list(Cast("flow_task", CharField()), flat=True).distinct()
    unknown = [name for name in flows if flow_named(name) is None]
    return sorted(unknown + [name for name in nodes if node_named(name) is None])
