"""So many calls a minute from one network address, whichever process answers them.

The count is in the cache that all processes share. A process takes some calls from it at once and gives them out by
itself, so that most calls ask nobody; what it does not give out is lost with the minute, which can only make the limit
a little stricter. An address of IPv6 counts by its network: one subscriber has as many as they like of it.
"""

from __future__ import annotations

import hashlib
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from core.networks import client_address, subscriber

_SECONDS = 60
#: A minute's calls are taken in so many parts.
_PARTS = 60
_MOST_CALLERS = 100_000


class TooManyCallsError(Exception):
    """The minute's calls are used up; `wait` seconds until there are more."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class _Held:
    """The calls this process has taken from the shared count in this minute, by caller."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._left: dict[str, int] = {}

    def take(self, caller: str, minute: int) -> bool:
        """Give out one that is held; False where there is none."""
        with self._lock:
            if self._minute != minute or len(self._left) > _MOST_CALLERS:
                self._minute, self._left = minute, {}
            left = self._left.get(caller, 0)
            if left:
                self._left[caller] = left - 1
            return left > 0

    def add(self, caller: str, minute: int, calls: int) -> None:
        """Hold some more."""
        with self._lock:
            if calls and self._minute == minute:
                self._left[caller] = self._left.get(caller, 0) + calls

    def forget(self) -> None:
        """Give nothing more out that was taken before."""
        with self._lock:
            self._left.clear()


held = _Held()


def spend(request: HttpRequest) -> None:
    """Count one call; raises TooManyCallsError."""
    most = settings.API_CALLS_PER_MINUTE
    minute, second = divmod(int(time.time()), _SECONDS)
    caller = subscriber(client_address(request))
    if held.take(caller, minute):
        return
    part = max(1, most // _PARTS)
    before = _counted(caller, minute, part) - part
    if before >= most:
        raise TooManyCallsError(_SECONDS - second)
    held.add(caller, minute, min(part, most - before) - 1)


def _counted(caller: str, minute: int, calls: int) -> int:
    """Add to the shared count of the minute; returns what it comes to."""
    digest = hashlib.sha256(f"{caller}|{minute}".encode()).hexdigest()
    key = f"simulator.calls.{digest}"
    for _ in range(2):
        try:
            return int(cache.incr(key, calls))
        except ValueError:
            if cache.add(key, calls, 2 * _SECONDS):
                return calls
    return calls  # the count went with the cache in between; the next call finds it again
