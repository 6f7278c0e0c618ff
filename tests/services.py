"""Real PostgreSQL and Redis for the test session, started before Django reads its settings.

Loaded as a plugin (``-p tests.services``), because pytest-django reads the settings before any ``conftest.py``. Both
servers listen on free loopback ports, keep nothing, and die with the session. Where one is not installed, the suite
runs on SQLite or without Redis and says so; with ``REQUIRE_ALL=1`` that is a failure instead.
"""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(what: str, package: str) -> str:
    """Say loudly that a part is not there; stop where every part is required."""
    reason = f"{what} is not installed (Debian: {package})"
    if REQUIRE_ALL:
        sys.exit(f"REQUIRE_ALL=1, but {reason}")
    print(f"\n*** {reason}: what needs it is SKIPPED ***\n", file=sys.stderr)
    return reason


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def _stop(process: "subprocess.Popen[bytes]", folder: Path | None = None) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_binaries() -> Path | None:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return versions[-1].parent if versions else Path(on_path).parent if on_path else None


def start_postgresql() -> str | None:
    """Start a throw-away cluster; returns its URL. PostgreSQL refuses root, so root starts it as ``postgres``."""
    binaries = _postgresql_binaries()
    if binaries is None:
        missing("PostgreSQL", "postgresql")
        return None
    folder, port = Path(tempfile.mkdtemp(prefix="amparo-pg-")), free_port()
    as_user = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-A", "trust", "-U", "amparo", "-E", "UTF8", "--no-sync"],
        check=True,
        **quiet,
        **as_user,
    )
    server = subprocess.Popen(
        [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder]
        + ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off"]
        + ["-c", "synchronous_commit=off", "-c", "max_connections=60"],
        **quiet,
        **as_user,
    )
    atexit.register(_stop, server, folder)
    _wait_for(port)
    return f"postgres://amparo@127.0.0.1:{port}/postgres"


def start_redis() -> str | None:
    """Start a Redis that keeps nothing; returns its URL."""
    program = shutil.which("redis-server")
    if program is None:
        missing("Redis", "redis-server")
        return None
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    atexit.register(_stop, server)
    _wait_for(port)
    return f"redis://127.0.0.1:{port}/0"


def _start_all() -> None:
    folder = tempfile.mkdtemp(prefix="amparo-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        AMPARO_TEST_SERVICES="1",
        AMPARO_DATA_DIR=folder,
        AMPARO_DEMONSTRATION="1",
        DJANGO_SETTINGS_MODULE="core.settings",
        OMP_THREAD_LIMIT="1",
    )
    for name, url in (("DATABASE_URL", start_postgresql()), ("REDIS_URL", start_redis())):
        if url is not None:
            os.environ[name] = url


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
