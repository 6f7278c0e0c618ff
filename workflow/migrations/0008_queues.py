"""Indexes for what is read all day: a directorate's open dossiers, a processor's ended ones, jobs that are due.

Measured with 100,000 open dossiers: `python -m tests.bench.bench_queue`.
"""

from django.db import migrations, models

CLOSED = ("resolved", "notified", "withdrawn")

# Viewflow's tables are not ours to declare indexes on. The same text goes for PostgreSQL and SQLite.
JOBS_DUE = """
    CREATE INDEX workflow_jobs_due ON viewflow_task (scheduled)
    WHERE flow_task_type = 'JOB' AND status IN ('SCHEDULED', 'STARTED')
"""
STANDING = "CREATE INDEX workflow_standing ON viewflow_task (flow_task, status, process_id) WHERE finished IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("viewflow", "0015_task_scheduled"),
        ("workflow", "0007_relocation_arrivals"),
    ]

    operations = [
        # With the key at its end it counts and sorts without touching the rows.
        migrations.RemoveIndex(model_name="dossier", name="dossier_queue"),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["assignee", "state", "silence_date", "id"], name="dossier_queue"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("state__in", CLOSED), _negated=True),
                fields=["office", "silence_date", "id"],
                name="dossier_open_dates",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("state__in", CLOSED), _negated=True),
                fields=["office", "assignee", "state", "clock_stopped", "silence_date", "registered_on", "id"],
                name="dossier_open_board",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("state__in", CLOSED)), fields=["assignee", "-closed_at"], name="dossier_ended"
            ),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(condition=models.Q(("cleared_at", None)), fields=["name", "dossier"], name="flag_live"),
        ),
        migrations.RunSQL(JOBS_DUE, "DROP INDEX workflow_jobs_due"),
        migrations.RunSQL(STANDING, "DROP INDEX workflow_standing"),
    ]
