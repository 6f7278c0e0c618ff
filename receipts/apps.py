"""App registration of the receipts room."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Sealed PDFs: issued, kept, checked."""

    name = "receipts"
    verbose_name = "Justificantes"

    def ready(self) -> None:
        """Register error texts, kinds of event, policies and the pump that closes each day."""
        from core import worker
        from receipts import errors, events, policies, services  # noqa: F401

        worker.register_pump("daily roots", services.close_due_days)
