"""What a package holds, and the papers about it that are written before anything is packed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

FORMAT = "amparo-electronic-file/1"
INDEX, RECORD, METADATA, MANIFEST = "indice.pdf", "expediente.xml", "metadatos.json", "manifiesto.json"
FOLDER = "documentos"
_SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

Origin = Literal["citizen", "administration"]


@dataclass(frozen=True)
class FiledDocument:
    """One document of the dossier. `documentary_type` is the norm's code (TD01…TD99); `read` gives its bytes.

    `replaces` is the identifier of the version before, where there was one.
    """

    identifier: str
    title: str
    kind: str
    documentary_type: str
    origin: Origin
    captured_at: datetime
    media_type: str
    sha256: str
    size: int
    sealed: bool
    read: Callable[[], bytes] = field(compare=False, repr=False)
    version: int = 1
    replaces: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FileHead:
    """The dossier itself: `organ` is the code of the body, `year` of its opening, `metadata` what else is known."""

    identifier: str
    organ: str
    year: int
    opened_at: datetime
    made_at: datetime
    closed: bool
    classification: str
    interested: tuple[str, ...]
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def full_identifier(self) -> str:
        """The norm's form for a file: country, body, year, EXP, own number."""
        return f"ES_{self.organ}_{self.year}_EXP_{_plain_sign(self.identifier)}"

    def document_identifier(self, document: FiledDocument) -> str:
        """The norm's form for a document; at most thirty signs of our own."""
        return f"ES_{self.organ}_{document.captured_at.year}_{_plain_sign(document.identifier)}"


@dataclass(frozen=True)
class Part:
    """A file of the package: either its bytes, or the document they are read from."""

    path: str
    sha256: str
    size: int
    content: bytes = field(default=b"", repr=False)
    document: FiledDocument | None = None


@dataclass(frozen=True)
class Package:
    """Everything but the index: its parts, and the manifest that the index carries under its seal."""

    head: FileHead
    documents: tuple[FiledDocument, ...]
    parts: tuple[Part, ...]
    manifest: dict[str, Any]


def prepare(head: FileHead, documents: tuple[FiledDocument, ...]) -> Package:
    """Number the documents, write the norm's XML and the metadata, and list every file with its hash."""
    from receipts.electronic_file.eni import document_xml, record_xml

    parts = [
        _written(RECORD, record_xml(head, documents)),
        _written(METADATA, _json(_metadata(head, documents))),
    ]
    for place, document in enumerate(documents, start=1):
        path = path_of(place, document)
        parts.append(_written(path.rpartition(".")[0] + ".xml", document_xml(head, document, path)))
        parts.append(Part(path, document.sha256, document.size, document=document))
    manifest = {
        "format": FORMAT,
        "identifier": head.full_identifier,
        "made_at": head.made_at.isoformat(),
        "files": [{"path": part.path, "sha256": part.sha256, "size": part.size} for part in parts],
    }
    return Package(head, documents, tuple(parts), manifest)


def path_of(place: int, document: FiledDocument) -> str:
    """Where a document lies in the package; nothing of what it says is in its name."""
    return f"{FOLDER}/{place:04d}.{_SUFFIXES.get(document.media_type, 'bin')}"


def _written(path: str, content: bytes) -> Part:
    return Part(path, hashlib.sha256(content).hexdigest(), len(content), content)


def _metadata(head: FileHead, documents: tuple[FiledDocument, ...]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "file": {
            "identifier": head.full_identifier,
            "organ": head.organ,
            "opened_at": head.opened_at.isoformat(),
            "closed": head.closed,
            "classification": head.classification,
            **head.metadata,
        },
        "documents": [
            {
                "order": place,
                "path": path_of(place, document),
                "identifier": head.document_identifier(document),
                "title": document.title,
                "kind": document.kind,
                "documentary_type": document.documentary_type,
                "origin": document.origin,
                "captured_at": document.captured_at.isoformat(),
                "media_type": document.media_type,
                "sha256": document.sha256,
                "size": document.size,
                "sealed": document.sealed,
                "version": document.version,
                "replaces": document.replaces,
                **document.metadata,
            }
            for place, document in enumerate(documents, start=1)
        ],
    }


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _plain_sign(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())[:30]
