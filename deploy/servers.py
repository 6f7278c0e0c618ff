"""PostgreSQL, Redis and RabbitMQ as child processes on loopback: for `make stack`, which keeps their data, and for the
tests, which do not.

Nothing of the machine's own servers is touched: own ports, own folders, no service. Works as root and as a user;
PostgreSQL refuses root, so root starts it as ``postgres``.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.processes import dying_with_parent

_START_SECONDS = 60
_STOP_SECONDS = 15
_POSTGRESQL_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_RABBITMQ = (Path("/usr/lib/rabbitmq/bin/rabbitmq-server"), Path("/usr/sbin/rabbitmq-server"))


class NotInstalledError(Exception):
    """A server is not there; says which Debian package brings it."""

    def __init__(self, what: str, package: str) -> None:
        super().__init__(f"{what} is not installed (Debian: {package})")
        self.what, self.package = what, package


@dataclass
class Server:
    """A running server and how to reach it."""

    name: str
    url: str
    port: int
    processes: "list[subprocess.Popen[bytes]]"
    ends_on: int = signal.SIGTERM

    def stop(self) -> None:
        """End it in order; what does not end in time is killed."""
        for process in self.processes:
            process.send_signal(self.ends_on)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_SECONDS)
            _kill_group(process)

    def kill(self) -> None:
        """End it as a power cut would."""
        for process in self.processes:
            _kill_group(process)


def free_port() -> int:
    """A loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_postgresql(folder: Path, *, port: int = 0, keep: bool = False) -> Server:
    """Start a cluster in `folder`, made if it is not there; `keep` says whether a crash may lose anything."""
    binaries = _postgresql_binaries()
    port, data = port or free_port(), folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    owner = _not_root(folder)
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **owner}
    if not (data / "PG_VERSION").exists():
        sync = [] if keep else ["--no-sync"]
        made = subprocess.run(
            [str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "amparo", "-E", "UTF8", *sync],
            check=False,
            **quiet | {"stderr": subprocess.PIPE},
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed in {folder}: {bytes(made.stderr).decode().strip()}")
    options = ["listen_addresses=127.0.0.1", "max_connections=60", *(() if keep else _POSTGRESQL_FAST)]
    command = [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder]
    server = _start(command + [part for option in options for part in ("-c", option)], "INT", **quiet)
    # On SIGTERM it would wait until every client has gone.
    return _ready(Server("PostgreSQL", f"postgres://amparo@127.0.0.1:{port}/postgres", port, [server], signal.SIGINT))


def start_redis(folder: Path, *, port: int = 0, keep: bool = False) -> Server:
    """Start Redis in `folder`; with `keep`, what it holds is on disk within a second."""
    program, port = redis_program(), port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    options += ["--appendonly", "yes" if keep else "no"]
    server = _start([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return _ready(Server("Redis", f"redis://127.0.0.1:{port}/0", port, [server]))


def start_rabbitmq(folder: Path, *, port: int = 0) -> Server:
    """Start one RabbitMQ node in `folder`, with its own port mapper, cookie and configuration."""
    program, mapper = rabbitmq_programs()
    port, mapper_port = port or free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\nlog.file.level = warning\n")
    (folder / "enabled_plugins").write_text("[].\n")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ERL_EPMD_PORT": str(mapper_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "amparo@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none",
    }
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    # Started by us, or Erlang would leave one running for ever.
    names = _start([mapper, "-port", str(mapper_port), "-address", "127.0.0.1"], env=environment, **quiet)
    node = _start([program], env=environment, **quiet)
    return _ready(Server("RabbitMQ", f"amqp://guest:guest@127.0.0.1:{port}//", port, [node, names]))


def redis_program() -> str:
    """Where Redis is; raises `NotInstalledError`."""
    program = shutil.which("redis-server")
    if program is None:
        raise NotInstalledError("Redis", "redis-server")
    return program


def rabbitmq_programs() -> tuple[Path, str]:
    """Where RabbitMQ and Erlang's port mapper are; raises `NotInstalledError`."""
    program = next((path for path in _RABBITMQ if path.exists()), None)
    mapper = shutil.which("epmd")
    if program is None or mapper is None:
        raise NotInstalledError("RabbitMQ", "rabbitmq-server")
    return program, mapper


def _postgresql_binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not versions and on_path is None:
        raise NotInstalledError("PostgreSQL", "postgresql")
    return versions[-1].parent if versions else Path(str(on_path)).parent


def _not_root(folder: Path) -> dict[str, Any]:
    """For root: give `folder` to ``postgres`` and say to start as that user."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o700)
    as_owner: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
    if subprocess.run(["test", "-w", folder], check=False, cwd="/", **as_owner).returncode:
        raise RuntimeError(f"{folder} is out of reach of the user postgres: choose a folder outside of root's home")
    return as_owner


def _start(command: Sequence[Any], ending: str = "TERM", **options: Any) -> "subprocess.Popen[bytes]":
    # In a group of its own: Ctrl-C reaches whoever watches over it, who then ends it in order, or takes it along.
    guarded = dying_with_parent([str(part) for part in command], ending)
    return subprocess.Popen(guarded, stdin=subprocess.DEVNULL, start_new_session=True, **options)


def _ready(server: Server) -> Server:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.processes[0].poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.port)) == 0:
                return server
        time.sleep(0.05)
    server.kill()
    raise RuntimeError(f"{server.name} did not start on port {server.port}")


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
