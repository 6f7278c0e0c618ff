"""Counts that every process shares, each for a while: of calls, by whoever makes them.

Redis is asked directly, once a count, where there is one; Django's cache would look first whether the count is there.
Without Redis there is one process, and its own cache counts.
"""

from __future__ import annotations

import hashlib
from functools import cache as once

from django.conf import settings
from django.core.cache import cache
from redis import Redis


def add(what: str, number: int, seconds: int) -> int:
    """Add to the count of `what`, which is forgotten after so many seconds; returns what it comes to.

    `what` may say who calls: only its hash is kept.
    """
    key = key_of(what)
    if not settings.REDIS_URL:
        cache.add(key, 0, seconds)
        return int(cache.incr(key, number))
    redis = _redis(settings.REDIS_URL)
    total: int = redis.incrby(key, number)
    if total == number:
        redis.expire(key, seconds)
    return total


def key_of(what: str) -> str:
    """The name a count is kept under."""
    return f"count.{hashlib.sha256(what.encode()).hexdigest()}"


@once
def _redis(url: str) -> Redis:
    return Redis.from_url(url)
