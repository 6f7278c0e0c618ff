"""The two brokers, and what says loudly that one is not installed."""

from collections.abc import Callable

import pytest

from deploy import servers
from tests.services import missing, started

START: dict[str, Callable[..., servers.Server]] = {"redis": servers.start_redis, "rabbitmq": servers.start_rabbitmq}
_INSTALLED: dict[str, Callable[[], object]] = {"redis": servers.redis_program, "rabbitmq": servers.rabbitmq_programs}


def needs(kind: str) -> None:
    """Skip, said loudly, where the broker is not installed; with REQUIRE_ALL=1 that is a failure."""
    try:
        _INSTALLED[kind]()
    except servers.NotInstalledError as absent:
        pytest.skip(missing(absent.what, absent.package))


def throwaway(kind: str) -> servers.Server:
    """A broker that ends with the session at the latest."""
    needs(kind)
    server = started(START[kind])
    assert server is not None
    return server
