"""App registration of the receipts room."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Sealed PDFs: issued, kept, checked."""

    name = "receipts"
    verbose_name = "Justificantes"

    def ready(self) -> None:
        """Register error texts and kinds of event."""
        from receipts import errors, events  # noqa: F401
