"""So many calls a minute from one network address, whichever process answers them.

The count is shared by all processes. A process takes some calls from it at once and gives them out by itself, so that
most calls ask nobody: few at first, more to who goes on calling. What it does not give out is lost with the minute,
which can only make the limit a little stricter. An address of IPv6 counts by its network: one subscriber has as many
as they like of it.
"""

from __future__ import annotations

import threading
import time

from django.conf import settings
from django.http import HttpRequest

from core import counting
from core.networks import client_address, subscriber

_SECONDS = 60
#: The parts of a minute's calls that are taken at once: the first, and the largest.
_FIRST, _LARGEST = 60, 20
_MOST_CALLERS = 100_000


class TooManyCallsError(Exception):
    """The minute's calls are used up; `wait` seconds until there are more."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class _Held:
    """The calls this process has taken from the shared count in this minute, by caller: those left, and how many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._left: dict[str, tuple[int, int]] = {}

    def take(self, caller: str, minute: int) -> int | None:
        """Give out one that is held (None), or, where none is, say how many have been taken before."""
        with self._lock:
            if self._minute != minute or len(self._left) > _MOST_CALLERS:
                self._minute, self._left = minute, {}
            left, taken = self._left.get(caller, (0, 0))
            if not left:
                return taken
            self._left[caller] = left - 1, taken
            return None

    def add(self, caller: str, minute: int, left: int, taken: int) -> None:
        """Hold some more: those left of so many just taken."""
        with self._lock:
            if self._minute == minute:
                before, already = self._left.get(caller, (0, 0))
                self._left[caller] = before + left, already + taken

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
    taken = held.take(caller, minute)
    if taken is None:
        return
    part = max(1, most // _FIRST, min(taken, most // _LARGEST))
    before = counting.add(f"simulator.calls|{caller}|{minute}", part, 2 * _SECONDS) - part
    if before >= most:
        raise TooManyCallsError(_SECONDS - second)
    part = min(part, most - before)
    held.add(caller, minute, part - 1, part)
