"""`python -m tests.bench.bench_broker` — messages sent a second, empty tasks a second and child, and forty dossiers of
three checks from submission to assignment: with the embedded worker, on Redis and on RabbitMQ.

Each administration takes 0.15 s to answer. The embedded worker is one thread; on a broker there is one worker with two
children. Seconds are by the clock, from the first submission to the last assignment.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import database

MESSAGES, DOSSIERS = 2000, 40
ANSWER_SECONDS = 0.15
PATIENCE = 600


def _sent() -> float:
    """Messages a second from one process, as a request sends them."""
    from core import publishing
    from tests.bench.noop import noop

    publishing.send(noop)
    started = time.perf_counter()
    for _ in range(MESSAGES):
        assert publishing.send(noop)
    return MESSAGES / (time.perf_counter() - started)


def _waiting(url: str) -> int:
    from core.celery import JOBS, app

    with app.connection_for_read(url) as connection:
        try:
            return int(connection.default_channel.queue_declare(queue=JOBS, passive=True).message_count)
        except connection.channel_errors:
            return 0  # Redis keeps no empty queue


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            sys.exit(f"not within {PATIENCE} s")
        time.sleep(0.05)


def _run(url: str, environment: dict[str, str], log: Path) -> float:
    """Empty tasks a second of one child, from the queue that `_sent` left: the first tenth is for its start."""
    from core import processes
    from tests.flows.distributed.group import WorkerGroup

    command = [*processes.worker("bench", concurrency=1), "--include", "tests.bench.noop"]
    group = WorkerGroup(environment, log, command)
    group.start()
    try:
        _wait(lambda: _waiting(url) <= MESSAGES * 9 // 10)
        left, started = _waiting(url), time.perf_counter()
        _wait(lambda: _waiting(url) == 0)
        return left / (time.perf_counter() - started)
    finally:
        group.stop()


def _dossiers(name: str, group: object) -> str:
    from applications.models import Application
    from tests.flows.distributed.group import WorkerGroup
    from workflow.models import Assignment

    assert isinstance(group, WorkerGroup)
    before = Assignment.objects.count()
    group.start()
    try:
        # One goes before the others, so that no figure holds the start of a process.
        group.act("submit", "1", f"{name}-first-")
        _wait(lambda: Assignment.objects.count() == before + 1)
        group.act("submit", str(DOSSIERS), f"{name}-")
        _wait(lambda: Assignment.objects.count() == before + 1 + DOSSIERS)
    finally:
        group.stop()
    first = Application.objects.order_by("-id")[DOSSIERS - 1].submitted_at
    last = Assignment.objects.latest("at").at
    assert first is not None
    return f"{name}: {DOSSIERS} dossiers of 3 checks assigned in {(last - first).total_seconds():.1f} s"


def _on(kind: str, folder: Path, urls: dict[str, str]) -> None:
    """All figures of one broker."""
    from django.conf import settings

    from deploy import servers
    from tests.flows.distributed.brokers import START
    from tests.flows.distributed.group import WorkerGroup, environment

    try:
        server = START[kind](folder / kind)
    except servers.NotInstalledError as absent:
        print(f"{kind}: {absent}")
        return
    try:
        # The queues are declared by whoever comes first: sender and worker must be told of the same broker.
        settings.CELERY_BROKER_URL = server.url
        of_broker = environment(server.url, urls) | _TERMS
        sent = _sent()
        print(f"{kind}: {sent:.0f} messages sent a second", flush=True)
        print(f"{kind}: {_run(server.url, of_broker, folder / 'log'):.0f} empty tasks a second and child", flush=True)
        print(_dossiers(kind, WorkerGroup(of_broker, folder / "log")), flush=True)
    finally:
        settings.CELERY_BROKER_URL = ""
        server.stop()


_TERMS = {"AMPARO_JOB_LEASE_SECONDS": "120", "AMPARO_SWEEP_SECONDS": "5"}


def _embedded(folder: Path, urls: dict[str, str]) -> None:
    from tests.flows.distributed.group import WorkerGroup, environment

    command = [sys.executable, "manage.py", "run_jobs"]
    print(_dossiers("embedded", WorkerGroup(environment("", urls) | _TERMS, folder / "log", command)), flush=True)


def main(kinds: list[str]) -> None:
    """Measure and print; one broker a process, since Celery reads its settings once."""
    if kinds == ["all"]:
        for kind in ("embedded", "redis", "rabbitmq"):
            os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-m", "tests.bench.bench_broker", kind)
        return
    (kind,) = kinds
    if kind == "rabbitmq":
        # Read when Celery first looks; the address itself comes with the server.
        os.environ["CELERY_BROKER_URL"] = "amqp://"
    database.ready()
    from interop.standins import serve
    from interop.standins import server as standin_server
    from tests.flows.dossiers import staff

    standin_server.SLOW_SECONDS = ANSWER_SECONDS
    running = [serve(name, fault="slow") for name in ("police", "tax", "residence")]
    urls = {one.name: one.url for one in running}
    staff("bench", "processor")
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as folder:
        if kind == "embedded":
            _embedded(Path(folder), urls)
        else:
            _on(kind, Path(folder), urls)
    for one in running:
        one.stop()


if __name__ == "__main__":
    main(sys.argv[1:] or ["all"])
