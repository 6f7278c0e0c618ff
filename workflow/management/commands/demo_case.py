"""Drives one case from simulator to sealed decision in a temporary database and folder, a line a step."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from core.demonstration import DemoHousehold, households
from interop.standins import serve
from workflow.management.case import citizen, office
from workflow.management.case.report import Report

HOUSEHOLD = "partners_with_child"
_ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_HOST")


class Command(BaseCommand):
    """`manage.py demo_case`. Exit 1 where a step fails."""

    help = "Un expediente de principio a fin con los servicios de la casa; la última línea es el CEA y «authentic»"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inside", action="store_true", help="la base de datos y la carpeta ya son las temporales")
        parser.add_argument(
            "--here", action="store_true", help="en lo que ya está en marcha (make stack), con sus tramitadores"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Start over in a process of its own, whose settings point at a temporary folder; there, run the case."""
        if not options["inside"] and not options["here"]:
            sys.exit(_run_apart())
        try:
            self._case_here() if options["here"] else self._case()
        except Exception:
            # The step's own line says what happened.
            sys.exit(1)

    def _case(self) -> None:
        report = Report(self._say, settings.DATA_DIR)
        with report.step("database, offices, staff, stand-in administrations") as step:
            call_command("migrate", verbosity=0)
            call_command("load_demonstration", stdout=open(os.devnull, "w"))  # noqa: SIM115 - lives as long as the call
            stand_ins = [serve(name) for name in ("police", "tax", "residence")]
            settings.STANDIN_URLS = {one.name: one.url for one in stand_ins}
            step.ends("up", settings.DATA_DIR)
        try:
            cea, state = _journey(report, _household())
        finally:
            for one in stand_ins:
                one.stop()
        self._say(f"{cea} {state}")

    def _case_here(self) -> None:
        """On the running stack: its database, its administrations, its workers."""
        with tempfile.TemporaryDirectory(prefix="amparo-demo-case-") as folder:
            cea, state = _journey(Report(self._say, Path(folder)), _household())
        self._say(f"{cea} {state}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _household() -> DemoHousehold:
    return next(one for one in households() if one.key == HOUSEHOLD)


def _journey(report: Report, home: DemoHousehold) -> tuple[str, str]:
    citizen.simulate(report, home)
    application = citizen.apply(report, home)
    citizen.prove_identity(report, application, home.applicant)
    citizen.sign(report, application)
    dossier = office.arrive(report, str(application.public_id))
    office.study(report, dossier)
    office.ask_for_document(report, dossier)
    citizen.bring_document(report, citizen.fresh(application))
    office.resume(report, dossier)
    content, cea = office.decide(report, dossier)
    office.told(report, dossier, home.applicant.email)
    return cea, office.verify(report, content, cea)


def _run_apart() -> int:
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    environment |= {
        "AMPARO_DATA_DIR": tempfile.mkdtemp(prefix="amparo-demo-case-"),
        "AMPARO_DEMONSTRATION": "1",
    }
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "demo_case", "--inside"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own command
