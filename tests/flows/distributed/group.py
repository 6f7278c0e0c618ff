"""A worker with its two children and beat, as an operator runs them, on the database of the test."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection

from core import processes

# Beat as the worker's child: one thing to start, one thing to kill.
WITH_BEAT = [*processes.worker("test"), "--beat"]


class WorkerGroup:
    """Started, killed as a power cut would, stopped in order."""

    def __init__(self, environment: dict[str, str], log: Path, command: processes.Command = WITH_BEAT) -> None:
        self.environment, self.log, self._command = environment, log, command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = processes.start(self._command, self.environment, stdout=output, stderr=output)

    def kill(self) -> None:
        if self._process is not None:
            processes.kill(self._process)
        self._process = None

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(20)
        self.kill()

    def act(self, *arguments: str) -> None:
        """Do what people do, in a process of its own, and wait for its end."""
        command = [sys.executable, "-m", "tests.flows.distributed.acts", *arguments]
        with self.log.open("ab") as output:
            ended = processes.start(command, self.environment, stdout=output, stderr=output).wait(300)
        assert ended == 0, self.tail()

    def wait(self, until: Callable[[], bool], seconds: float, what: str) -> None:
        """Look until it holds; where it never does, say what the processes said."""
        deadline = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < deadline, f"{what}: not in {seconds} s. The processes said:\n{self.tail()}"
            time.sleep(0.1)

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-6000:] if self.log.exists() else ""


def environment(broker_url: str, standin_urls: dict[str, str], **more: str) -> dict[str, str]:
    """This test's database, folder and keys, with a broker; leases and sweeps short enough to wait for."""
    database = connection.settings_dict
    place = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {
        **os.environ,
        **{f"AMPARO_STANDIN_{name.upper()}": url for name, url in standin_urls.items()},
        "DATABASE_URL": f"postgres://{place}",
        "CELERY_BROKER_URL": broker_url,
        # Shorter than a job may take on a busy machine: then two run it at once, and still nothing happens twice.
        "AMPARO_JOB_LEASE_SECONDS": "8",
        "AMPARO_SWEEP_SECONDS": "1",
        "AMPARO_BROKER_PAUSE_SECONDS": "2",
        "CELERY_SKIP_CHECKS": "1",
        **more,
    }
