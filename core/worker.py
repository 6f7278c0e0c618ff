"""Whatever the apps have to do outside a request, and the embedded worker that does it in one thread.

Each app registers a pump — a function that does a bounded amount of due work and returns how much it did. All work is
in rows, so a worker killed at any point loses nothing: the next one takes it up. With a broker, beat has Celery turn
the pumps (`core.tasks.run_pump`); a pump must therefore be safe when two turn it at once.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.db import close_old_connections

logger = logging.getLogger(__name__)

_IDLE_SECONDS = 0.5
_LAST_TURN = "worker.last_turn"


@dataclass(frozen=True)
class Pump:
    """`work` does some of what is due and says how much; beat has it turned `every` so many seconds."""

    work: Callable[[], int]
    every: int


_PUMPS: dict[str, Pump] = {}


def register_pump(name: str, work: Callable[[], int], every: int = 60) -> None:
    """Add a pump; its name shows in logs. The embedded worker turns all of them all the time."""
    _PUMPS[name] = Pump(work, every)


def pumps() -> dict[str, Pump]:
    """Every registered pump."""
    return dict(_PUMPS)


def turn(name: str) -> int:
    """Turn one pump once; returns how much work was done. A failure is logged by its type and goes no further."""
    try:
        return _PUMPS[name].work()
    except Exception as error:
        logger.error("pump %s failed with %s", name, type(error).__name__)
        return 0


def note_turn() -> None:
    """Leave word, for every process that shares the cache, that a worker is at work."""
    cache.set(_LAST_TURN, time.time(), None)


def seconds_since_turn() -> int | None:
    """How long ago a worker on the broker turned a pump; None where none ever did, or the cache is not shared."""
    last = cache.get(_LAST_TURN)
    return None if last is None else round(time.time() - last)


def run_once() -> int:
    """Turn each pump once; returns how much work was done. A pump that fails does not stop the others."""
    return sum(turn(name) for name in pumps())


def run_until_idle(rounds: int = 200) -> None:
    """Run until nothing is due (tests and `demo_case`); raises RuntimeError if that never comes."""
    for _ in range(rounds):
        if run_once() == 0:
            return
    raise RuntimeError("the worker never came to rest")


def run_forever(stop: threading.Event) -> None:
    """Run until `stop` is set."""
    while not stop.is_set():
        close_old_connections()
        if run_once() == 0:
            stop.wait(_IDLE_SECONDS)
    close_old_connections()
