"""A brake on guessing and on floods: so many calls from one address on the network in a quarter of an hour."""

import hashlib
import time

from django.core.cache import cache
from django.http import HttpRequest

from core.errors import AmparoError
from core.networks import client_address, subscriber

WINDOW_SECONDS = 15 * 60


def spend(request: HttpRequest, way: str, most: int) -> None:
    """Count one call of a kind; raises ``request.too_many`` past `most`. The cache holds a hash, never the address."""
    now = int(time.time())
    caller = subscriber(client_address(request))
    digest = hashlib.sha256(f"{way}|{caller}|{now // WINDOW_SECONDS}".encode()).hexdigest()
    key = f"limit.{digest}"
    cache.add(key, 0, WINDOW_SECONDS)
    if cache.incr(key) > most:
        raise AmparoError("request.too_many", minutes=-(-(WINDOW_SECONDS - now % WINDOW_SECONDS) // 60))
