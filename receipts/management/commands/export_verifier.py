"""`manage.py export_verifier FOLDER`: the check in the browser as a folder of plain files that anyone can host."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string

from receipts.browser import check_context

_FILES = (
    "receipts/seal.js",
    "receipts/without_sending.js",
    "vendor/pki.min.js",
    "vendor/govuk-frontend.min.css",
    "vendor/README.txt",
    "core/amparo.css",
)
_FOLDERS = ("vendor/fonts", "vendor/licences")


class Command(BaseCommand):
    """Write the folder."""

    help = "Write the browser's verifier, with this installation's root, into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy the files and write the page."""
        folder: Path = options["folder"]
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty")
        for name in _FILES:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(_found(name), target)
        for name in _FOLDERS:
            shutil.copytree(_found(name), folder / name)
        page = render_to_string("receipts/standalone.html", {**check_context(), "site": settings.PUBLIC_URL})
        (folder / "index.html").write_text(page)
        self.stdout.write(f"Verifier written to {folder}. Serve it as plain files.")


def _found(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise CommandError(f"{name} is missing")
    return str(path)
