"""`manage.py verify_chain`: walk the chain of daily roots and every paper; exit 1 if any is not as it was."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from receipts import models, services


class Command(BaseCommand):
    """Prints each fault found, or how many days and papers are sound."""

    help = "Verify the chain of daily roots and the papers under it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to open, and what somebody else kept."""
        parser.add_argument("--quick", action="store_true", help="check the chain without opening the papers")
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="open papers from this day")
        parser.add_argument("--witness", type=Path, metavar="raices.json", help="a list of roots downloaded some day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk the chain."""
        witness = options["witness"].read_text() if options["witness"] else ""
        faults = 0
        for fault in services.verify_chain(contents=not options["quick"], since=options["since"], witness=witness):
            faults += 1
            self.stderr.write(fault)
        if faults:
            raise SystemExit(1)
        days, papers = models.DailyRoot.objects.count(), models.Leaf.objects.count()
        self.stdout.write(f"{days} days, {papers} papers, chain sound")
