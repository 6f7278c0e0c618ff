"""One process apart, seen by its parent: start it, ask it, end it."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from core.apart import messages
from core.apart.types import Answer, GaveUpError, Limits, Reason
from core.errors import AmparoError, catalogue

_ROOT = Path(__file__).resolve().parents[2]
_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 - folders in it are made by mkdtemp, for us alone
_PREFIX = "amparo-apart-"
_CHUNK = 1 << 16
_LOOK_SECONDS = 0.05
_PASSED_ON = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
# One thread and one heap each: processes are many, and memory is counted.
_QUIET = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class ApartProcess:
    """A started process with `module` loaded. Not for two threads at once: `Workers` sees to that."""

    def __init__(self, module: str, limits: Limits) -> None:
        self.limits = limits
        self.asked = 0
        self._buffer = bytearray()
        self._folder = _private_folder()
        command = [sys.executable, "-m", "core.apart.child", module, "--parent", str(os.getpid())]
        bounds = ["--megabytes", str(limits.megabytes), "--processor-seconds", str(limits.processor_seconds)]
        # Popen forks and runs the new program at once, with no Python between: safe with threads about.
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, "--folder", str(self._folder), *bounds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_environment(),
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._into, self._out_of = self._process.stdin.fileno(), self._process.stdout.fileno()
        for descriptor in (self._into, self._out_of):
            os.set_blocking(descriptor, False)
        self._ready()

    @property
    def number(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs. One that was just killed is a zombie until its last thread has ended."""
        if self._process.poll() is not None:
            return False
        with contextlib.suppress(OSError, IndexError):
            return Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
        return False

    def megabytes(self) -> float:
        """Memory it holds now; 0 when it is gone."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            pages = int(Path(f"/proc/{self.number}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
        return 0.0

    def ask(self, operation: str, arguments: dict[str, Any], parts: tuple[bytes, ...] = ()) -> Answer:
        """Its answer. Raises an AmparoError it answered with, or `GaveUpError`; after that one the process is gone."""
        self.asked += 1
        question = {"number": self.asked, "operation": operation, "arguments": arguments}
        values, given = self._exchange(messages.packed(question, parts), self.limits.seconds)
        if values.get("number") != self.asked:
            raise self._gave_up("failed", "another question's answer")
        if "gave_up" in values:
            raise self._gave_up("memory" if values["gave_up"] == "memory" else "failed", str(values.get("detail", "")))
        if "error" in values:
            raise self._error(values)
        if not isinstance(values.get("values"), dict):
            raise self._gave_up("failed", "no values")
        return Answer(values["values"], given)

    def end(self) -> None:
        """End it and whatever it started, at once, and leave nothing of it behind."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.number, signal.SIGKILL)
        self._process.wait()
        self.let_go()
        shutil.rmtree(self._folder, ignore_errors=True)

    def let_go(self) -> None:
        """Close our ends of the pipes. In a process forked off the parent, that is all: the worker is not its own."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _ready(self) -> None:
        """Wait for it to have loaded; whatever goes wrong so early is no fault of the question."""
        try:
            values, _ = self._exchange(b"", self.limits.start_seconds)
        except GaveUpError as error:
            raise GaveUpError("start", str(error)) from None
        if values.get("ready") is not True:
            raise self._gave_up("start", "said something else")

    def _exchange(self, message: bytes, seconds: float) -> tuple[dict[str, Any], tuple[bytes, ...]]:
        """Send, and read the next message; whatever goes wrong ends the process."""
        until = time.monotonic() + seconds
        try:
            self._send(memoryview(message), until)
            return messages.read(lambda size: self._exactly(size, until))
        except messages.BrokenMessageError:
            raise self._gave_up("failed", "no message") from None
        except (BrokenPipeError, EOFError):
            raise self._ended() from None

    def _send(self, message: memoryview, until: float) -> None:
        while message:
            self._wait(self._into, select.POLLOUT, until)
            with contextlib.suppress(BlockingIOError):
                message = message[os.write(self._into, message[:_CHUNK]) :]

    def _exactly(self, size: int, until: float) -> bytes:
        while len(self._buffer) < size:
            self._wait(self._out_of, select.POLLIN, until)
            with contextlib.suppress(BlockingIOError):
                came = os.read(self._out_of, _CHUNK)
                if not came:
                    raise EOFError
                self._buffer += came
        content = bytes(self._buffer[:size])
        del self._buffer[:size]
        return content

    def _wait(self, descriptor: int, event: int, until: float) -> None:
        """Wait for the pipe; meanwhile look at the clock and at the memory of the process."""
        poller = select.poll()
        poller.register(descriptor, event)
        while not poller.poll(_LOOK_SECONDS * 1000):
            if time.monotonic() > until:
                raise self._gave_up("time")
            if self.megabytes() > self.limits.megabytes:
                raise self._gave_up("memory")

    def _ended(self) -> GaveUpError:
        """It ended by itself: of what?"""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.returncode
        reason: Reason = "time" if code == -signal.SIGXCPU else "died"
        return self._gave_up(reason, signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}")

    def _gave_up(self, reason: Reason, detail: str = "") -> GaveUpError:
        self.end()
        return GaveUpError(reason, detail)

    def _error(self, values: dict[str, Any]) -> Exception:
        """The error of the catalogue it answered with. Its words are ours, whatever it was made to say."""
        code, parameters = values["error"], values.get("parameters")
        plain = isinstance(parameters, dict) and all(isinstance(one, str | int | float) for one in parameters.values())
        if not isinstance(code, str) or code not in catalogue() or not plain:
            return self._gave_up("failed", "unknown error")
        return AmparoError(code, **{str(name): one for name, one in (parameters or {}).items()})


def _environment() -> dict[str, str]:
    """Where programs and our code are, and nothing else: no key, no address of a database."""
    known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return known | _QUIET | {"LANG": "C.UTF-8", "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _private_folder() -> Path:
    """A folder for passing files, readable by us alone and in memory where there is such a place.

    Removed with the process; those of parents that died are removed here.
    """
    place = _MEMORY_FOLDER if os.access(_MEMORY_FOLDER, os.W_OK) else Path(tempfile.gettempdir())
    for old in place.glob(f"{_PREFIX}*"):
        parent = old.name.removeprefix(_PREFIX).split("-")[0]
        if parent.isdigit() and not Path(f"/proc/{parent}").exists():
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
