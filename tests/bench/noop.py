"""A task that does nothing, for `bench_broker`; its worker is told to include this module."""

from celery import shared_task


@shared_task(name="bench.noop")
def noop() -> None:
    """Nothing."""
