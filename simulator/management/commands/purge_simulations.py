"""Forget the counts of simulations made more than twelve months ago, and saved answers whose days are over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from simulator.services import purge_saved, purge_simulations


class Command(BaseCommand):
    """`manage.py purge_simulations`; the worker does the same once a day."""

    help = "Delete anonymous counts older than twelve months and saved answers that have expired."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        today = timezone.localdate()
        self.stdout.write(f"{purge_simulations(today)} simulaciones borradas")
        self.stdout.write(f"{purge_saved(today)} simulaciones guardadas borradas")
