"""``manage.py rules_diff A B``: what changes from one rule text to another, a line for each thing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rules import comparing
from rules.management.named_texts import named


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
        found = comparing.differences(named(options["before"]).text, named(options["after"]).text)
        for difference in found:
            article = f" (art. {difference.article})" if difference.article else ""
            self.stdout.write(f"{difference.part} {difference.name}{article} · {difference.what}")
            self.stdout.write(f"  - {difference.before or '—'}")
            self.stdout.write(f"  + {difference.after or '—'}")
        self.stdout.write(f"{len(found)} diferencias" if found else "Son iguales.")
