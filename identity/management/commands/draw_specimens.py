"""Writes drawn documents and a manifest.json with the truth about each, in the form `make eval-identity` reads."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from identity.specimens import cases
from identity.specimens.cases import Case
from identity.specimens.conditions import CONDITIONS, condition
from identity.specimens.holders import NEGATIVES, SPANISH

_NOTE = "Drawn by identity/specimens: invented people, every document marked ESPECIMEN. Dates are DD MM YYYY."


class Command(BaseCommand):
    """``manage.py draw_specimens FOLDER [--count N] [--seed S] [--condition NAME] [--strength 0…1] [--kind KIND]``."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--count", type=int, default=1, help="documents of each kind")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--condition", default="mild", choices=[one.name for one in CONDITIONS])
        parser.add_argument("--strength", type=float, help="from 0 to 1; drawn by the seed where not given")
        parser.add_argument("--kind", action="append", choices=(*SPANISH, *NEGATIVES), help="may be given again")
        parser.add_argument("--on", type=date.fromisoformat, help="day on which they are in force; today")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{folder} cannot be made a folder: {error.strerror}. Give another one.") from error
        how, today = condition(options["condition"]), options["on"] or timezone.localdate()
        documents: list[dict[str, Any]] = []
        for kind in options["kind"] or (*SPANISH, *NEGATIVES):
            for index in range(options["count"]):
                case = cases.photographed(kind, how, options["seed"] * 10_000 + index, today, options["strength"])
                documents += written(case, folder)
                self.stdout.write(case.name)
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps({"note": _NOTE, "documents": documents}, ensure_ascii=False, indent=1))
        self.stdout.write(f"{len(documents)} pictures, the truth in {manifest}")


def written(case: Case, folder: Path) -> list[dict[str, Any]]:
    """The pictures of a case in the folder, and what the manifest says of each."""
    said = []
    for shot in (case.front, case.back):
        if shot is None:
            continue
        name = f"{case.name.replace(' ', '-')}-{shot.side}.jpg"
        (folder / name).write_bytes(shot.content)
        zone = case.mrz if shot.side == "back" or case.back is None else ()
        said.append(
            {
                "file": name,
                "kind": case.kind,
                "drawn": case.drawn,
                "side": shot.side,
                "fields": {name: _as_printed(name, value) for name, value in case.fields.items()},
                "mrz": list(zone) or None,
                "mrz_valid": bool(zone),
                "corners": shot.corners,
                "condition": case.condition,
                "should": case.should,
                "reasons": list(case.reasons),
            }
        )
    return said


def _as_printed(name: str, value: str) -> str:
    return date.fromisoformat(value).strftime("%d %m %Y") if name in ("birth", "expiry", "issue") else value
