"""Looking at the seal of a PDF nobody vouches for. Says what is so; `receipts.verify` says what it means.

The file may be hostile: it is parsed strictly, nothing is fetched, and failing to read it is an answer, not a crash.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

_MAX_SEALS = 4


@dataclass(frozen=True)
class SealFacts:
    """What can be seen of a seal."""

    readable: bool
    seals: int = 0
    pages: int = 0
    digest_matches: bool = False
    covers_whole_file: bool = False
    exact: bool = False  # nothing was slipped into the gap that holds the signature itself
    trusted: bool = False
    issuer: str = ""
    sealed_at: datetime | None = None


def look(data: bytes, trust_roots: Iterable[bytes], moment: datetime | None = None) -> SealFacts:
    """The facts about the last seal of `data`, its certificate traced to one of `trust_roots` (PEM or DER)."""
    try:
        return _look(data, [_root(one) for one in trust_roots], moment)
    except Exception:  # any library, any depth: a file that cannot be read proves nothing
        return SealFacts(readable=False)


def _look(data: bytes, roots: list[x509.Certificate], moment: datetime | None) -> SealFacts:
    reader = PdfFileReader(BytesIO(data))
    pages = int(reader.root["/Pages"]["/Count"])
    seals = list(reader.embedded_regular_signatures)
    if not seals or len(seals) > _MAX_SEALS:
        return SealFacts(readable=True, seals=len(seals), pages=pages)
    seal = seals[-1]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
    # No difference analysis: a paper of ours is never changed after its seal, so the seal must cover every byte.
    status = validate_pdf_signature(seal, signer_validation_context=context, skip_diff=True)
    return SealFacts(
        readable=True,
        seals=len(seals),
        pages=pages,
        digest_matches=bool(status.intact and status.valid),
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        exact=_exact(data, seal),
        trusted=_trusted(status),
        issuer=str(seal.signer_cert.subject.native.get("common_name", "")),
        sealed_at=seal.self_reported_timestamp,
    )


def _trusted(status: PdfSignatureStatus) -> bool:
    return bool(status.trusted) and not status.revoked


def _exact(data: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Whether the gap left out of the digest holds the signature, its padding of zeros, and not a byte more."""
    start, length, resume, _ = (int(part) for part in seal.byte_range)
    if start != 0:
        return False
    gap = data[length:resume]
    content: bytes = seal.pkcs7_content
    written = binascii.hexlify(content)
    if gap not in (b"<" + written + b">", b"<" + written.upper() + b">"):
        return False
    return not content[parser.peek(content) :].strip(b"\0")


def _root(encoded: bytes) -> x509.Certificate:
    der = pem.unarmor(encoded)[2] if pem.detect(encoded) else encoded
    return x509.Certificate.load(der)
