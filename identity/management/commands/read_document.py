"""`manage.py read_document FRONT [BACK] [--selfie F] [--typed JSON] [--on DATE]`: what a document's pictures say."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import AmparoError
from identity.services.readings import read_document
from identity.vision import apart


class Command(BaseCommand):
    """Print one JSON object; nothing is stored."""

    help = "Reads the pictures of an identity document and prints what they say as one JSON object."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and what to hold them against."""
        parser.add_argument("front", type=Path)
        parser.add_argument("back", type=Path, nargs="?")
        parser.add_argument("--selfie", type=Path)
        parser.add_argument("--typed", default="{}", help="what the person wrote: a JSON object, or a file with one")
        parser.add_argument("--on", type=date.fromisoformat, help="the day that counts as today (YYYY-MM-DD)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, print."""
        try:
            files = {
                side: options[side].read_bytes() if options[side] else None for side in ("front", "back", "selfie")
            }
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        try:
            found = read_document(
                files["front"] or b"", files["back"], files["selfie"], _typed(options["typed"]), options["on"]
            )
        except AmparoError as error:
            raise CommandError(f"{error.code}: {error.what} {error.next_step}") from error
        finally:
            apart.workers().close()
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))


def _typed(text: str) -> dict[str, Any]:
    content = text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8")
    try:
        typed = json.loads(content)
    except json.JSONDecodeError as error:
        raise CommandError(f"--typed is not JSON: {error}") from error
    if not isinstance(typed, dict):
        raise CommandError("--typed must be a JSON object")
    return typed
