"""What runs apart from any request: one message of the outbox, and one turn of a pump."""

import time

from celery import shared_task

from core import outbox, worker

_TURN_SECONDS = 20


@shared_task(name="core.deliver_message")
def deliver_message(message_pk: int, attempt: int) -> bool:
    """Make attempt number `attempt` at one message; nothing happens if it was made already."""
    return outbox.deliver(message_pk, attempt)


@shared_task(name="core.run_pump")
def run_pump(name: str) -> int:
    """Run a pump until it has nothing left, or for a while; says how much it did. Safe beside itself."""
    worker.note_turn()
    done, until = 0, time.monotonic() + _TURN_SECONDS
    while time.monotonic() < until and (some := worker.turn(name)):
        done += some
    return done
