"""The embedded worker: runs, in one thread, whatever the apps have to do outside a request.

Each app registers a pump — a function that does a bounded amount of due work and returns how much it did. All work is
in rows, so a worker killed at any point loses nothing: the next one takes it up.
"""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)

Pump = Callable[[], int]
_IDLE_SECONDS = 0.5
_PUMPS: dict[str, Pump] = {}


def register_pump(name: str, pump: Pump) -> None:
    """Add a pump; its name shows in logs."""
    _PUMPS[name] = pump


def run_once() -> int:
    """Run each pump once; returns how much work was done. A pump that fails is logged and does not stop the others."""
    done = 0
    for name, pump in list(_PUMPS.items()):
        try:
            done += pump()
        except Exception as error:
            logger.error("pump %s failed with %s", name, type(error).__name__)
    return done


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
