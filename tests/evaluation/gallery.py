"""Small pictures of what failed, for the report."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.evaluation.scoring import Score

_MOST_BYTES = 1_350_000
_PICTURE_WIDTH = 300


@dataclass
class Gallery:
    """Small pictures of failures, as many as the room for them allows; the rest are only named."""

    folder: Path
    spent: int = 0
    kept: list[tuple[Score, str, str]] = field(default_factory=list)
    unseen: list[Score] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def keep(self, one: Score, answer: dict[str, Any], sides: list[bytes]) -> None:
        """Remember a failure with its pictures side by side, small."""
        small = []
        for content in sides:
            picture = Image.open(io.BytesIO(content)).convert("RGB")
            small.append(picture.resize((_PICTURE_WIDTH, round(picture.height * _PICTURE_WIDTH / picture.width))))
        sheet = Image.new("RGB", (_PICTURE_WIDTH * len(small), max(picture.height for picture in small)))
        for place, picture in enumerate(small):
            sheet.paste(picture, (place * _PICTURE_WIDTH, 0))
        stream = io.BytesIO()
        sheet.save(stream, "JPEG", quality=52, optimize=True)
        if self.spent + stream.tell() > _MOST_BYTES:
            self.unseen.append(one)
            return
        self.spent += stream.tell()
        name = re.sub(r"[^a-z0-9]+", "-", one.truth.name.lower()).strip("-") + ".jpg"
        self.pictures[name] = stream.getvalue()
        self.kept.append((one, name, _said(answer)))

    def write(self) -> None:
        """Write the pictures, in the place of those of the last run."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.jpg"):
            old.unlink()
        for name, content in self.pictures.items():
            (self.folder / name).write_bytes(content)


def _said(answer: dict[str, Any]) -> str:
    fields = answer.get("fields") or {}
    read = {name: value.get("value") if isinstance(value, dict) else value for name, value in fields.items()}
    return ", ".join(f"{name} {value}" for name, value in read.items() if value) or "nothing read"


def failures_text(gallery: Gallery) -> str:
    """What failed, with what was read and the picture."""
    lines = ["## What failed\n", "Each with what should have happened and what was read.\n"]
    for one, name, said in gallery.kept:
        lines.append(f"**{one.truth.name}** — {'; '.join(one.failures())}.  \nRead: {said}.\n")
        lines.append(f"![{one.truth.name}](failures/{name})\n")
    if gallery.unseen:
        lines.append("Without a picture here, for want of room:\n")
        lines += [f"- {one.truth.name}: {'; '.join(one.failures())}" for one in gallery.unseen]
    if not gallery.kept:
        lines.append("Nothing.")
    return "\n".join(lines) + "\n"
