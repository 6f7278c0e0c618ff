"""What travels through the pipes: a line of plain JSON and raw bytes. Nothing is ever unpickled.

A message is four letters, the length of its JSON, the JSON — whose ``sizes`` tell the lengths of the parts — and the
parts. Both ends refuse one larger than any real one.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

_START = struct.Struct(">4sI")
_MARK = b"APT1"
_MOST_JSON = 1 << 20
_MOST_PARTS = 32  # the pages of a scan, or the pictures of a check
_MOST_BYTES = 96 << 20


class BrokenMessageError(Exception):
    """What came is no message of ours."""


def packed(values: dict[str, Any], parts: tuple[bytes, ...] = ()) -> bytes:
    """The message as bytes. ``values`` must be JSON; ``sizes`` is ours."""
    text = json.dumps(values | {"sizes": [len(part) for part in parts]}, allow_nan=False).encode()
    return b"".join((_START.pack(_MARK, len(text)), text, *parts))


def read(exactly: Callable[[int], bytes]) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """The next message; ``exactly`` gives that many bytes or raises. Raises `BrokenMessageError`."""
    mark, length = _START.unpack(exactly(_START.size))
    if mark != _MARK or length > _MOST_JSON:
        raise BrokenMessageError
    try:
        values = json.loads(exactly(length))
    except (ValueError, RecursionError) as error:
        raise BrokenMessageError from error
    sizes = values.pop("sizes", None) if isinstance(values, dict) else None
    if not isinstance(sizes, list) or len(sizes) > _MOST_PARTS:
        raise BrokenMessageError
    if not all(type(size) is int and size >= 0 for size in sizes) or sum(sizes) > _MOST_BYTES:
        raise BrokenMessageError
    return values, tuple(exactly(size) for size in sizes)
