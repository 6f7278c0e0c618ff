"""The place of the seal in a PDF: what the file says about its seal, and the gap where the signature will stand.

A letter is laid out with its signature field, its signature dictionary and an empty gap already in it, so that sealing
needs no second reading of the file: hash what is not the gap, sign the hash, fill the gap. The file has one revision
and the seal covers all of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

FIELD = "Sello"
RANGES_WIDTH = 40
_EMPTY_RANGES = b"[0 0 0 0]".ljust(RANGES_WIDTH)


@dataclass(frozen=True)
class Evidence:
    """What proves a seal long after: certificates, and answers that none was revoked (all DER)."""

    certificates: tuple[bytes, ...] = ()
    ocsp_answers: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.certificates or self.ocsp_answers or self.revocation_lists)


@dataclass(frozen=True)
class SealPlace:
    """What a file must say about the seal it is going to get; `room` is the longest signature container, in bytes."""

    name: str
    reason: str
    moment: datetime
    room: int
    evidence: Evidence = Evidence()


@dataclass(frozen=True)
class Unsealed:
    """A PDF with an empty place for its seal: where the byte ranges are written, where the gap starts and ends."""

    data: bytes
    ranges_at: int
    gap_start: int
    gap_end: int
    evidenced: bool = False  # whether evidence lies in the file already

    @property
    def room(self) -> int:
        """Bytes that fit in the gap, which is written in hexadecimal between < and >."""
        return (self.gap_end - self.gap_start - 2) // 2

    def with_ranges(self) -> bytearray:
        """The file with its byte ranges filled in, as it will be hashed."""
        data = bytearray(self.data)
        ranges = b"[0 %d %d %d]" % (self.gap_start, self.gap_end, len(data) - self.gap_end)
        data[self.ranges_at : self.ranges_at + RANGES_WIDTH] = ranges.ljust(RANGES_WIDTH)
        return data

    def digest(self, data: bytearray) -> bytes:
        """SHA-256 of everything but the gap."""
        found = hashlib.sha256(memoryview(data)[: self.gap_start])
        found.update(memoryview(data)[self.gap_end :])
        return found.digest()

    def filled(self, data: bytearray, container: bytes) -> bytes:
        """The file with the signature in its gap, padded with zeros."""
        if len(container) > self.room:
            raise ValueError(f"the signature takes {len(container)} bytes, its place has {self.room}")
        written = container.hex().encode().ljust(2 * self.room, b"0")
        data[self.gap_start + 1 : self.gap_end - 1] = written
        return bytes(data)


def empty_signature(room: int) -> tuple[bytes, int, int, int]:
    """The part of a signature dictionary that sealing fills: its text, and where in it ranges, gap and end are."""
    head = b"/ByteRange "
    middle = b"/Contents "
    text = head + _EMPTY_RANGES + middle + b"<" + b"0" * (2 * room) + b">"
    gap = len(head) + RANGES_WIDTH + len(middle)
    return text, len(head), gap, len(text)
