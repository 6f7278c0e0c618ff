"""``make stack``: Amparo on this machine as it runs for real — PostgreSQL, Redis or RabbitMQ, web server, two workers,
beat — with the demonstration's people and stand-in administrations, all on loopback.

Everything it keeps lies in one folder and is there again the next time. One Ctrl-C stops all of it.
"""

import argparse
import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

from core import processes
from deploy import servers

_READY_SECONDS = 180
_STOP_SECONDS = 60
BROKERS = ("redis", "rabbitmq")


def main() -> int:
    """Start everything, say where it answers, and wait for Ctrl-C; 1 where something did not start or ended early."""
    options = _options()
    folder = Path(options.folder).resolve()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    running: list[servers.Server] = []
    try:
        running += _start_servers(folder, options.broker)
        environment = _environment(folder, options.port, running)
        _leave_word(folder, environment)
        return _serve(options, environment, running, folder, stop)
    except (servers.NotInstalledError, RuntimeError) as trouble:
        print(f"\n  The stack did not start: {trouble}\n", file=sys.stderr)
        return 1
    finally:
        for server in reversed(running):
            server.stop()
        print("  Stopped.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.stack", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", default="var/stack", help="where its data lie")
    parser.add_argument("--broker", choices=BROKERS, default="redis")
    parser.add_argument("--workers", type=int, default=2, help="workers of two children each")
    return parser.parse_args()


def _start_servers(folder: Path, broker: str) -> list[servers.Server]:
    """PostgreSQL, Redis (cache, and broker unless another is asked for), and RabbitMQ if it is."""
    print(f"\n  Starting in {folder} …", flush=True)
    running = [servers.start_postgresql(folder / "postgresql", keep=True)]
    try:
        running.append(servers.start_redis(folder / "redis", keep=True))
        if broker == "rabbitmq":
            running.append(servers.start_rabbitmq(folder / "rabbitmq"))
    except BaseException:
        for server in reversed(running):
            server.stop()
        raise
    return running


def _environment(folder: Path, port: int, running: list[servers.Server]) -> dict[str, str]:
    postgresql, redis, *rabbitmq = running
    standins = {
        f"AMPARO_STANDIN_{name}": f"http://127.0.0.1:{servers.free_port()}" for name in ("POLICE", "TAX", "RESIDENCE")
    }
    standins["AMPARO_OIDC_ISSUER"] = f"http://127.0.0.1:{servers.free_port()}"
    standins["AMPARO_SMS_URL"] = f"http://127.0.0.1:{servers.free_port()}/v1/messages"
    return {
        "AMPARO_DATA_DIR": str(folder / "data"),
        "AMPARO_DEMONSTRATION": "1",
        "AMPARO_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": postgresql.url,
        "REDIS_URL": redis.url.removesuffix("/0") + "/1",
        "CELERY_BROKER_URL": rabbitmq[0].url if rabbitmq else redis.url,
        "OMP_THREAD_LIMIT": "1",
        # In a container there is often nobody but root; for real use, deploy/README.md says not to.
        "PYTHONWARNINGS": "ignore:You're running the worker",
        **standins,
    }


def _leave_word(folder: Path, environment: dict[str, str]) -> None:
    """A file for other terminals: commands that read it work on this stack."""
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in environment.items()]
    (folder / "environment").write_text("".join(lines))


def _serve(
    options: argparse.Namespace,
    environment: dict[str, str],
    running: list[servers.Server],
    folder: Path,
    stop: threading.Event,
) -> int:
    command = [sys.executable, "manage.py", "serve", "--port", str(options.port), "--workers", str(options.workers)]
    serving = processes.start(command, {**os.environ, **environment})
    try:
        if _wait_until_ready(options.port, serving, stop):
            _say_where(options, running, folder)
        while serving.poll() is None and not stop.wait(0.5):
            pass
        return 0 if stop.is_set() else 1
    finally:
        serving.terminate()
        try:
            serving.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            processes.kill(serving)


def _wait_until_ready(port: int, serving: "subprocess.Popen[bytes]", stop: threading.Event) -> bool:
    """Until the pages answer and a worker has been heard of."""
    for _ in range(_READY_SECONDS * 2):
        if serving.poll() is not None or stop.wait(0.5):
            return False
        health = _health(port)
        if health.get("estado") == "listo" and health.get("workers_silent_for") is not None:
            return True
    raise RuntimeError(f"it was not ready within {_READY_SECONDS} seconds; what it said last: {health}")


def _health(port: int) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/salud/listo", timeout=2) as answer:
            return dict(json.load(answer))
    except (OSError, ValueError):
        return {}


def _say_where(options: argparse.Namespace, running: list[servers.Server], folder: Path) -> None:
    web = f"http://127.0.0.1:{options.port}"
    print(f"\n  Ready     →  {web}/        health: {web}/salud/listo")
    for server in running:
        print(f"  {server.name:9} →  {server.url}")
    print(f"  Workers   →  {options.workers} of two children each, and beat, on {options.broker}")
    print(f"  A case    →  . {folder}/environment && {sys.executable} manage.py demo_case --here")
    print("  Ctrl-C stops all of it.\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
