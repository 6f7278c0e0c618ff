"""`manage.py serve`: the whole product in one command — web server, embedded worker and, in the demonstration, the
stand-in administrations.

The web server (granian) and each stand-in are processes of their own, started again if they die; the worker is a
thread here. All work is in rows, so killing anything at any moment loses nothing.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core import demonstration, worker

_LOOK_EVERY_SECONDS = 0.5
_STOP_WITHIN_SECONDS = 10


class Command(BaseCommand):
    """Migrates, makes keys, loads the demonstration, and serves until interrupted."""

    help = "Run Amparo with its embedded worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=1, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start everything, and watch over it."""
        ports = [urlsplit(url).port or 0 for url in settings.STANDIN_URLS.values()] if settings.DEMONSTRATION else []
        self._refuse_taken_ports(options["host"], [options["port"], *ports])
        self._prepare()
        commands = {"web": self._web(options["host"], options["port"], options["web_workers"])}
        if settings.DEMONSTRATION:
            commands |= {name: self._standin(name, url) for name, url in settings.STANDIN_URLS.items()}
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        thread = threading.Thread(target=worker.run_forever, args=(stop,), name="worker", daemon=True)
        thread.start()
        self._announce(options["host"], options["port"])
        self._watch(commands, stop)
        thread.join(_STOP_WITHIN_SECONDS)

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("setup_seal", verbosity=0)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", verbosity=0)

    @staticmethod
    def _web(host: str, port: int, workers: int) -> list[str]:
        granian = str(Path(sys.executable).with_name("granian"))
        listen = ["--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"]
        quiet = ["--backlog", "2048", "--log-level", "warning"]
        return [granian, "--interface", "wsgi", *listen, *quiet, "core.wsgi:application"]

    @staticmethod
    def _standin(name: str, url: str) -> list[str]:
        return [sys.executable, "manage.py", "standin", name, "--port", str(urlsplit(url).port)]

    @staticmethod
    def _refuse_taken_ports(host: str, ports: list[int]) -> None:
        for port in ports:
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    raise CommandError(
                        f"Something already answers at {host}:{port}. Stop it, or choose another port: "
                        "make run PORT=8010 (the stand-ins' are AMPARO_STANDIN_POLICE, _TAX and _RESIDENCE)."
                    )

    def _announce(self, host: str, port: int) -> None:
        self.stdout.write(f"\n  Amparo  →  http://{host}:{port}/\n")
        if settings.DEMONSTRATION:
            self._list_accounts(f"http://{host}:{port}")
        self.stdout.write("  Ctrl-C stops it.\n")
        self.stdout.flush()

    def _list_accounts(self, url: str) -> None:
        accounts = demonstration.staff()
        self.stdout.write("\n  The demonstration: invented people, stand-in administrations; nothing leaves here.")
        self.stdout.write(f"  E-mails   →  {url}/desarrollo/correo/")
        self.stdout.write(f"  Cards     →  {url}/desarrollo/documentos/")
        self.stdout.write(f"  Office    →  {url}/oficina/   (one-time codes: {url}/desarrollo/accesos/)\n")
        self.stdout.write(f"  Accounts, all with password {accounts[0].password}")
        for account in accounts:
            self.stdout.write(f"    {account.username:22} {account.role:16} {account.province_code or 'central'}")
        self.stdout.write("")

    def _watch(self, commands: dict[str, list[str]], stop: threading.Event) -> None:
        running: dict[str, subprocess.Popen[bytes]] = {}
        while not stop.is_set():
            for name, command in commands.items():
                process = running.get(name)
                if process is None or process.poll() is not None:
                    if process is not None:
                        self.stderr.write(f"{name} stopped ({process.returncode}); starting it again")
                    running[name] = self._start(command)
            stop.wait(_LOOK_EVERY_SECONDS)
        for process in running.values():
            process.terminate()
        for process in running.values():
            try:
                process.wait(_STOP_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    @staticmethod
    def _start(command: list[str]) -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "core.settings"}
        # Each in a group of its own: Ctrl-C reaches this process alone, which then stops them in order.
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)  # noqa: S603
