"""`make stack` as its user meets it: one command, a case that ends decided, one Ctrl-C. What dies is started again."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from core import processes
from tests.flows.distributed.brokers import needs
from tests.services import free_port

pytestmark = pytest.mark.xdist_group("distributed")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where root's PostgreSQL, which runs as another user, can reach it too."""
    made = Path(tempfile.mkdtemp(prefix="amparo-stack-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def said_until(process: "subprocess.Popen[str]", word: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if word in line:
            return said
    raise AssertionError(f"ended without «{word}»:\n{said}")


def of_stack(folder: Path) -> list[str]:
    """Programs that still run on the stack's folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            mine = str(folder).encode() in (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue
        if mine and int(process.name) != os.getpid():
            found.append((process / "cmdline").read_text().replace("\0", " "))
    return found


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_one_command_starts_it_a_case_ends_decided_and_one_interrupt_ends_it(folder: Path) -> None:
    needs("redis")
    if connection.vendor != "postgresql":
        pytest.skip("the stack needs PostgreSQL (Debian: postgresql)")
    port = free_port()
    command = [sys.executable, "-m", "deploy.stack", "--port", str(port), "--folder", str(folder), "--workers", "1"]
    stack = subprocess.Popen(
        command, cwd=processes.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        said = said_until(stack, "Ctrl-C stops all of it")
        assert f"http://127.0.0.1:{port}/" in said
        case = subprocess.run(
            [
                "/bin/sh",
                "-c",
                f". {shlex.quote(str(folder))}/environment; exec {sys.executable} manage.py demo_case --here",
            ],
            cwd=processes.ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert case.returncode == 0, case.stdout + case.stderr
        assert case.stdout.splitlines()[-1].endswith(" authentic")
    finally:
        stack.send_signal(signal.SIGINT)
        rest, _ = stack.communicate(timeout=120)
    assert stack.returncode == 0, rest
    assert rest.splitlines()[-1].strip() == "Stopped."
    assert not answers(port)
    assert of_stack(folder) == []


def test_what_dies_is_started_again_and_all_end_together(tmp_path: Path) -> None:
    born = tmp_path / "born"
    line = f"import os, time; open({str(born)!r}, 'a').write(f'{{os.getpid()}} '); time.sleep(600)"
    said: list[str] = []
    watch = processes.Watch({"sleeper": [sys.executable, "-c", line]}, said.append, least_life=0)
    stop = threading.Event()
    thread = threading.Thread(target=watch.run, args=(stop,))
    thread.start()
    try:
        first = pids(born, 1)[0]
        os.kill(first, signal.SIGKILL)
        second = pids(born, 2)[1]
    finally:
        stop.set()
        thread.join(30)
    assert said == [f"sleeper stopped ({-signal.SIGKILL}); starting it again"]
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def pids(born: Path, count: int) -> list[int]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = born.read_text().split() if born.exists() else []
        if len(found) >= count:
            return [int(pid) for pid in found]
        time.sleep(0.05)
    raise AssertionError(f"{count} processes were not born")
