"""What a scanner, a phone or a tablet gives: what a file really is, several pages as one, a signature drawn.

Nothing is decoded here: a process apart does it (`applications.scans.worker`, decision 0022), which a hostile file may
cost.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from core.apart import Answer, BusyError, GaveUpError, Limits, Workers
from core.errors import AmparoError

MAX_PAGES = 30
MAX_BYTES = 15 * 1024 * 1024
_DRAWING_PREFIX = "data:image/png;base64,"
_MAX_DRAWING_BYTES = 400_000
_MEGABYTES = 600  # eighty million pixels in four colours take 320

_workers = Workers("applications.scans.worker", Limits(megabytes=_MEGABYTES))


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
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise AmparoError("document.wrong_type")
    return str(_ask("look", content).values["media_type"])


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
    clean = [_ask("page", page.content).parts[0] for page in pages]
    content = _ask("join", *clean).parts[0]
    media_type_of(content)
    stem = pages[0].name.rpartition(".")[0] or pages[0].name
    return Page(content, f"{stem}.pdf")


def drawing(data_url: str) -> bytes:
    """The PNG that a person drew with finger or pen; raises ``capture.drawing_unreadable`` for one that is none."""
    try:
        if not data_url.startswith(_DRAWING_PREFIX):
            raise ValueError
        content = base64.b64decode(data_url.removeprefix(_DRAWING_PREFIX), validate=True)
        if len(content) > _MAX_DRAWING_BYTES or _ask("signature", content).values["signature"] is not True:
            raise ValueError
    except (ValueError, binascii.Error):
        raise AmparoError("capture.drawing_unreadable") from None
    except AmparoError as error:
        if error.code != "document.damaged":
            raise
        raise AmparoError("capture.drawing_unreadable") from None
    return content


def _ask(operation: str, *parts: bytes) -> Answer:
    """Have it done apart. Raises ``document.damaged`` also for a file that cost its process, ``document.busy``."""
    try:
        return _workers.ask(operation, {}, parts)
    except BusyError:
        raise AmparoError("document.busy") from None
    except GaveUpError as error:
        raise AmparoError("document.busy" if error.reason == "start" else "document.damaged") from None
