"""`manage.py check_electronic_file FILE`: is this exported dossier whole?"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from receipts import keys
from receipts.electronic_file import check_package
from receipts.electronic_file.__main__ import EXITS, told
from receipts.seal.validation import Trust


class Command(BaseCommand):
    """Exit 0 whole, 1 altered, 2 not an exported dossier. Trusts the roots of this installation, or those given."""

    help = "Comprueba un expediente exportado: sello del índice, huellas, archivos que faltan o sobran."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--trust", type=Path, action="append", help="certificado raíz, PEM o DER")

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["trust"]
        trust = Trust(tuple(path.read_bytes() for path in given)) if given else keys.trust()
        with options["file"].open("rb") as file:
            report = check_package(file, trust)
        self.stdout.write(told(report))
        if report.state != "sound":
            sys.exit(EXITS[report.state])
