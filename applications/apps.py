"""The room of the citizen's application: draft, submission and follow-up."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """Registers the room's errors, events, policies and periodic work with core."""

    name = "applications"
    verbose_name = "Solicitudes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what core must know; importing the modules does it."""
        from core import navigation

        navigation.register_place("Capturar", "captures:home", "application.capture", order=30)
        from applications import errors, events, paper_rights, policies, tasks  # noqa: F401
        from applications.views.citizen import electronic  # noqa: F401
