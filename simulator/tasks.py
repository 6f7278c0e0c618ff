"""What the simulator does outside a request: forget."""

import time
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from core import worker

_EVERY_SECONDS = 3600
_next_at = 0.0


def forget_what_is_past() -> int:
    """Once an hour: counts older than twelve months, saved answers and sessions that have expired."""
    global _next_at  # noqa: PLW0603
    if time.monotonic() < _next_at:
        return 0
    from simulator.services import purge_saved, purge_simulations

    today = timezone.localdate()
    deleted = purge_simulations(today) + purge_saved(today)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    _next_at = time.monotonic() + _EVERY_SECONDS
    return deleted


worker.register_pump("simulator.forget", forget_what_is_past)
