"""The engine's hottest statements, written out; the same for PostgreSQL and SQLite.

Measured: Django takes 0.3 to 0.5 ms to compile one of these, the database a tenth of that to run it, and a dossier
needs dozens. Everything else of the engine goes through querysets.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.models import Process, Task

_READ_PROCESS = "SELECT id, flow_class, status, seed_object_id FROM viewflow_process WHERE id = %s"
_BRANCHES = """
    SELECT id, token, status FROM viewflow_task
    WHERE process_id = %s AND substr(token, 1, %s) = %s ORDER BY id
"""


def lock_process(process_id: int | None) -> Any:
    """The process row, locked until the transaction ends; only the columns that the engine reads are loaded."""
    for_update = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(_READ_PROCESS + for_update, [process_id])
        row = cursor.fetchone()
    if row is None:
        raise Process.DoesNotExist(process_id)
    values = (row[0], import_flow_by_ref(row[1]), row[2], row[3])
    return Process.from_db(connection.alias, ("id", "flow_class", "status", "seed_object_id"), values)


def _stored(name: str, value: Any) -> Any:
    return Task._meta.get_field(name).get_db_prep_save(value, connection)


def change_task(task_id: int, found: tuple[str, Any], columns: dict[str, Any]) -> bool:
    """Change `columns` of a task's row if its status and `scheduled` are still as `found`; says whether they were."""
    status, scheduled = found
    settings = ", ".join(f"{Task._meta.get_field(name).column} = %s" for name in columns)
    values = [*(_stored(name, value) for name, value in columns.items()), task_id, _stored("status", status)]
    condition = "scheduled IS NULL"
    if scheduled is not None:
        condition = "scheduled = %s"
        values.append(_stored("scheduled", scheduled))
    # Only names of columns are put into the text.
    sql = f"UPDATE viewflow_task SET {settings} WHERE id = %s AND status = %s AND {condition}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return bool(cursor.rowcount)


def branches(process_id: int, prefix: str) -> list[tuple[int, str, str]]:
    """Key, token and status of every task of the process whose token begins with `prefix`, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_BRANCHES, [process_id, len(prefix), prefix])
        return list(cursor.fetchall())


def link_tasks(pairs: Iterable[tuple[int, int]]) -> None:
    """Write which task came after which, as (the task, the one before it)."""
    keys = [key for pair in pairs for key in pair]
    if keys:
        places = ", ".join(["(%s, %s)"] * (len(keys) // 2))
        sql = f"INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES {places}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, keys)
