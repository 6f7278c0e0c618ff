"""``manage.py rules_doc BENEFIT [--on DAY] [--out FOLDER]``: the rules of a benefit as one page to read or print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from rules import reference, services
from rules.publishing import schedule
from rules.types import CaseProblem

_STYLES = Path(__file__).resolve().parents[2] / "static" / "rules"


class Command(BaseCommand):
    """Writes one HTML file that needs nothing beside it. Without a database, the release's text."""

    help = "Escribe las reglas de una prestación en una página HTML que se puede leer e imprimir."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Which benefit, on which day, where to."""
        parser.add_argument("benefit")
        parser.add_argument("--on", default="", help="día de la solicitud (AAAA-MM-DD); hoy, si no se dice")
        parser.add_argument("--out", type=Path, default=Path("."), help="carpeta donde se escribe")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lay it out, write it, say where."""
        if services.release_only_without_database():
            self.stderr.write("La base de datos no responde: se usa el texto de esta versión del programa.")
        benefit = options["benefit"]
        try:
            day = services.day(options["on"]) if options["on"] else timezone.localdate()
            title = services.text(benefit, day).title
        except CaseProblem as problem:
            raise CommandError(problem.sentence) from None
        written = _document(benefit, day, title)
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{benefit}-{day.isoformat()}.html"
        path.write_text(written, "utf-8")
        self.stdout.write(f"{path} ({len(written.encode()) // 1024} kB)")


def _document(benefit: str, day: date, title: str) -> str:
    edition = schedule.edition_on(benefit, day)
    assert edition is not None
    style = "\n".join((_STYLES / name).read_text("utf-8") for name in ("reference.css", "document.css"))
    body = mark_safe(reference.page_of(edition, day))  # noqa: S308 - a template of ours made it
    return render_to_string("rules/reference/document.html", {"title": title, "body": body, "style": mark_safe(style)})  # noqa: S308 - our own file
