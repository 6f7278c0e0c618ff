"""``manage.py rules_diff A B``: what changes from one rule text to another, a line for each thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rules import comparing, texts_store
from rules.language.errors import RuleTextError
from rules.language.reader import files_of
from rules.language.text import RuleText
from rules.models import ArchivedText


class Command(BaseCommand):
    """Each text is a folder of YAML, a benefit of this installation, or the hash of an archived text."""

    help = "Compara dos textos de reglas: carpetas, prestaciones de esta instalación o huellas de textos archivados."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The two texts."""
        parser.add_argument("before", metavar="A")
        parser.add_argument("after", metavar="B")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the differences, and how many there are."""
        found = comparing.differences(_text(options["before"]), _text(options["after"]))
        for difference in found:
            article = f" (art. {difference.article})" if difference.article else ""
            self.stdout.write(f"{difference.part} {difference.name}{article} · {difference.what}")
            self.stdout.write(f"  - {difference.before or '—'}")
            self.stdout.write(f"  + {difference.after or '—'}")
        self.stdout.write(f"{len(found)} diferencias" if found else "Son iguales.")


def _text(named: str) -> RuleText:
    try:
        if named in texts_store.benefits():
            edition = texts_store.current(named)
            assert edition is not None
            return edition.text
        if Path(named).is_dir():
            return texts_store.keep(files_of(Path(named))).text
        archived = ArchivedText.objects.filter(hash=named).first()
    except RuleTextError as error:
        raise CommandError(f"{named}: {error}") from None
    if archived is None:
        known = ", ".join(texts_store.benefits())
        raise CommandError(f"«{named}» no es una carpeta, una prestación ({known}) ni la huella de un texto archivado.")
    return texts_store.keep(archived.files).text
