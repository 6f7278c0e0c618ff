"""`manage.py serve`: the whole product in one command — web server, workers and, in the demonstration, the stand-in
administrations.

Each is a process of its own, started again if it dies. With no broker the worker is a thread here; with one there are
Celery workers and beat instead. All work is in rows, so killing anything at any moment loses nothing.
"""

import signal
import socket
import threading
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core import demonstration, processes, worker

_STOP_WITHIN_SECONDS = 10


class Command(BaseCommand):
    """Migrates, makes keys, loads the demonstration, and serves until interrupted."""

    help = "Run Amparo with its workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=1, help="web processes")
        parser.add_argument("--machines-port", type=int, help="a web process more, for calls of machines to the rules")
        parser.add_argument("--workers", type=int, default=1, help="Celery workers of two children, where a broker is")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start everything, and watch over it."""
        ports = [options["port"], *self._standin_ports().values()]
        if options["machines_port"]:
            ports.append(options["machines_port"])
        self._refuse_taken_ports(options["host"], ports)
        self._prepare()
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        thread = threading.Thread(target=worker.run_forever, args=(stop,), name="worker", daemon=True)
        if not settings.CELERY_BROKER_URL:
            thread.start()
        self._announce(options["host"], options["port"])
        processes.Watch(self._commands(options), self.stderr.write).run(stop)
        if thread.is_alive():
            thread.join(_STOP_WITHIN_SECONDS)

    @staticmethod
    def _commands(options: dict[str, Any]) -> dict[str, processes.Command]:
        """What runs, in the order in which it is started."""
        commands: dict[str, processes.Command] = {}
        commands |= {name: processes.standin(name, port) for name, port in Command._standin_ports().items()}
        commands["web"] = processes.web(options["host"], options["port"], options["web_workers"])
        if options["machines_port"]:
            commands["machines"] = processes.machines(options["host"], options["machines_port"], 1)
        if settings.CELERY_BROKER_URL:
            names = [f"worker{number}" for number in range(1, options["workers"] + 1)]
            commands |= {name: processes.worker(name) for name in names}
            commands["beat"] = processes.beat()
        return commands

    @staticmethod
    def _standin_ports() -> dict[str, int]:
        """Administrations and services of the demonstration, each at the port where it is looked for."""
        if not settings.DEMONSTRATION:
            return {}
        urls = {
            **settings.STANDIN_URLS,
            "sms": settings.SMS["url"],
            "electronic": settings.ELECTRONIC_IDENTITY["issuer"],
        }
        return {name: urlsplit(url).port or 0 for name, url in urls.items() if url}

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("setup_seal", verbosity=0)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", verbosity=0)

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
