"""Documents nobody here made: a folder of pictures with a ``manifest.json`` in the form of ../shared/samples/identity.

``documents`` is a list; of each, ``file`` and ``kind`` are needed, the rest may be missing or null:

    file    name of the picture in the folder
    kind    dni4 dni3 dnie tie eu_certificate passport; td1, other_td1 and other count as other, td3 as passport
    side    front, back or both
    boxes   {"front": [left, top, right, bottom], …} in pixels; crops a side out of the picture
    fields  number surnames names sex nationality birth expiry issue support can; days as DD MM YYYY
    mrz     its lines, or null; ``mrz_valid`` false where the specimen's own digits are wrong
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from tests.evaluation.scoring import FIELDS, Truth

_KINDS = {"td1": "other", "other_td1": "other", "other": "other", "td3": "passport"}
_DAYS = ("birth", "expiry", "issue")
_LEAST_WIDTH = 1200


class UnusableManifest(Exception):
    """The manifest or a picture of it cannot be used; the text says which and why."""


@dataclass(frozen=True)
class Specimen:
    """One document of the manifest, its sides as JPEG files."""

    truth: Truth
    front: bytes
    back: bytes | None
    file: str


def kind_of(document: dict[str, Any]) -> str:
    """The reader's name for the manifest's kind. A Spanish passport is a passport like the others."""
    kind = str(document.get("kind") or "other").lower()
    return _KINDS.get(kind, kind)


def iso_day(text: str) -> str:
    """``01 12 1980``, also with points, bars or hyphens, as 1980-12-01. UnusableManifest where that is no day."""
    found = re.fullmatch(r"\s*(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})\s*", text)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise UnusableManifest(f"«{text}» is no day in the form DD MM YYYY") from None


def fields_of(document: dict[str, Any]) -> dict[str, str]:
    """The fields that are known, days as ISO."""
    given = document.get("fields") or {}
    known = {name: str(given[name]) for name in FIELDS if given.get(name) not in (None, "")}
    return {name: iso_day(value) if name in _DAYS else value for name, value in known.items()}


def truth_of(document: dict[str, Any]) -> Truth:
    """What the manifest says of a document."""
    file, kind = str(document["file"]), kind_of(document)
    lines = tuple(str(line).strip().upper() for line in document.get("mrz") or ())
    side = str(document.get("side") or "front")
    # On a back alone, only what its zone says can be read.
    return Truth(
        name=file,
        condition="as it came",
        group="good" if kind in ("dni4", "dni3", "dnie", "tie") else "negative",
        drawn=kind,
        kind=kind,
        side=side,
        fields=fields_of(document),
        mrz=lines,
        mrz_valid=document.get("mrz_valid") is not False,
    )


def load(folder: Path) -> Iterator[Specimen]:
    """Every document of ``folder/manifest.json``. UnusableManifest says what is wrong with which."""
    manifest = folder / "manifest.json" if folder.is_dir() else folder
    try:
        found = json.loads(manifest.read_text())
    except FileNotFoundError:
        raise UnusableManifest(f"{manifest} does not exist: SPECIMENS is a folder with a manifest.json") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UnusableManifest(f"{manifest} is not JSON: {error}") from None
    documents = found.get("documents") if isinstance(found, dict) else found
    if not isinstance(documents, list) or not documents:
        raise UnusableManifest(f"{manifest} lists no documents: it needs «documents», a list with at least one")
    for number, document in enumerate(documents, 1):
        if not isinstance(document, dict) or not document.get("file"):
            raise UnusableManifest(f"document {number} of {manifest} has no «file»")
        try:
            yield _specimen(manifest.parent, document)
        except UnusableManifest as error:
            raise UnusableManifest(f"{document['file']}: {error}") from None


def _specimen(folder: Path, document: dict[str, Any]) -> Specimen:
    path = folder / str(document["file"])
    try:
        picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    except FileNotFoundError:
        raise UnusableManifest(f"the picture {path} does not exist") from None
    except OSError as error:
        raise UnusableManifest(f"the picture cannot be opened ({error})") from None
    truth = truth_of(document)
    boxes = {side: tuple(box) for side, box in (document.get("boxes") or {}).items() if box}
    for side, box in boxes.items():
        if len(box) != 4 or not all(isinstance(value, int | float) for value in box) or box[0] >= box[2]:
            raise UnusableManifest(f"the box of «{side}» is not [left, top, right, bottom]")
    whole = (0, 0, picture.width, picture.height)
    if truth.side == "back":
        front, back = None, boxes.get("back", whole)
    else:
        front, back = boxes.get("front", whole), boxes.get("back")
    sides = [_as_photograph(picture, box) if box else None for box in (front, back)]
    # A lone back is sent where a front is expected: the reader should say which side it is, and read its zone.
    first = sides[0] or sides[1]
    if first is None:
        raise UnusableManifest("it has neither a front nor a back")
    return Specimen(truth, first, sides[1] if sides[0] else None, str(document["file"]))


def _as_photograph(picture: Image.Image, box: tuple[float, ...]) -> bytes:
    """The side alone, on a plain ground with a margin, large enough for the reader's least width."""
    crop = picture.crop(tuple(round(value) for value in box))  # type: ignore[arg-type]
    scale = max(1.0, _LEAST_WIDTH / crop.width)
    crop = crop.resize((round(crop.width * scale), round(crop.height * scale)), Image.Resampling.BICUBIC)
    margin = round(0.12 * crop.width)
    ground = Image.new("RGB", (crop.width + 2 * margin, crop.height + 2 * margin), (92, 84, 70))
    ground.paste(crop, (margin, margin))
    stream = io.BytesIO()
    ground.save(stream, "JPEG", quality=94)
    return stream.getvalue()
