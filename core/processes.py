"""The processes Amparo is made of, and watching over them: what dies is started again.

All work is in rows, so killing any of them at any moment loses nothing.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LOOK_EVERY_SECONDS = 0.5
_STOP_WITHIN_SECONDS = 20

Command = list[str]


def _program(name: str) -> str:
    """A program installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


#: Pages wait for the database, for mail, for a picture being read: meanwhile another one is answered.
_THREADS_OF_PAGES = 4


def web(host: str, port: int, workers: int, threads: int = _THREADS_OF_PAGES) -> Command:
    """The web server."""
    listen = ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    quiet = ["--backlog", "2048", "--log-level", "warning"]
    return [_program("granian"), "--interface", "wsgi", *listen, *quiet, "core.wsgi:application"]


def machines(host: str, port: int, workers: int) -> Command:
    """The web server once more, for calls of machines to the rules, so that nobody's page waits behind them.

    They wait for nothing but the processor: one thread each spares what passing Python from thread to thread costs.
    """
    return web(host, port, workers, threads=1)


def worker(name: str, concurrency: int = 2) -> Command:
    """A worker on the broker. Workers know nothing of each other: rows and broker say all there is to say."""
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [*_celery("worker"), "--concurrency", str(concurrency), "--hostname", f"{name}@%h", *alone]


def beat() -> Command:
    """The clock that has the pumps turned. It writes no file."""
    return [*_celery("beat"), "--pidfile", ""]


def _celery(part: str) -> Command:
    return [_program("celery"), "--quiet", "-A", "core.celery", part, "--loglevel", "WARNING"]


def standin(name: str, port: int) -> Command:
    """One stand-in administration of the demonstration."""
    return [sys.executable, "manage.py", "standin", name, "--port", str(port)]


class Watch:
    """Starts each command and starts it again when it ends, until told to stop."""

    def __init__(
        self, commands: Mapping[str, Command], say: Callable[[str], object], *, least_life: float = 5.0
    ) -> None:
        self._commands = commands
        self._say = say
        self._least_life = least_life
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._not_before: dict[str, float] = {}

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set, then end all of them in order, last started first."""
        while not stop.is_set():
            for name in self._commands:
                self._look_at(name)
            stop.wait(_LOOK_EVERY_SECONDS)
        self._end()

    def _look_at(self, name: str) -> None:
        process, now = self._running.get(name), time.monotonic()
        if (process is not None and process.poll() is None) or now < self._not_before.get(name, 0):
            return
        if process is not None:
            self._say(f"{name} stopped ({process.returncode}); starting it again")
        self._running[name] = start(self._commands[name])
        # One that cannot start must not take the machine with it.
        self._not_before[name] = now + self._least_life

    def _end(self) -> None:
        processes = list(reversed(self._running.values()))
        for process in processes:
            process.terminate()
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_WITHIN_SECONDS)
            kill(process)


def dying_with_parent(command: Command, ending: str = "TERM") -> Command:
    """The command, ended by the kernel when whoever started it dies, even by ``kill -9`` (Linux, util-linux)."""
    guard = shutil.which("setpriv")
    return [guard, "--pdeathsig", ending, *command] if guard else command


def start(command: Command, environment: Mapping[str, str] | None = None, **options: object) -> subprocess.Popen[bytes]:
    """Start a command in a group of its own: Ctrl-C reaches whoever watches, who then ends it in order."""
    variables = {**(environment or os.environ), "DJANGO_SETTINGS_MODULE": "core.settings"}
    return subprocess.Popen(dying_with_parent(command), cwd=ROOT, env=variables, start_new_session=True, **options)  # type: ignore[call-overload,no-any-return] # noqa: S603


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all its children as ``kill -9`` does."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
