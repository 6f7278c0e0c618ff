"""What the simulator does outside a request: runs of the policy simulator, and forgetting."""

import time
from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core import worker

_EVERY_SECONDS = 3600
_next_at = 0.0


def forget_what_is_past() -> int:
    """Once an hour: counts and runs older than twelve months, saved answers and sessions that have expired."""
    global _next_at  # noqa: PLW0603
    if time.monotonic() < _next_at:
        return 0
    from simulator.policy_runs import purge_policy_runs
    from simulator.services import purge_saved, purge_simulations

    today = timezone.localdate()
    deleted = purge_simulations(today) + purge_saved(today) + purge_policy_runs(today)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    _next_at = time.monotonic() + _EVERY_SECONDS
    return deleted


@shared_task(name="simulator.run_policy")
def run_policy(run_pk: int) -> bool:
    """Run one row of the policy simulator, if it still waits."""
    from simulator.policy_runs import run

    return run(run_pk)


def run_waiting_policies() -> int:
    """Pump: the next run that waits, or whose worker died."""
    from simulator.policy_runs import run_next

    return run_next()


worker.register_pump("simulator.forget", forget_what_is_past)
worker.register_pump("simulator.policies", run_waiting_policies, every=5)
