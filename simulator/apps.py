"""App registration of the simulator."""

from django.apps import AppConfig


class SimulatorConfig(AppConfig):
    """Registers error texts and the yearly forgetting of counts."""

    name = "simulator"
    verbose_name = "Simulador"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what core must know; importing the modules does it."""
        from core import navigation
        from simulator import errors, events, policies, tasks  # noqa: F401

        navigation.register_place("Simular políticas", "policy:runs", "policy_simulation.run", order=66)
