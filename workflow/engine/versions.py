"""What a data migration calls when the code of a procedure changes under rows that name it.

Rows hold nothing of a procedure but names, ``app/module.Flow`` and ``app/module.Flow.node``. Dossiers stay on the flow
they began with; only a node renamed in it, or a decision to carry them over to another version, changes a row.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet


def _tasks(apps: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model("viewflow", "Task")._default_manager.all()
    return rows


def rename_nodes(apps: Any, flow: str, names: Mapping[str, str]) -> int:
    """Rows of `flow` that name a node by its old name name it by the new one; says how many were changed."""
    rows = _tasks(apps)
    return sum(rows.filter(flow_task=f"{flow}.{old}").update(flow_task=f"{flow}.{new}") for old, new in names.items())


def carry_over(apps: Any, old: str, new: str, names: Mapping[str, str]) -> int:
    """Every dossier of the flow `old` goes on in the flow `new`; `names` says what each node used is called there.

    Says how many dossiers were carried over. A node left out is found by `verify_dossiers`, as a name without code.
    """
    rows = _tasks(apps)
    for before, after in names.items():
        rows.filter(flow_task=f"{old}.{before}").update(flow_task=f"{new}.{after}")
    processes = apps.get_model("viewflow", "Process")._default_manager
    return int(processes.filter(flow_class=old).update(flow_class=new))
