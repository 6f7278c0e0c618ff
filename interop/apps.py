"""App registration of the interop room."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """Questions to other administrations."""

    name = "interop"
    verbose_name = "Otras administraciones"

    def ready(self) -> None:
        """Register error texts and events."""
        from interop import errors, events  # noqa: F401
