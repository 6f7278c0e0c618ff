"""The whole matrix: every room's rows put together, and every address of the site as the URL configuration has it."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.rights import rooms
from tests.rights.rows import Row, Scene


@dataclass(frozen=True)
class Address:
    """One pattern of the URL configuration: its full name, its route and its view."""

    name: str
    route: str
    view: Any


def addresses(resolver: Any = None, prefix: str = "", namespace: str = "") -> Iterator[Address]:
    """Every address of the site, whichever room it is in. One without a name goes by its route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}" if pattern.name else route, route, pattern.callback)


def _gathered(what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(rooms.__path__):
        rows = getattr(importlib.import_module(f"{rooms.__name__}.{module.name}"), what, {})
        twice = set(rows) & set(found)
        assert not twice, f"{module.name} says again what another room has said: {sorted(twice)}"
        found |= rows
    return found


ROWS: dict[str, Row] = _gathered("ADDRESSES")
POWERS: dict[str, dict[str, set[str]]] = _gathered("POWERS")
_SUBJECTS = _gathered("SUBJECTS")


def rows_of(kind: type) -> dict[str, Any]:
    """The rows of one kind."""
    return {name: row for name, row in ROWS.items() if isinstance(row, kind)}


def subject(action: str, scene: Scene) -> Any:
    """What the policy of `action` is asked about: the dossier, unless its room says otherwise."""
    found = next((give for beginning, give in _SUBJECTS.items() if action.startswith(beginning)), None)
    return found(scene) if found else scene.dossier
