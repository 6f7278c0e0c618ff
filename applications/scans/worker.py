"""What the process apart does with scans (`core.apart`): the only place where a stranger's scan is decoded.

`applications.scans` asks. Nothing here reads a setting or a row.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps

from applications import errors  # noqa: F401 - the words of what may be raised
from core.apart import Answer
from core.errors import AmparoError

_MAX_PIXELS = 80_000_000
# A4 at 300 dots an inch: finer than that says nothing more and weighs much.
_PAGE = (2480, 3508)
_DOTS_AN_INCH = 300
# A page is compressed twice, alone and in the PDF: the first time it loses next to nothing.
_PAGE_QUALITY, _JOINED_QUALITY = 92, 80
_MAX_DRAWING_SIDE = 3000
# A dot or a short dash is no signature.
_LEAST_INK, _LEAST_WIDTH = 120, 40


def prepare() -> None:
    """Have the decoders at hand."""
    Image.preinit()


def _look(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Which kind of picture it is, once all of it has been decoded."""
    with _picture(parts[0]) as picture:
        picture.load()
        return Answer({"media_type": "image/jpeg" if picture.format == "JPEG" else "image/png"})


def _page(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """The picture as it should be looked at, no larger than a page at 300 dots an inch, on white, as JPEG."""
    with _picture(parts[0]) as opened:
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail(_PAGE if turned.height >= turned.width else _PAGE[::-1])
        if turned.mode in ("RGBA", "LA", "P"):
            see_through = turned.convert("RGBA")
            page = Image.new("RGB", see_through.size, "white")
            page.paste(see_through, mask=see_through.getchannel("A"))
        else:
            page = turned.convert("RGB")
    return Answer({}, (_saved(page, "JPEG", quality=_PAGE_QUALITY),))


def _join(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """One PDF of the pages, in their order. One page is decoded at a time, however many there are."""
    joined = io.BytesIO()
    for number, part in enumerate(parts):
        with _picture(part) as page:
            page.save(joined, "PDF", append=number > 0, resolution=_DOTS_AN_INCH, quality=_JOINED_QUALITY)
    return Answer({}, (joined.getvalue(),))


def _signature(_: dict[str, Any], parts: tuple[bytes, ...]) -> Answer:
    """Whether a drawing has enough ink, over enough width, to be somebody's signature."""
    with _picture(parts[0]) as opened:
        if opened.format != "PNG" or max(opened.size) > _MAX_DRAWING_SIDE:
            return Answer({"signature": False})
        ink = opened.convert("RGBA").getchannel("A").point(lambda level: 255 if level > 64 else 0)
    box = ink.getbbox()
    wide = box is not None and box[2] - box[0] >= _LEAST_WIDTH
    return Answer({"signature": wide and ink.histogram()[255] >= _LEAST_INK})


OPERATIONS = {"look": _look, "page": _page, "join": _join, "signature": _signature}


@contextmanager
def _picture(content: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise AmparoError("document.damaged")
            yield picture
    except (AmparoError, MemoryError):
        raise
    except Exception:  # Pillow raises many kinds for broken pictures
        raise AmparoError("document.damaged") from None


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
