"""Forget the counts of simulations made more than twelve months ago."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from simulator.services import purge_simulations


class Command(BaseCommand):
    """`manage.py purge_simulations`; the worker does the same once a day."""

    help = "Delete the anonymous counts of simulations older than twelve months."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        self.stdout.write(f"{purge_simulations(timezone.localdate())} simulaciones borradas")
