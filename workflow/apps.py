"""The room of the dossier: flow, checks, assignment, clock and decision."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Registers the room's errors, events, policies, subscribers, flow and pumps with core."""

    name = "workflow"
    verbose_name = "Expedientes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what core must know; importing the modules does it."""
        from django.conf import settings

        from core import health, navigation, worker
        from workflow import errors, events, flows, paper_rights, policies, subscribers, tasks  # noqa: F401
        from workflow.engine import checks, guards, jobs  # noqa: F401

        navigation.register_place("Mi bandeja", "workflow:queue", "queue.read", order=10, exact=True)
        navigation.register_place("Buscar", "workflow:search", "dossier.search", order=20)
        navigation.register_place("Deslocalización", "workflow:relocation", "relocation.manage", order=63)
        navigation.register_place("Flujos", "workflow:flows", "flow.read", order=64)
        navigation.register_place("Historia", "workflow:full_history", "history.read_all", order=65)
        navigation.register_place("Control fiscal", "workflow:fiscal_queue", "fiscal_queue.read", order=30)
        navigation.register_place("Supervisión", "workflow:board", "supervision.read", order=30)
        worker.register_pump("jobs", tasks.sweep_jobs, every=settings.SWEEP_SECONDS)
        worker.register_pump("checks", tasks.retry_checks)
        health.register_backlog("jobs", jobs.late)
