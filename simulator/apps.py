"""App registration of the simulator."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import AppConfig


class SimulatorConfig(AppConfig):
    """Registers error texts, the yearly forgetting of counts, and the population of trials of a rule text."""

    name = "simulator"
    verbose_name = "Simulador"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what core must know; importing the modules does it."""
        from core import navigation
        from rules import services as rules
        from simulator import errors, events, policies, tasks  # noqa: F401

        navigation.register_place("Simular políticas", "policy:runs", "policy_simulation.run", order=66)
        population = rules.TrialPopulation("Hogares inventados que se parecen a los de España", _trial_cases)
        rules.use_trial_population(population)


def _trial_cases(benefit: str, on: date) -> Iterator[dict[str, Any]]:
    """Cases of the synthetic population; numpy is loaded by whoever asks for them, not by every process."""
    from simulator.trial_population import trial_cases

    return trial_cases(benefit, on)
