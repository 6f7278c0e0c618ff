"""What a file is, by its first bytes and its weight alone: looked at before anything is decoded."""

from __future__ import annotations

from core.errors import AmparoError
from identity.vision.thresholds import MAX_BYTES

_MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_OF_APPLE = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def kind_of(content: bytes) -> str:
    """``JPEG``, ``PNG`` or ``WEBP``; raises ``identity.picture_empty``, ``…_too_heavy``, ``…_not_image``…"""
    if not content:
        raise AmparoError("identity.picture_empty")
    if len(content) > MAX_BYTES:
        raise AmparoError("identity.picture_too_heavy")
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            return name
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content.startswith(b"%PDF"):
        raise AmparoError("identity.picture_is_pdf")
    if content[4:8] == b"ftyp" and content[8:12] in _OF_APPLE:
        raise AmparoError("identity.picture_is_heic")
    raise AmparoError("identity.picture_not_image")
