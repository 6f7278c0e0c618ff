"""`manage.py run_jobs`: the worker as a process of its own, until interrupted."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from core import worker


class Command(BaseCommand):
    """Runs due jobs and messages from their rows."""

    help = "Run the embedded worker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGINT or SIGTERM; the piece in hand is finished first."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        worker.run_forever(stop)
