"""Registers core's own pumps."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Core: loads first, knows no other app."""

    name = "core"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        """The worker delivers the outbox, chains late events and purges files."""
        from django.conf import settings

        from core import events, outbox, vault, worker

        worker.register_pump("outbox", outbox.sweep, every=settings.SWEEP_SECONDS)
        worker.register_pump("events", events.chain_pending)
        worker.register_pump("vault", vault.purge_due)
