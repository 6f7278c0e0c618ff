"""Writing the file: small objects packed together and compressed, and the place of the seal left open.

reportlab writes each object by itself in clear. A tagged letter has hundreds of them (one per paragraph and cell), so
here everything that is not a stream goes into one compressed object stream with a compressed index (PDF 1.5). The
signature dictionary stays outside, at a known offset, because sealing fills it in afterwards.
"""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase import pdfdoc

from receipts.seal.place import FIELD, Evidence, SealPlace, Unsealed, empty_signature

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_SIGNATURE = "SealSignature"
_IN_STREAM, _IN_FILE, _FREE = 2, 1, 0
_FASTEST_GOOD = 6


class Written(pdfdoc.PDFObject):  # type: ignore[misc]
    """An object whose text is written already."""

    __RefOnly__ = 1

    def __init__(self, text: bytes = b"null") -> None:
        self.text = text

    def format(self, document: Any) -> bytes:
        """As it was written."""
        return self.text


def add_seal_place(document: Any, first_page: Any, place: SealPlace) -> None:
    """The signature field, hidden, with its dictionary; and what proves the seal, where there is any."""

    def text(words: str) -> bytes:
        return bytes(pdfdoc.pdfdocEnc(pdfdoc.PDFString(words).format(document)))

    moment = f"{place.moment:D:%Y%m%d%H%M%S%z}"
    moment = f"{moment[:-2]}'{moment[-2:]}'"
    signature = document.Reference(
        Written(
            b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
            b"/M(%b)/Name%b/Reason%b/Reference[<</Type/SigRef/TransformMethod/DocMDP"
            b"/TransformParams<</Type/TransformParams/V/1.2/P 2>>>>]"
            % (moment.encode(), text(place.name), text(place.reason))
        ),
        _SIGNATURE,
    )
    field = document.Reference(
        pdfdoc.PDFDictionary(
            {
                "FT": pdfdoc.PDFName("Sig"),
                "T": pdfdoc.PDFString(FIELD),
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Widget"),
                # Hidden, locked: an invisible field that is merely empty would need a tag of its own.
                "F": 134,
                "Rect": pdfdoc.PDFArray([0, 0, 0, 0]),
                "P": document.Reference(first_page),
                "V": signature,
            }
        ),
        "SealField",
    )
    first_page.Annots = [*(first_page.Annots or []), field]
    _to_catalog(document, "AcroForm", {"Fields": pdfdoc.PDFArray([field]), "SigFlags": 3})
    _to_catalog(document, "Perms", {"DocMDP": signature})
    _to_catalog(document, "Extensions", {"ESIC": pdfdoc.PDFDictionary(_PADES)})
    if place.evidence:
        _to_catalog(document, "DSS", _evidence(document, place.evidence))


def pack(document: Any, canvas: Any, place: SealPlace | None) -> Unsealed:
    """The whole file. Without a place for a seal the offsets are all 0."""
    _prepare(document, canvas)
    file = _File(evidenced=bool(place and place.evidence))
    number = 0
    while (name := document.numberToId.get(number := number + 1)) is not None:
        text = pdfdoc.format(document.idToObject[name], document, toplevel=1)
        if name == _SIGNATURE:
            assert place is not None
            file.add_signature(number, text, place.room)
        elif text.rstrip().endswith(b"endstream"):
            file.add(number, text)
        else:
            file.small.append((number, text))
    root, info = (document.Reference(one).format(document) for one in (document.Catalog, document.info))
    return file.close(root, info, document.ID())


class _File:
    """The bytes so far and where each object lies."""

    def __init__(self, *, evidenced: bool) -> None:
        self.evidenced = evidenced
        self.data = bytearray(_HEADER)
        self.places: dict[int, tuple[int, int, int]] = {0: (_FREE, 0, 65535)}
        self.small: list[tuple[int, bytes]] = []
        self.seal = (0, 0, 0)

    def add(self, number: int, text: bytes) -> None:
        self.places[number] = (_IN_FILE, len(self.data), 0)
        self.data += b"%d 0 obj\n%b\nendobj\n" % (number, text)

    def add_signature(self, number: int, text: bytes, room: int) -> None:
        empty, ranges, gap, end = empty_signature(room)
        base = len(self.data) + len(b"%d 0 obj\n" % number) + len(text)
        self.seal = (base + ranges, base + gap, base + end)
        self.add(number, text + empty + b">>")

    def close(self, root: bytes, info: bytes, identity: bytes) -> Unsealed:
        number = max(*self.places, *(one for one, _ in self.small)) + 1
        index, body = bytearray(), bytearray()
        for position, (one, text) in enumerate(self.small):
            index += b"%d %d " % (one, len(body))
            body += text.strip() + b"\n"
            self.places[one] = (_IN_STREAM, number, position)
        entries = b"/Type/ObjStm/N %d/First %d" % (len(self.small), len(index))
        self.add(number, _stream(entries, bytes(index + body)))
        start = len(self.data)
        self.places[number + 1] = (_IN_FILE, start, 0)
        table = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(2, "big")
            for _, (kind, place, more) in sorted(self.places.items())
        )
        identity = identity[: identity.rindex(b"]") + 1].strip()
        entries = b"/Type/XRef/W[1 4 2]/Size %d/Root %b/Info %b/ID%b" % (number + 2, root, info, identity)
        self.data += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number + 1, _stream(entries, table), start)
        return Unsealed(bytes(self.data), *self.seal, self.evidenced)


def _stream(entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, _FASTEST_GOOD)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (entries, len(packed), packed)


def _prepare(document: Any, canvas: Any) -> None:
    """What reportlab does before it writes: fonts, outline, catalogue."""
    for font in document.delayedFonts:
        font.addObjects(document)
    document.info.digest(document.signature)
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None


def _to_catalog(document: Any, key: str, entries: dict[str, Any]) -> None:
    catalog = document.Catalog
    if key not in catalog.__NoDefault__:
        catalog.__NoDefault__ = [*catalog.__NoDefault__, key]
    setattr(catalog, key, pdfdoc.PDFDictionary(entries))


def _evidence(document: Any, evidence: Evidence) -> dict[str, Any]:
    kinds = {"Certs": evidence.certificates, "OCSPs": evidence.ocsp_answers, "CRLs": evidence.revocation_lists}
    found: dict[str, Any] = {"Type": pdfdoc.PDFName("DSS")}
    for key, pieces in kinds.items():
        if pieces:
            references = [
                document.Reference(Written(_stream(b"", piece)), f"Evidence{key}{number}")
                for number, piece in enumerate(pieces)
            ]
            found[key] = pdfdoc.PDFArray(references)
    return found


_PADES = {"Type": "/DeveloperExtensions", "BaseVersion": "/1.7", "ExtensionLevel": 1}
