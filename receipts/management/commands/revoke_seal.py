"""`manage.py revoke_seal FINGERPRINT --since 2026-11-21T10:00`: stop believing a certificate whose key was lost."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.actors import SYSTEM
from core.errors import AmparoError
from receipts import services


class Command(BaseCommand):
    """What it sealed before that moment stands; what it sealed after is shown as revoked."""

    help = "Stop believing what a certificate sealed from a moment on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which certificate, and since when."""
        parser.add_argument("fingerprint", help="its first letters are enough; see manage.py check_seal")
        parser.add_argument("--since", required=True, type=datetime.fromisoformat, metavar="YYYY-MM-DDTHH:MM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke."""
        since = options["since"]
        since = timezone.make_aware(since) if timezone.is_naive(since) else since
        try:
            row = services.revoke_certificate(options["fingerprint"], since, SYSTEM)
        except AmparoError as error:
            raise CommandError(f"{error.what} {error.next_step}") from error
        self.stdout.write(f"{row} is not believed from {row.revoked_from:%Y-%m-%d %H:%M} on")
