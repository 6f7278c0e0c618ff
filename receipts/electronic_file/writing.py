"""Packing: a ZIP written piece by piece as it is read, so that no copy in clear is ever left on a disk.

Everything is stored, nothing compressed: what is checked later is exactly what lies there, and a bomb has no room.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from typing import IO, cast

from receipts.electronic_file.contents import INDEX, Package


class _Spout:
    """What the ZIP is written into: keeps the bytes until they are taken. Not seekable, as a network is not."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do."""

    def taken(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def stream(package: Package, index: bytes) -> Iterator[bytes]:
    """The package in pieces, one document at a time in memory. `index` is the sealed PDF with the manifest inside.

    Raises ValueError if a document no longer is what the index says: half a package never looks like a whole one.
    """
    spout = _Spout()
    when = package.head.made_at.timetuple()[:6]
    with zipfile.ZipFile(cast(IO[bytes], spout), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(INDEX, when), index)
        yield spout.taken()
        for part in package.parts:
            content = part.document.read() if part.document is not None else part.content
            if hashlib.sha256(content).hexdigest() != part.sha256:
                raise ValueError(f"{part.path} is not what the index says")
            archive.writestr(_entry(part.path, when), content)
            yield spout.taken()
    yield spout.taken()


def _entry(path: str, when: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, cast(tuple[int, int, int, int, int, int], when))
    entry.external_attr = 0o600 << 16
    return entry
