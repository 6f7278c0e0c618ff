"""What a sign-in at the identity provider is for: the room above says who comes, and does what follows.

One room at most registers: this one only checks who somebody is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from core.errors import AmparoError
from identity.models import ElectronicIdentity


@dataclass(frozen=True)
class Visits:
    """`subject_of` names the matter this browser has open (empty for none); the others answer the person."""

    subject_of: Callable[[HttpRequest], str]
    arrived: Callable[[HttpRequest, ElectronicIdentity], HttpResponse]
    failed: Callable[[HttpRequest, AmparoError], HttpResponse]


_REGISTERED: list[Visits] = []


def register_visits(visits: Visits) -> None:
    """Say what sign-ins are for."""
    _REGISTERED[:] = [visits]


def visits() -> Visits:
    """What they are for; raises ``electronic.off`` where no room said."""
    if not _REGISTERED:
        raise AmparoError("electronic.off")
    return _REGISTERED[0]
