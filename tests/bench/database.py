"""A PostgreSQL of the benches' own, migrated, and the counting of what is asked of it."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import tests.services  # noqa: F401 - starts PostgreSQL and sets the environment before the settings are read


def ready() -> None:
    """Set Django up and migrate."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        print("no PostgreSQL (Debian: postgresql): these figures are of SQLite")
    call_command("migrate", verbosity=0)


@dataclass
class Asked:
    """Statements sent, by the table (or the kind) they are about, and what they took."""

    by_table: Counter[str] = field(default_factory=Counter)
    wall: float = 0.0
    own_cpu: float = 0.0
    server_cpu: float = 0.0

    @property
    def statements(self) -> int:
        """Everything sent; BEGIN and COMMIT do not count, savepoints do."""
        return self.by_table.total()

    @property
    def cpu(self) -> float:
        """Seconds of processor of this process and of its database connection together."""
        return self.own_cpu + self.server_cpu


def table_of(sql: str) -> str:
    """The table a statement is about: enough to tell the engine's from the others."""
    words = sql.replace('"', " ").split()
    for mark in ("INTO", "FROM", "UPDATE"):
        if mark in words:
            return words[words.index(mark) + 1]
    return words[0].lower()


def _server_seconds() -> float:
    """Processor time of the database's process behind this connection; 0 where that cannot be read."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def counted() -> Iterator[Asked]:
    """Count statements and time of the block."""
    from django.db import connection

    asked = Asked()

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.by_table[table_of(sql)] += 1
        return execute(sql, params, many, context)

    server, own, wall = _server_seconds(), time.process_time(), time.perf_counter()
    with connection.execute_wrapper(count):
        yield asked
    asked.wall, asked.own_cpu = time.perf_counter() - wall, time.process_time() - own
    asked.server_cpu = _server_seconds() - server
