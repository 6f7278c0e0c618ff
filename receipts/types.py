"""The words other rooms use to talk to receipts: what a letter says, and what came of issuing or checking it.

Plain frozen data, no Django: a `Document` can be written, compared and hashed anywhere.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from receipts.languages import Phrase, Words, say, titled

__all__ = [
    "Attachment",
    "Block",
    "Callout",
    "CheckBarcode",
    "CheckResult",
    "CheckState",
    "Document",
    "Facts",
    "Heading",
    "Items",
    "Lines",
    "Paragraph",
    "ParagraphStyleName",
    "Phrase",
    "Receipt",
    "Table",
    "Words",
    "data_attachment",
    "say",
    "titled",
]

ParagraphStyleName = Literal["normal", "strong", "small", "easy"]
CheckState = Literal["authentic", "altered", "unknown", "replaced", "revoked"]


@dataclass(frozen=True)
class Heading:
    """A section title; level 1 is the document's own title, so sections start at 2. `large` goes with easy reading."""

    text: Words
    level: int = 2
    large: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; every character is printed as it is, there is no mark-up inside."""

    text: Words
    style: ParagraphStyleName = "normal"


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, one under another."""

    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row; `numeric` holds the indexes of the columns set to the right."""

    caption: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True)
class Items:
    """A list, with bullets or with numbers."""

    items: tuple[Words, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Callout:
    """The one thing nobody should miss on the page."""

    title: Words
    text: Words


@dataclass(frozen=True)
class Lines:
    """Easy reading: large type, one short idea on each line."""

    lines: tuple[Words, ...]


@dataclass(frozen=True)
class CheckBarcode:
    """The paper's own code as Code 128, for whoever checks it with a scanner."""


Block = Heading | Paragraph | Facts | Table | Items | Callout | Lines | CheckBarcode


@dataclass(frozen=True)
class Attachment:
    """A file that travels inside the PDF, under the same seal."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


@dataclass(frozen=True)
class Document:
    """A letter before it is laid out: what it says, in whose name, about what.

    `second_language` is the co-official one that stands beside the Spanish, by its catalogue's code; empty for none.
    """

    kind: str
    title: str
    reference: str
    office_name: str
    language: str = "es"
    second_language: str = ""
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def content_hash(self) -> str:
        """SHA-256 of everything the reader would see: two equal letters have one hash."""
        return hashlib.sha256(json.dumps(_plain(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def data_attachment(name: str, data: dict[str, Any], description: str) -> Attachment:
    """The same facts for machines, as JSON whose bytes depend on nothing but them."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1, default=_plain)
    return Attachment(name, "application/json", text.encode(), description)


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
    state: str = "issued"


@dataclass(frozen=True)
class CheckResult:
    """The answer to *is this paper good?*; it never carries what the paper says about a person.

    `document` is the kind's public name, `issuer` the office, `sealed_by` the name on the seal's certificate. `receipt`
    leads to the original, which only whoever may read it is shown; `chained` says whether its day is closed.
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
    seal_level: str = ""
    receipt: UUID | None = None
    chained: bool = False


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, block types told apart by name."""
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return value
    return {"is": type(value).__name__, **{name: _plain(getattr(value, name)) for name in fields}}
