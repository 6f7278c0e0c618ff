"""`manage.py verify_events`: walk the chain of events; exit 1 if a link is missing or changed."""

from typing import Any

from django.core.management.base import BaseCommand

from core import events
from core.models import AuditEvent


class Command(BaseCommand):
    """Prints each fault found, or how many events are sound."""

    help = "Verify the hash chain of events."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain."""
        faults = list(events.verify())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise SystemExit(1)
        self.stdout.write(f"{AuditEvent.objects.exclude(position=None).count()} events, chain sound")
