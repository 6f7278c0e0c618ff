"""`manage.py close_days`: seal the roots of the days that are over. The worker does it too; both is harmless."""

from typing import Any

from django.core.management.base import BaseCommand

from receipts import services


class Command(BaseCommand):
    """For installations that prefer a timer of their own."""

    help = "Seal the root of every day that is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Close until nothing is due."""
        total = 0
        while closed := services.close_due_days():
            total += closed
        self.stdout.write(f"{total} days closed")
