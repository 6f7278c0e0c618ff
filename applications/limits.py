"""Brakes on guessing: how many times one address on the network may try one thing."""

from __future__ import annotations

import hashlib
import time

from django.core.cache import cache
from django.http import HttpRequest

from core.errors import AmparoError
from core.networks import client_address

WINDOW_SECONDS = 15 * 60


def spend(request: HttpRequest, what: str, most: int) -> None:
    """Count one try of `what` from this address; raise when there were `most` in a quarter of an hour.

    The cache's key holds a hash of the address, never the address.
    """
    window = int(time.time()) // WINDOW_SECONDS
    address = client_address(request)
    digest = hashlib.sha256(f"{what}|{address}|{window}".encode()).hexdigest()
    key = f"applications.limit.{digest}"
    cache.add(key, 0, WINDOW_SECONDS)
    if cache.incr(key) > most:
        left = WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
        raise AmparoError("request.too_many", minutes=max(1, -(-left // 60)))
