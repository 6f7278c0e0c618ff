"""Opening a ZIP that may be hostile: names, sizes and places are judged before a byte of any entry is read."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from typing import IO

MAX_FILES = 4_000
MAX_TOTAL = 2 << 30
MAX_IN_MEMORY = 32 << 20
_SAFE = re.compile(r"[a-z0-9]+(/[a-z0-9]+)?\.[a-z0-9]{1,4}")
_LOCAL_HEADER, _DESCRIPTOR, _LISTED, _END = 30, 16, 46, 22  # sizes of the fixed parts of a ZIP


class OddArchiveError(Exception):
    """The package is built in a way no package of ours is; the message says how."""


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, if nothing about its list of entries is odd."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise OddArchiveError("no es un ZIP, o está cortado") from None
    problem = next(_oddities(archive, _size(file)), None)
    if problem is not None:
        archive.close()
        raise OddArchiveError(problem)
    return archive


def _size(file: IO[bytes]) -> int:
    return file.seek(0, 2)


def _oddities(archive: zipfile.ZipFile, size: int) -> Iterator[str]:
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        yield "tiene demasiados archivos"
    if archive.comment:
        yield "lleva un comentario"
    if sum(entry.file_size for entry in entries) > min(MAX_TOTAL, size):
        yield "dice contener más de lo que pesa"
    if len({entry.filename for entry in entries}) != len(entries):
        yield "tiene dos archivos con el mismo nombre"
    for entry in entries:
        yield from _odd_entry(entry)
    yield from _gaps(entries, archive.start_dir, size)


def _odd_entry(entry: zipfile.ZipInfo) -> Iterator[str]:
    if not _SAFE.fullmatch(entry.filename) or entry.filename != entry.orig_filename:
        yield "tiene un nombre de archivo que no usamos"
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        yield "tiene archivos comprimidos: nosotros los guardamos sin comprimir"
    if entry.flag_bits & 0x1 or stat.S_ISLNK(entry.external_attr >> 16):
        yield "tiene archivos cifrados o enlaces"


def _gaps(entries: list[zipfile.ZipInfo], list_begins: int, size: int) -> Iterator[str]:
    """From the first byte to the last, entries and then their list: nothing overlaps and nothing is hidden between."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset != end:
            yield "tiene archivos que se pisan, o algo escondido entre ellos"
        end += _LOCAL_HEADER + len(entry.filename) + entry.file_size
        end += _DESCRIPTOR if entry.flag_bits & 0x8 else 0
    listed = sum(_LISTED + len(entry.filename) + len(entry.extra) + len(entry.comment) for entry in entries)
    if end != list_begins or list_begins + listed + _END != size:
        yield "tiene algo escondido detrás del último archivo"


def small(archive: zipfile.ZipFile, path: str) -> bytes | None:
    """A file of the package that is read whole; None if it is not there. Too big is odd."""
    try:
        entry = archive.getinfo(path)
    except KeyError:
        return None
    if entry.file_size > MAX_IN_MEMORY:
        raise OddArchiveError(f"{path} pesa demasiado")
    try:
        return archive.read(entry)
    except (zipfile.BadZipFile, EOFError, OSError):
        raise OddArchiveError(f"{path} está dañado") from None
