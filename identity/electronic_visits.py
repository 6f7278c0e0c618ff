"""What a sign-in at the identity provider is for: the room above says who comes, and does what follows.

One room at most registers: this one only checks who somebody is.
"""

from __future__ import annotations

from core.errors import AmparoError
from identity.types import Visits

_REGISTERED: list[Visits] = []


def register_visits(visits: Visits) -> None:
    """Say what sign-ins are for."""
    _REGISTERED[:] = [visits]


def visits() -> Visits:
    """What they are for; raises ``electronic.off`` where no room said."""
    if not _REGISTERED:
        raise AmparoError("electronic.off")
    return _REGISTERED[0]
