"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Registers the system check that every text compiles on each of its dates, and the room's pages with core."""

    name = "rules"
    verbose_name = "Reglas"

    def ready(self) -> None:
        """Register the check, the amounts that the home page shows, and publishing with its trials."""
        from core import navigation, serving, worker
        from rules import checks, home_amounts, services  # noqa: F401 - two register themselves
        from rules.publishing import catalogue, trying  # noqa: F401

        navigation.register_place("Reglas", "rules:versions", "text_version.manage", order=66)
        serving.before_serving(services.get_ready)
        worker.register_pump("rules.trials", trying.work_off, every=5)
