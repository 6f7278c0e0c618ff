"""The three stand-in administrations, really answering, and a cache of our own."""

from collections.abc import Iterator

import pytest

from interop import connectors
from interop.standins import StandIn, serve


@pytest.fixture
def stand_ins(settings) -> Iterator[dict[str, StandIn]]:
    """Police, tax and residence on free ports; each test gets fresh connectors and breakers."""
    running = {name: serve(name) for name in ("police", "tax", "residence")}
    settings.STANDIN_URLS = {name: one.url for name, one in running.items()}
    yield running
    for one in running.values():
        one.stop()
    connectors._connector.cache_clear()
