"""`manage.py export_dossier NUMBER FILE`: the dossier as an electronic file, for an archive or a court."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actors import SYSTEM
from workflow import services
from workflow.models import Dossier


class Command(BaseCommand):
    """Writes one ZIP that only its owner can read. Check it with `manage.py check_electronic_file FILE`."""

    help = "Exporta un expediente como expediente electrónico (ENI), con índice sellado."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="número de expediente")
        parser.add_argument("file", type=Path, help="archivo que se crea")
        parser.add_argument("--purpose", required=True, help="para qué se exporta; queda escrito en el expediente")

    def handle(self, *args: Any, **options: Any) -> None:
        dossier = Dossier.objects.filter(number=options["number"]).first()
        if dossier is None:
            raise CommandError(f"No hay ningún expediente {options['number']}.")
        path: Path = options["file"]
        pieces = services.export_dossier(str(dossier.public_id), SYSTEM, options["purpose"])
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for piece in pieces:
                    file.write(piece)
        except FileExistsError:
            raise CommandError(f"{path} ya existe.") from None
        except Exception:
            path.unlink(missing_ok=True)
            raise
        sys.stdout.write(f"{path}\n")
