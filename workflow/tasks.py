"""What runs apart from any request: one job of a dossier, and the pumps the worker turns."""

from celery import shared_task

from workflow.engine import jobs


@shared_task(name="workflow.run_job")
def run_job_task(task_pk: int, tries: int) -> str:
    """Run the job behind one task row, if it has been tried `tries` times so far."""
    return jobs.run_job(task_pk, tries)


def sweep_jobs() -> int:
    """Pump: send (or run) every job row that is due."""
    return jobs.sweep()


def retry_checks() -> int:
    """Pump: ask again the administrations that did not answer, for dossiers that went on without them."""
    from workflow.services import retry_due_checks

    return retry_due_checks()
