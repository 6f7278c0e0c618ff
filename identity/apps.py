"""App registration of the identity room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Documents, faces, one-time codes, consents and staff sign-in."""

    name = "identity"
    verbose_name = "Identidad"

    def ready(self) -> None:
        """Register error texts, events and policies."""
        from core import mail, navigation, office_pages, worker
        from identity import errors, events, policies, signals, subscribers  # noqa: F401
        from identity.services import addresses, codes, pictures
        from identity.services.sign_in import office_refusal

        mail.watch_refusals(addresses.mark_undeliverable)
        office_pages.register_door(office_refusal)
        navigation.register_place("Por confirmar", "administration:pending", "staff.manage", order=60)
        navigation.register_place("Personal", "administration:people", "staff.manage", order=61)
        navigation.register_place("Oficinas", "administration:offices", "office.manage", order=62)
        worker.register_pump("identity.codes", codes.purge_codes)
        worker.register_pump("identity.pictures", pictures.purge_due)
