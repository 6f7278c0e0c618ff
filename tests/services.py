"""Real PostgreSQL and Redis for the test session, started before Django reads its settings.

Loaded as a plugin (``-p tests.services``), because pytest-django reads the settings before any ``conftest.py``. Both
servers listen on free loopback ports, keep nothing, and die with the session. Where one is not installed, the suite
runs on SQLite or without Redis and says so; with ``REQUIRE_ALL=1`` that is a failure instead.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from deploy import servers
from deploy.servers import NotInstalledError, Server, free_port

__all__ = ["REQUIRE_ALL", "free_port", "missing", "started"]

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def missing(what: str, package: str) -> str:
    """Say loudly that a part is not there; stop where every part is required."""
    reason = f"{what} is not installed (Debian: {package})"
    if REQUIRE_ALL:
        sys.exit(f"REQUIRE_ALL=1, but {reason}")
    print(f"\n*** {reason}: what needs it is SKIPPED ***\n", file=sys.stderr)
    return reason


def started(start: Callable[..., Server], **options: Any) -> Server | None:
    """Start a throw-away server, which ends with the session; None, said loudly, where it is not installed."""
    folder = Path(tempfile.mkdtemp(prefix="amparo-test-"))
    try:
        server = start(folder, **options)
    except NotInstalledError as absent:
        missing(absent.what, absent.package)
        return None

    def end() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return server


def _start_all() -> None:
    folder = tempfile.mkdtemp(prefix="amparo-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        AMPARO_TEST_SERVICES="1",
        AMPARO_DATA_DIR=folder,
        AMPARO_DEMONSTRATION="1",
        AMPARO_VISION_AHEAD="0",
        DJANGO_SETTINGS_MODULE="core.settings",
        OMP_THREAD_LIMIT="1",
    )
    for name, start in (("DATABASE_URL", servers.start_postgresql), ("REDIS_URL", servers.start_redis)):
        server = started(start)
        if server is not None:
            os.environ[name] = server.url


def _keep_apart(worker: str) -> None:
    """Each worker of pytest-xdist has its own folder and Redis database; pytest-django gives it its own database."""
    os.environ["AMPARO_DATA_DIR"] = str(Path(os.environ["AMPARO_DATA_DIR"]) / worker)
    if "REDIS_URL" in os.environ:
        number = int(worker.removeprefix("gw")) + 1
        os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{number}"


# Workers of pytest-xdist inherit the environment of the session that started the servers.
if os.environ.get("AMPARO_TEST_SERVICES") != "1":
    _start_all()
elif worker := os.environ.get("PYTEST_XDIST_WORKER"):
    _keep_apart(worker)
