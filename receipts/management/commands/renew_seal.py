"""`manage.py renew_seal`: a new key and certificate from the demonstration's own authority.

What the old key sealed stays good; the old key is destroyed. A real installation gets its new certificate from its
provider and puts it in the place of the old one: see `deploy/README.md`.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from receipts.seal import renew_demonstration_seal


class Command(BaseCommand):
    """Renew the seal of the demonstration."""

    help = "Make a new key and certificate for the demonstration's seal."

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew, where the authority's key is here."""
        if settings.SEAL["signer"] != "file":
            raise CommandError("the key of this seal is not kept in a file: renew it where it is kept")
        try:
            keys = renew_demonstration_seal(Path(settings.SEAL_KEYS_DIR))
        except FileNotFoundError:
            raise CommandError("the authority's key is not here: ask your provider for the new certificate") from None
        self.stdout.write(f"New seal in {keys.certificate}. Running processes use it from the next document on.")
