"""The words other rooms use to talk to receipts: what a letter says, and what came of issuing or checking it.

Plain frozen data, no Django: a `Document` can be written, compared and hashed anywhere.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

ParagraphStyleName = Literal["normal", "strong", "small"]
CheckState = Literal["authentic", "altered", "unknown", "replaced", "revoked"]


@dataclass(frozen=True)
class Heading:
    """A section title; level 1 is the document's own title, so sections start at 2."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; every character is printed as it is, there is no mark-up inside."""

    text: str
    style: ParagraphStyleName = "normal"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, one under another."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row; `numeric` holds the indexes of the columns set to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Items:
    """A list, with bullets or with numbers."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Callout:
    """The one thing nobody should miss on the page."""

    title: str
    text: str


Block = Heading | Paragraph | Facts | Table | Items | Callout


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF, under the same seal."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


@dataclass(frozen=True)
class Document:
    """A letter before it is laid out: what it says, in whose name, about what."""

    kind: str
    title: str
    reference: str
    office_name: str
    language: str = "es"
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def content_hash(self) -> str:
        """SHA-256 of everything the reader would see: two equal letters have one hash."""
        return hashlib.sha256(json.dumps(_plain(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Receipt:
    """What is left after issuing: where to find it again and the code printed at its foot."""

    public_id: UUID
    kind: str
    cea: str
    sha256: str
    size: int
    issued_at: datetime
    title: str


@dataclass(frozen=True)
class CheckResult:
    """The answer to *is this paper good?*; it never carries what the paper says about a person.

    `document` is the kind's public name, `issuer` the office, `sealed_by` the name on the seal's certificate.
    """

    state: CheckState
    kind: str = ""
    document: str = ""
    issued_at: datetime | None = None
    issuer: str = ""
    sealed_by: str = ""
    cea_id: str = ""
    replaced_by_id: str = ""
    reasons: tuple[str, ...] = ()


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, block types told apart by name."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return value
    return {"is": type(value).__name__, **{name: _plain(getattr(value, name)) for name in fields}}
