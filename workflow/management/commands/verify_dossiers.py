"""`manage.py verify_dossiers`: what must hold of every dossier, whatever happened on the way; exit 1 if it does not."""

from typing import Any

from django.core.management.base import BaseCommand

from workflow.invariants import breaches
from workflow.models import Dossier


class Command(BaseCommand):
    """Prints one line for each invariant broken, with the dossier's public id and nothing personal."""

    help = "Verify that every dossier has one place, one clock, one owner or queue, and what was acknowledged."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything at one moment and tell."""
        found = breaches()
        for breach in found:
            self.stdout.write(str(breach))
        if found:
            raise SystemExit(1)
        self.stdout.write(f"{Dossier.objects.count()} dossiers, all sound")
