"""App registration of the identity room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Documents, faces, one-time codes, consents and staff sign-in."""

    name = "identity"
    verbose_name = "Identidad"

    def ready(self) -> None:
        """Register error texts, events and policies."""
        from core import worker
        from identity import errors, events, policies, signals  # noqa: F401
        from identity.services import codes, pictures

        worker.register_pump("identity.codes", codes.purge_codes)
        worker.register_pump("identity.pictures", pictures.purge_due)
