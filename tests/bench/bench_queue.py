"""`python -m tests.bench.bench_queue` — lists of the office with 100,000 open dossiers: time and statements a page.

On PostgreSQL, through the whole site (session, second factor, policies, template), one request after another. The
clock tells what neighbours on the machine cost too; the processor's time does not. With ``--plans``, how the database
goes about each statement that takes more than a millisecond.
"""

import statistics
import sys
import time
from typing import Any

from tests.bench import database

ROUNDS = 15


def _statements(browser: Any, address: str) -> tuple[int, list[str]]:
    from django.db import connection

    slow: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        result = execute(sql, params, many, context)
        took = (time.perf_counter() - start) * 1000
        asked.append(sql)
        if took > 1 and sql.lstrip().startswith("SELECT"):
            with connection.connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS OFF) " + sql, params)
                slow.append("\n".join(line for (line,) in cursor.fetchall()) + "\n" + sql[:300])
        return result

    asked: list[str] = []
    with connection.execute_wrapper(watch):
        browser.get(address)
    return len([sql for sql in asked if "session" not in sql.lower()]), slow


def _page(name: str, browser: Any, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    times = []
    with database.counted() as work:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            browser.get(address)
            times.append((time.perf_counter() - start) * 1000)
    asked, slow = _statements(browser, address)
    here, server = work.own_cpu * 1000 / ROUNDS, work.server_cpu * 1000 / ROUNDS
    print(
        f"{name}: {asked} statements, {here + server:.0f} ms of processor ({here:.0f} here + {server:.0f} database); "
        f"by the clock median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms; "
        f"{len(answer.content) / 1000:.0f} kB"
    )
    if "--plans" in sys.argv:
        for plan in slow:
            print("   " + plan.replace("\n", "\n   "))


def main() -> None:
    """Write the country, ask for each page, print."""
    database.ready()
    from django.db import connection
    from django.urls import reverse

    if connection.vendor != "postgresql":
        print("needs PostgreSQL (Debian: postgresql)")
        return
    from core.models import StaffMember
    from tests.bench import queues
    from tests.flows.dossiers import staff
    from tests.rights.cast import signed_in
    from workflow.models import Dossier

    start = time.perf_counter()
    overloaded = queues.write_country()
    usual = StaffMember.objects.get(full_name="p28-7")
    in_hand = Dossier.objects.filter(assignee=usual, closed_at=None).count()
    here = Dossier.objects.filter(office=overloaded.roles.get().office, closed_at=None).count()
    print(
        f"{queues.OPEN:,} open dossiers and {queues.CLOSED:,} closed, written in {time.perf_counter() - start:.0f} s; "
        f"the province has {here:,} open, a processor {in_hand}, the overloaded one {queues.OVERLOADED:,}"
    )
    queue, board, listed = (reverse(f"workflow:{name}") for name in ("queue", "board", "supervised"))
    for name, member in (("my queue", usual), ("the overloaded queue", overloaded)):
        browser = signed_in(member)
        _page(name, browser, queue)
        _page(f"{name}, page 4", browser, f"{queue}?pagina=4")
        _page(f"{name}, ended", browser, f"{queue}?ver=terminados")
    browser = signed_in(staff("supervisor-bench", "supervisor", queues.CAPITAL))
    _page("supervisor's board", browser, board)
    _page("supervisor's list", browser, listed)
    _page("supervisor's list, unassigned", browser, f"{listed}?persona=sin-asignar")
    _page("supervisor's list, last page", browser, f"{listed}?pagina=9999")
    _page("supervisor's list, with a flag", browser, f"{listed}?aviso=undeclared_income")


if __name__ == "__main__":
    main()
