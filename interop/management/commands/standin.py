"""``manage.py standin NAME``: one stand-in administration or service as a process of its own."""

import signal
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interop.standins import FAULTS, serve
from interop.standins.answers import ANSWERERS
from interop.standins.electronic import ElectronicStandIn
from interop.standins.running import RunningStandIn
from interop.standins.sms import SmsStandIn


def _sms(port: int) -> RunningStandIn:
    return SmsStandIn(port, token=settings.SMS["token"], file=settings.SMS_FILE)


def _electronic(port: int) -> RunningStandIn:
    chosen = settings.ELECTRONIC_IDENTITY
    return ElectronicStandIn(port, client_id=chosen["client_id"], client_secret=chosen["client_secret"])


_SERVICES: dict[str, Callable[[int], RunningStandIn]] = {"sms": _sms, "electronic": _electronic}


class Command(BaseCommand):
    """Runs until interrupted; its faults can be switched from a file while it runs."""

    help = "Answers as another administration would, about the synthetic people. Demonstration and tests only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME, port and faults."""
        parser.add_argument("name", choices=sorted((*ANSWERERS, *_SERVICES)))
        parser.add_argument("--port", type=int, default=None, help="default: the port in settings; 0: any free port")
        parser.add_argument("--fault", choices=FAULTS, default="none")
        parser.add_argument(
            "--fault-file",
            type=Path,
            default=settings.DATA_DIR / "standin-faults",
            help="lines «name fault», read anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGINT or SIGTERM."""
        name: str = options["name"]
        ports = {**settings.STANDIN_PORTS, **settings.STANDIN_SERVICE_PORTS}
        port = ports[name] if options["port"] is None else options["port"]
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        stand_in: RunningStandIn
        try:
            if name in _SERVICES:
                stand_in = _SERVICES[name](port)
            else:
                stand_in = serve(name, port, fault=options["fault"], fault_file=options["fault_file"])
        except OSError as error:
            raise CommandError(f"port {port} cannot be used ({error.strerror}): give another with --port") from error
        faults = "" if name in _SERVICES else f" · faults: {options['fault_file']}"
        self.stdout.write(f"{name} answers at {stand_in.url}{faults}")
        self.stdout.flush()
        stand_in.run_until_interrupted()
