"""A brake on guessing and on floods: so many calls from one address on the network in a quarter of an hour."""

import time

from django.http import HttpRequest

from core import counting
from core.errors import AmparoError
from core.networks import client_address, subscriber

WINDOW_SECONDS = 15 * 60


def spend(request: HttpRequest, way: str, most: int) -> None:
    """Count one call of a kind; raises ``request.too_many`` past `most`. No address is kept, only a hash."""
    now = int(time.time())
    caller = subscriber(client_address(request))
    if counting.add(f"{way}|{caller}|{now // WINDOW_SECONDS}", 1, WINDOW_SECONDS) > most:
        raise AmparoError("request.too_many", minutes=-(-(WINDOW_SECONDS - now % WINDOW_SECONDS) // 60))
