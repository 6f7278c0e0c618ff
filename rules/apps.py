"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Registers the system check that every text compiles on each of its dates."""

    name = "rules"
    verbose_name = "Reglas"

    def ready(self) -> None:
        """Register the check, and the amounts that the home page shows."""
        from rules import checks, home_amounts  # noqa: F401 - they register themselves
