"""`python -m tests.bench.bench_engine [cases]` — what the engine costs a case: statements, and cases a second and core.

The engine's part is measured alone: the jobs' own work is nothing, so what remains is process and task rows, locks,
leases, and reading the dossier and its checks to know where to go. Stock Viewflow runs the same procedure in the same
process and database. Then one whole case of the Ingreso Mínimo Vital, with its real work, letters and seals. A core is
a second of processor time of this process and of its database connection together; BEGIN and COMMIT are not counted as
statements, savepoints are.
"""

import sys
from collections.abc import Callable

from tests.bench import database

CASES = 200


def _line(name: str, cases: int, asked: database.Asked) -> None:
    cpu = asked.cpu / cases * 1000
    print(
        f"{name}: {asked.statements / cases:.1f} statements a case, {cpu:.1f} ms of processor a case "
        f"({asked.own_cpu / cases * 1000:.1f} here + {asked.server_cpu / cases * 1000:.1f} database), "
        f"{1000 / cpu:.1f} cases a second and core, {asked.wall / cases * 1000:.1f} ms by the clock"
    )


def _tables(cases: int, asked: database.Asked) -> None:
    print("   " + ", ".join(f"{table} {number / cases:.1f}" for table, number in asked.by_table.most_common()))


def stock(cases: int) -> database.Asked:
    """The stock engine."""
    from django.contrib.auth import get_user_model

    from tests.procedures.stock import StockFlow, decide, run_due_stock_jobs

    user = get_user_model().objects.create_user(f"stock{cases}")
    with database.counted() as asked:
        processes = [StockFlow.start.run() for _ in range(cases)]
        run_due_stock_jobs()
        for process in processes:
            decide(process, user)
        run_due_stock_jobs()
    _all_done(StockFlow, cases)
    return asked


def ours(cases: int) -> database.Asked:
    """Our engine over the same procedure, swept as the embedded worker does."""
    from tests.flows.dossiers import actor, staff
    from tests.procedures import dossiers
    from tests.procedures.ours import OurFlow
    from workflow.engine import desk, jobs

    member = staff(f"bench{cases}", "processor")
    who = actor(member)
    written = dossiers.write(
        cases, member.roles.get().office, prefix=f"E{cases}-", benefit="bench", assignee=member, state="under_study"
    )
    dossiers.write_checks(written)
    with database.counted() as asked:
        dossiers.start(written)
        while jobs.sweep(100):
            pass
        for dossier in written:
            with desk.act(dossier, "decide", who, member.user_id):
                pass
        while jobs.sweep(100):
            pass
    _all_done(OurFlow, cases)
    return asked


def _all_done(flow_class: object, cases: int) -> None:
    from viewflow.workflow.models import Process

    done = Process._default_manager.filter(flow_class=flow_class, status="DONE").count()
    assert done >= cases, f"only {done} of {cases} came to their end"


def _measure(name: str, run: Callable[[int], database.Asked], cases: int) -> database.Asked:
    run(5)
    asked = run(cases)
    _line(name, cases, asked)
    _tables(cases, asked)
    return asked


def main() -> None:
    """Measure and print."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    database.ready()
    print("four jobs (three at once), a decision:")
    _measure("stock Viewflow", stock, cases)
    _measure("ours", ours, cases)


if __name__ == "__main__":
    main()
