"""What the simulator does outside a request."""

from datetime import date

from django.utils import timezone

from core import worker

_last_purge: date | None = None


def purge_once_a_day() -> int:
    """Forget counts older than twelve months; looks only when the day has changed."""
    global _last_purge  # noqa: PLW0603
    today = timezone.localdate()
    if _last_purge == today:
        return 0
    from simulator.services import purge_simulations

    deleted = purge_simulations(today)
    _last_purge = today
    return deleted


worker.register_pump("simulator.purge", purge_once_a_day)
