"""`python -m tests.bench.bench_assigning [dossiers] [processors]` — what one directorate costs its supervisor.

One directorate with 20,000 open dossiers and 200 processors: giving one dossier, the board, the list to choose from,
how the next twenty would go, the history, and moving 500 and 1,000 dossiers at once (preview, then the act). Statements
do not count BEGIN and COMMIT. By the clock is the median of several turns where a thing can be repeated; processor time
is this process and its database connection together.
"""

import datetime as dt
import random
import statistics
import sys
from collections.abc import Callable
from typing import Any

from tests.bench import database

DOSSIERS, PROCESSORS = 20_000, 200
TURNS = 9


def _line(name: str, runs: list[database.Asked]) -> None:
    wall = statistics.median(run.wall for run in runs) * 1000
    statements = max(run.statements for run in runs)
    cpu = sum(run.cpu for run in runs) / len(runs) * 1000
    print(f"{name}: {statements} statements, {wall:,.0f} ms by the clock, {cpu:,.0f} ms of processor")


def _measure(name: str, work: Callable[[], Any], turns: int = TURNS) -> None:
    work()
    runs = []
    for _ in range(turns):
        with database.counted() as asked:
            work()
        runs.append(asked)
    _line(name, runs)


def write_directorate(dossiers: int, processors: int) -> Any:
    """Offices, people and their open dossiers, each given once before; gives the directorate."""
    from django.utils import timezone

    from tests.flows.dossiers import staff
    from tests.procedures import dossiers as rows
    from workflow.models import Assignment, AssignmentTerms, Dossier

    dice = random.Random(7)
    people = [staff(f"processor{place}", "processor") for place in range(processors)]
    office = people[0].roles.get().office
    AssignmentTerms.objects.bulk_create(
        [
            AssignmentTerms(office=office, staff=person, weight=dice.choice([50, 75, 100]), cap=400)
            for person in people[::2]
        ]
    )
    written = rows.write(dossiers, office, prefix="A", state="under_study")
    began = timezone.now() - dt.timedelta(days=90)
    for place, dossier in enumerate(written):
        dossier.assignee = people[place % processors]
        dossier.clock_stopped = place % 6 == 0
    Dossier.objects.bulk_update(written, ["assignee", "clock_stopped"], batch_size=1000)
    Assignment.objects.bulk_create(
        [
            Assignment(
                dossier=dossier,
                staff=dossier.assignee,
                at=began + dt.timedelta(minutes=place),
                load=1,
                candidates=9,
                made_by="system",
                reason="least_load",
            )
            for place, dossier in enumerate(written)
        ],
        batch_size=1000,
    )
    return office


def give_some(office: Any, turns: int) -> None:
    """Dossiers that wait are given one after another, as the job does."""
    from applications.models import Application
    from tests.procedures import dossiers as rows
    from workflow.services import assign_automatically

    waiting = rows.write(turns + 1, office, prefix="W", state="checking")
    assert Application.objects.exists()
    assign_automatically(waiting[0].pk)
    runs = []
    for dossier in waiting[1:]:
        with database.counted() as asked:
            assert assign_automatically(dossier.pk)
        runs.append(asked)
    _line("giving one dossier", runs)
    print("   " + ", ".join(f"{table} {number}" for table, number in runs[-1].by_table.most_common()))


def move_many(office: Any, supervisor: Any, number: int) -> None:
    """Dossiers of people who are away, so that all of them have to move: preview by the rule, then the act."""
    from django.utils import timezone

    from tests.flows.dossiers import actor
    from workflow import handover_plan
    from workflow.models import Absence, Dossier
    from workflow.selectors.takers import absences_on
    from workflow.services import hand_over

    today = timezone.localdate()
    here = Dossier.objects.filter(office=office, assignee__isnull=False)
    here = here.exclude(assignee__in=absences_on(today).values("staff_id"))
    ids = list(here.order_by("assignee_id", "pk").values_list("pk", flat=True)[:number])
    away = set(Dossier.objects.filter(pk__in=ids).values_list("assignee_id", flat=True))
    Absence.objects.bulk_create(
        Absence(staff_id=pk, from_on=today, until_on=today, recorded_by=supervisor) for pk in away
    )
    with database.counted() as preview:
        plan = handover_plan.plan(office, ids)
        token = plan.sign()
    assert len(plan.moves) == number
    _line(f"preview of moving {number} ({len(token):,} letters in the page)", [preview])
    with database.counted() as act:
        done = hand_over(handover_plan.signed(token), "Reparto de carga medido en el banco.", actor(supervisor))
    _line(f"moving {done.moved}", [act])


def main() -> None:
    """Measure and print."""
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    processors = int(sys.argv[2]) if len(sys.argv) > 2 else PROCESSORS
    database.ready()
    from django.db import connection

    from core import audit_log
    from tests.flows.dossiers import actor, staff
    from workflow.selectors.board import board
    from workflow.selectors.office_log import events_of_office
    from workflow.selectors.supervised import Pick, picked, supervised_row, with_details
    from workflow.selectors.takers import rehearsal, takers_of

    office = write_directorate(dossiers, processors)
    supervisor = staff("supervisor", "supervisor")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"one directorate, {dossiers:,} open dossiers, {processors} processors:")
    give_some(office, TURNS)
    _measure("the board", lambda: board(office))
    who = actor(supervisor)
    _measure(
        "the list to choose from, first page",
        lambda: [supervised_row(row) for row in with_details(picked(who, office, Pick()))[:50]],
    )
    _measure("how the next twenty would go", lambda: rehearsal(office, takers_of(office)))
    for number in (500, 1000):
        move_many(office, supervisor, number)
    _measure("the history, first page", lambda: audit_log.read(audit_log.Filters(), within=events_of_office(office)))


if __name__ == "__main__":
    main()
