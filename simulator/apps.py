"""App registration of the simulator."""

from django.apps import AppConfig


class SimulatorConfig(AppConfig):
    """Registers error texts and the yearly forgetting of counts."""

    name = "simulator"
    verbose_name = "Simulador"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what core must know; importing the modules does it."""
        from simulator import errors, tasks  # noqa: F401
