"""What a scanner, a phone or a tablet gives: what a file really is, several pages as one, a signature drawn."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps

from core.errors import AmparoError

MAX_PAGES = 30
MAX_BYTES = 15 * 1024 * 1024
_MAX_PIXELS = 80_000_000
# A4 at 300 dots an inch: finer than that says nothing more and weighs much.
_PAGE = (2480, 3508)
_DOTS_AN_INCH = 300
_DRAWING_PREFIX = "data:image/png;base64,"
_MAX_DRAWING_BYTES = 400_000
_MAX_DRAWING_SIDE = 3000
# A dot or a short dash is no signature.
_LEAST_INK, _LEAST_WIDTH = 120, 40


@dataclass(frozen=True)
class Page:
    """One file as it came."""

    content: bytes
    name: str


def media_type_of(content: bytes) -> str:
    """What the bytes really are: PDF, JPEG or PNG; anything else is refused with the reason."""
    if not content:
        raise AmparoError("document.empty")
    if len(content) > MAX_BYTES:
        raise AmparoError("document.too_big", size=f"{len(content) / 1024 / 1024:.0f}")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise AmparoError("document.damaged")
        return "application/pdf"
    return _picture_type(content)


def _picture_type(content: bytes) -> str:
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise AmparoError("document.wrong_type")
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise AmparoError("document.damaged")
            picture.load()
            return "image/jpeg" if picture.format == "JPEG" else "image/png"
    except AmparoError:
        raise
    except Exception:  # Pillow raises many kinds for broken pictures
        raise AmparoError("document.damaged") from None


def one_file(pages: Sequence[Page]) -> Page:
    """The pages of one paper as one file: a single one as it is, several pictures as one PDF in the order chosen.

    Raises the errors of a file that is none, ``document.too_many_pages`` and ``document.mixed_files``.
    """
    if len(pages) > MAX_PAGES:
        raise AmparoError("document.too_many_pages", most=MAX_PAGES, found=len(pages))
    kinds = [media_type_of(page.content) for page in pages]
    if len(pages) == 1:
        return pages[0]
    if "application/pdf" in kinds:
        raise AmparoError("document.mixed_files")
    first, *rest = [_upright(page.content) for page in pages]
    buffer = io.BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=rest, resolution=_DOTS_AN_INCH, quality=80)
    content = buffer.getvalue()
    media_type_of(content)
    stem = pages[0].name.rpartition(".")[0] or pages[0].name
    return Page(content, f"{stem}.pdf")


def _upright(content: bytes) -> Image.Image:
    """The picture as it should be looked at, no larger than a page at 300 dots an inch, on white."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail(_PAGE if turned.height >= turned.width else _PAGE[::-1])
        if turned.mode in ("RGBA", "LA", "P"):
            see_through = turned.convert("RGBA")
            ground = Image.new("RGB", see_through.size, "white")
            ground.paste(see_through, mask=see_through.getchannel("A"))
            return ground
        return turned.convert("RGB")


def drawing(data_url: str) -> bytes:
    """The PNG that a person drew with finger or pen; raises ``capture.drawing_unreadable`` for one that is none."""
    try:
        if not data_url.startswith(_DRAWING_PREFIX):
            raise ValueError
        content = base64.b64decode(data_url.removeprefix(_DRAWING_PREFIX), validate=True)
        if len(content) > _MAX_DRAWING_BYTES or not _is_signature(content):
            raise ValueError
    except (ValueError, binascii.Error, OSError, Image.DecompressionBombError):
        raise AmparoError("capture.drawing_unreadable") from None
    return content


def _is_signature(content: bytes) -> bool:
    with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
        if max(opened.size) > _MAX_DRAWING_SIDE:
            return False
        ink = opened.convert("RGBA").getchannel("A").point(lambda level: 255 if level > 64 else 0)
    box = ink.getbbox()
    return box is not None and box[2] - box[0] >= _LEAST_WIDTH and ink.histogram()[255] >= _LEAST_INK
