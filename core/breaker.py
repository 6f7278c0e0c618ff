"""A circuit breaker around something far away that may not answer: other administrations, the broker.

pybreaker holds its lock during the call it guards, so calls through it would queue behind a slow one. While all is
well, `guard` therefore calls outside of it and lets it count the outcome afterwards.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pybreaker

logger = logging.getLogger(__name__)
T = TypeVar("T")


class NotTried(Exception):
    """The breaker is open: the call was not made."""


class Breaker(pybreaker.CircuitBreaker):
    """Opens after `failures` in a row; `seconds` later lets one call through to see. Thread-safe."""

    def __init__(self, name: str, *, failures: int, seconds: float, harmless: Iterable[type[Exception]] = ()) -> None:
        super().__init__(
            fail_max=failures,
            reset_timeout=seconds,  # type: ignore[arg-type] # pybreaker only adds it to a moment
            exclude=list(harmless),
            name=name,
            listeners=[_Log()],
            throw_new_error_on_trip=False,
        )
        self._trial = threading.Lock()

    @property
    def closed(self) -> bool:
        """Whether calls go through."""
        return bool(self.current_state == pybreaker.STATE_CLOSED)

    def guard(self, function: Callable[..., T], *args: Any) -> T:
        """Call, and count how it went; raises what the call raises, or `NotTried`."""
        if not self.closed:
            return self._on_trial(function, *args)
        try:
            result = function(*args)
        except Exception as failure:
            self._count(failure)
            raise
        self._count(None)
        return result

    def _on_trial(self, function: Callable[..., T], *args: Any) -> T:
        """While open: one trial call at a time when its time has come, an immediate refusal for the rest."""
        if not self._trial.acquire(blocking=False):
            raise NotTried
        try:
            return self.call(function, *args)
        except pybreaker.CircuitBreakerError:
            raise NotTried from None
        finally:
            self._trial.release()

    def _count(self, outcome: Exception | None) -> None:
        def replay() -> None:
            if outcome is not None:
                raise outcome

        # The caller already holds the outcome.
        with contextlib.suppress(Exception):
            self.call(replay)


class _Log(pybreaker.CircuitBreakerListener):
    def state_change(self, cb: Any, old_state: Any, new_state: Any) -> None:
        logger.warning("breaker %s: %s", cb.name, new_state.name)
