"""A country's load of dossiers, written by the database itself: each row a copy of one that the product wrote.

One province has a sixth of them; one of its processors has two thousand. Each open dossier stands at its study with
checks, clock, assignment and here and there a flag; some wait for somebody; for each open one there is a closed one.
"""

from typing import Any

from django.db import connection
from django.utils import timezone
from viewflow.workflow.models import Process, Task

from core.models import Office, Role, StaffMember, StaffRole
from tests.flows.dossiers import staff
from tests.procedures import dossiers
from workflow.models import Assignment, Check, ClockEntry, Dossier, Flag

OPEN, CLOSED, UNASSIGNED_SHARE = 100_000, 100_000, 20
CAPITAL, CAPITAL_SHARE, PEOPLE, PEOPLE_IN_CAPITAL, OVERLOADED = "28", 6, 12, 60, 2_000


def copies(model: type, source: str, where: str, **changed: str) -> None:
    """INSERT … SELECT of the row or rows `source` gives, all columns as they are but those in `changed` (SQL)."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # type: ignore[attr-defined]
    table = model._meta.db_table  # type: ignore[attr-defined]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(changed.get(field.column, f't."{field.column}"') for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t, {source} WHERE {where}")


def run(sql: str, params: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def write_people() -> StaffMember:
    """Processors of every directorate; gives the overloaded one of the capital."""
    overloaded = staff("overloaded", "processor", CAPITAL)
    user = overloaded.user
    for office in Office.objects.filter(kind="provincial_office"):
        count = PEOPLE_IN_CAPITAL if office.province_code == CAPITAL else PEOPLE
        for place in range(count):
            name = f"p{office.province_code}-{place}"
            somebody = type(user).objects.create(username=name)
            member = StaffMember.objects.create(user=somebody, full_name=name, employee_number=name)
            StaffRole.objects.create(
                staff=member, role=Role.PROCESSOR, office=office, valid_from="2020-01-01", confirmed_at=timezone.now()
            )
    return overloaded


def write_country() -> StaffMember:
    """Everything; gives the overloaded processor. Takes a minute or two."""
    overloaded = write_people()
    (seed,) = dossiers.started(1, "decision", overloaded, checks=True)
    now = timezone.now()
    Assignment.objects.create(
        dossier=seed, staff=overloaded, at=now, made_by="system", reason="least_load", load=1, candidates=2
    )
    flag = Flag.objects.create(
        dossier=seed,
        kind="flag",
        name="undeclared_income",
        rule="r",
        sentence="x",
        fingerprint="0",
        raised_at=timezone.now(),
    )
    # Copies of sound rows: their foreign keys need not be checked one by one.
    run("SET session_replication_role = replica")
    _write_dossiers(seed, overloaded)
    _write_what_hangs_on_them(seed, flag)
    run("SET session_replication_role = origin")
    Dossier.objects.filter(pk=seed.pk).update(silence_date="2040-01-01")
    run("ANALYZE")
    return overloaded


def _write_dossiers(seed: Dossier, overloaded: StaffMember) -> None:
    number = "n.n"
    series = f"generate_series(1, {OPEN + CLOSED}) AS n(n)"
    application = type(seed.application)
    copies(
        application,
        series,
        f"t.id = {seed.application_id}",
        public_id="gen_random_uuid()",
        applicant_index=f"'a' || {number}",
        registry_number=f"'R' || {number}",
        state=f"CASE WHEN {number} <= {OPEN} THEN 'submitted' ELSE 'closed' END",
    )
    copies(
        Process, series, f"t.id = {seed.process_id}", status=f"CASE WHEN {number} <= {OPEN} THEN 'NEW' ELSE 'DONE' END"
    )
    run(f"""CREATE TEMP TABLE places AS
        SELECT row_number() OVER (ORDER BY o.id) - 1 AS place, o.id AS office_id FROM core_office o
        WHERE o.kind = 'provincial_office' AND o.province_code <> '{CAPITAL}'""")
    run(f"""CREATE TEMP TABLE hands AS
        SELECT r.office_id, r.staff_id, row_number() OVER (PARTITION BY r.office_id ORDER BY r.id) - 1 AS place,
               count(*) OVER (PARTITION BY r.office_id) AS people
        FROM core_staffrole r WHERE r.role = 'processor' AND r.staff_id <> {overloaded.pk}""")
    run(f"""CREATE TEMP TABLE plan AS
        SELECT n, a.id AS application_id, p.id AS process_id,
               CASE WHEN n % {CAPITAL_SHARE} = 0 THEN {seed.office_id}
                    ELSE (SELECT office_id FROM places WHERE place = n % (SELECT count(*) FROM places)) END AS office_id
        FROM generate_series(1, {OPEN + CLOSED}) n
        JOIN applications_application a ON a.registry_number = 'R' || n
        JOIN (SELECT id, row_number() OVER (ORDER BY id) AS r FROM viewflow_process WHERE id > {seed.process_id}) p
          ON p.r = n""")
    run("ALTER TABLE plan ADD staff_id bigint")
    run("""UPDATE plan SET staff_id = h.staff_id FROM hands h
           WHERE h.office_id = plan.office_id AND h.place = (plan.n / 7) % h.people""")
    run(
        f"""UPDATE plan SET staff_id = {overloaded.pk}
            WHERE n IN (SELECT n FROM plan
                        WHERE office_id = {seed.office_id} AND n <= {OPEN} ORDER BY n LIMIT {OVERLOADED})"""
    )
    waits = f"n <= {OPEN} AND n % {UNASSIGNED_SHARE} = 0"
    run(f"UPDATE plan SET staff_id = NULL WHERE {waits} AND staff_id <> {overloaded.pk}")
    day = "(current_date - (n % 190)::int)"
    copies(
        Dossier,
        "plan",
        f"t.id = {seed.pk}",
        public_id="gen_random_uuid()",
        number="'D' || plan.n",
        registry_number="'R' || plan.n",
        application_id="plan.application_id",
        process_id="plan.process_id",
        office_id="plan.office_id",
        competent_office_id="plan.office_id",
        assignee_id="plan.staff_id",
        unassigned_since="CASE WHEN plan.staff_id IS NULL THEN now() END",
        registered_on=day,
        silence_date=f"({day} + interval '6 months')::date",
        closed_at=f"CASE WHEN plan.n > {OPEN} THEN now() - plan.n * interval '1 minute' END",
        state=f"""CASE WHEN plan.n > {OPEN} THEN 'notified' WHEN plan.staff_id IS NULL THEN 'checking'
            WHEN plan.n % 3 = 0 THEN 'under_study' WHEN plan.n % 9 = 1 THEN 'suspended_for_documents'
            ELSE 'assigned' END""",
    )


def _write_what_hangs_on_them(seed: Dossier, flag: Flag) -> None:
    others = f"d.id <> {seed.pk}"
    source = "workflow_dossier d"
    task = Task._default_manager.get(process=seed.process, flow_task_type="HUMAN")
    copies(
        Task,
        f"{source} LEFT JOIN core_staffmember s ON s.id = d.assignee_id",
        f"t.id = {task.pk} AND {others}",
        process_id="d.process_id",
        owner_id="s.user_id",
        status="CASE WHEN d.closed_at IS NOT NULL THEN 'DONE' WHEN s.id IS NULL THEN 'NEW' ELSE 'ASSIGNED' END",
    )
    first = ClockEntry.objects.get(dossier=seed)
    copies(ClockEntry, source, f"t.id = {first.pk} AND {others}", dossier_id="d.id", on="d.registered_on")
    copies(
        Check,
        source,
        f"t.dossier_id = {seed.pk} AND d.closed_at IS NULL AND {others}",
        public_id="gen_random_uuid()",
        dossier_id="d.id",
        state="CASE WHEN (d.id + t.id) % 4 = 0 THEN 'differs' ELSE 'ok' END",
    )
    copies(
        Assignment,
        source,
        f"t.dossier_id = {seed.pk} AND d.assignee_id IS NOT NULL AND {others}",
        dossier_id="d.id",
        staff_id="d.assignee_id",
        ended_at="d.closed_at",
        at="now() - d.id * interval '10 seconds'",
    )
    copies(Flag, source, f"t.id = {flag.pk} AND d.id % 3 = 0 AND {others}", dossier_id="d.id")
