"""Is this package whole? The seal of its index, every file against the list under that seal, and the norm's shape."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Literal

from receipts.electronic_file.archive import OddArchiveError, opened, small
from receipts.electronic_file.contents import FORMAT, INDEX, MANIFEST, RECORD
from receipts.electronic_file.eni import name
from receipts.electronic_file.structure import faults, parsed
from receipts.seal.validation import Trust
from receipts.verify import verify_bytes
from receipts.verify.attachments import attached

FileState = Literal["sound", "altered", "not_a_file"]
_CHUNK = 1 << 20


@dataclass(frozen=True)
class FileReport:
    """What came of checking a package. `problems` in words, empty when it is sound."""

    state: FileState
    problems: tuple[str, ...] = ()
    identifier: str = ""
    made_at: str = ""
    sealed_by: str = ""
    documents: int = 0


def check_package(file: IO[bytes], trust: Trust | Iterable[bytes]) -> FileReport:
    """Check an exported dossier, trusting the roots of `trust`. Nothing is unpacked to disk and nothing is fetched."""
    try:
        with opened(file) as archive:
            return _checked(archive, trust)
    except OddArchiveError as odd:
        return FileReport("not_a_file", (f"El paquete {odd}.",))


def _checked(archive: zipfile.ZipFile, trust: Trust | Iterable[bytes]) -> FileReport:
    index = small(archive, INDEX)
    if index is None:
        return FileReport("not_a_file", ("No hay índice: no es un expediente exportado.",))
    verdict = verify_bytes(index, trust)
    if verdict.state != "authentic":
        return FileReport("altered", ("El índice no tiene un sello válido.", *verdict.reasons))
    # Only now, with its seal proved ours, is the index opened as a PDF.
    manifest = _manifest(index)
    if manifest is None:
        return FileReport("not_a_file", ("El PDF está sellado, pero no es el índice de un expediente.",))
    problems = (*_differences(archive, manifest), *_norm(archive, manifest))
    return FileReport(
        "altered" if problems else "sound",
        problems,
        manifest["identifier"],
        manifest["made_at"],
        verdict.issuer,
        len(_contents(manifest)),
    )


def _manifest(index: bytes) -> dict[str, Any] | None:
    try:
        manifest: dict[str, Any] = json.loads(attached(index)[MANIFEST])
        return manifest if manifest["format"] == FORMAT else None
    except (KeyError, ValueError, TypeError):
        return None


def _contents(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in manifest["files"] if "/" in row["path"] and not row["path"].endswith(".xml")]


def _differences(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Files changed, missing or added, against the list that the index carries under its seal."""
    listed = {row["path"]: row for row in manifest["files"]}
    present = {entry.filename: entry for entry in archive.infolist() if entry.filename != INDEX}
    for path in sorted(listed.keys() - present.keys()):
        yield f"Falta {path}."
    for path in sorted(present.keys() - listed.keys()):
        yield f"Sobra {path}: no está en el índice."
    for path in sorted(listed.keys() & present.keys()):
        row = listed[path]
        if present[path].file_size != row["size"] or _digest(archive, path) != row["sha256"]:
            yield f"Ha cambiado {path}."


def _digest(archive: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(path) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError, OSError):
        return ""
    return digest.hexdigest()


def _norm(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Iterator[str]:
    """Whether the XML has the norm's shape, and says of each document what the sealed list says."""
    for row in manifest["files"]:
        if not row["path"].endswith(".xml"):
            continue
        content = small(archive, row["path"])
        root = parsed(content) if content is not None else None
        if root is None:
            yield f"{row['path']} no se puede leer como XML."
            continue
        expected = "eniexp:expediente" if row["path"] == RECORD else "enidoc:documento"
        yield from (f"{row['path']}: {fault}." for fault in faults(root, expected))
        if row["path"] == RECORD:
            said = [element.text for element in root.iter(name("eniconexpind:ValorHuella"))]
            if said != [document["sha256"] for document in _contents(manifest)]:
                yield f"{RECORD} no dice lo mismo que el índice sellado."
