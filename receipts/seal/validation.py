"""Looking at the seal of a PDF nobody vouches for. Says what is so; `receipts.verify` says what it means.

The file may be hostile: it is parsed strictly, nothing is fetched, and failing to read it is an answer, not a crash.
"""

from __future__ import annotations

import asyncio
import binascii
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, collect_timing_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from receipts.seal.sealing import Level
from receipts.seal.signers import certificates_in, name_of, organisations_of

_MAX_SEALS = 4
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


@dataclass(frozen=True)
class Trust:
    """Whom to believe: roots of seals and of timestamps (the same unless given), whose seal it must be, and lists of
    certificates revoked (PEM or DER)."""

    roots: tuple[bytes, ...]
    timestamp_roots: tuple[bytes, ...] = ()
    organisation: str = ""
    revocation_lists: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class SealFacts:
    """What can be seen of a seal."""

    readable: bool
    seals: int = 0
    pages: int = 0
    digest_matches: bool = False
    covers_whole_file: bool = False  # by itself, or with archival timestamps over what came after
    exact: bool = False  # nothing was slipped into the gap that holds the signature itself
    trusted: bool = False
    expired: bool = False
    revoked: bool = False
    right_organisation: bool = True
    timestamp_broken: bool = False
    issuer: str = ""
    sealed_at: datetime | None = None  # what the file says
    timestamp: datetime | None = None  # what an authority that is believed says
    level: Level = "B-B"


def look(data: bytes, trust: Trust, moment: datetime | None = None) -> SealFacts:
    """The facts about the seal of `data`. `moment` is when it is known to have existed; otherwise that is now."""
    try:
        return asyncio.run(_Sight(trust, moment).look(data))
    except Exception:  # any library, any depth: a file that cannot be read proves nothing
        return SealFacts(readable=False)


def look_beside(content: bytes, container: bytes, trust: Trust, moment: datetime | None = None) -> SealFacts:
    """The facts about a signature that lies beside its content."""
    try:
        return asyncio.run(_Sight(trust, moment).look_beside(content, container))
    except Exception:
        return SealFacts(readable=False)


@dataclass(frozen=True)
class _Stamp:
    """What is seen of a timestamp: whether it is whole, about this, and believed."""

    at: datetime
    whole: bool
    believed: bool
    exact: bool


class _Sight:
    """One look: whom to believe, and the latest time the thing is known to have existed, moved back by timestamps."""

    def __init__(self, trust: Trust, moment: datetime | None) -> None:
        self._trust = trust
        self._moment = moment or datetime.now(UTC)  # noqa: TID251 - no Django here
        self._evidence: dict[str, Any] = {}
        self._lists = [_der(one) for one in trust.revocation_lists]

    async def look(self, data: bytes) -> SealFacts:
        """At a PDF."""
        reader = PdfFileReader(BytesIO(data))
        pages = int(reader.root["/Pages"]["/Count"])
        seals, stamps = list(reader.embedded_regular_signatures), list(reader.embedded_timestamp_signatures)
        if len(seals) != 1 or len(stamps) > _MAX_SEALS:
            return SealFacts(readable=True, seals=len(seals), pages=pages)
        seal = seals[0]
        self._take_evidence(reader)
        archived = await self._archived(data, stamps)
        stamp = await self._timestamp(seal.signer_info)
        status = await async_validate_pdf_signature(
            seal,
            self._context(self._trust.roots),
            self._timestamp_context(self._moment),
            key_usage_settings=_USAGE,
            skip_diff=not archived,
        )
        facts = self._facts(status, stamp)
        return replace(
            facts,
            pages=pages,
            covers_whole_file=_covers(status, archived=archived),
            exact=facts.exact and _exact(data, seal) and _all_used(seal.signed_data, status),
            sealed_at=seal.self_reported_timestamp,
            level="B-LTA" if archived and facts.level == "B-LT" else facts.level,
        )

    async def look_beside(self, content: bytes, container: bytes) -> SealFacts:
        """At a signature and the content beside it."""
        signed = cms.ContentInfo.load(container, strict=True)["content"]
        if len(signed["signer_infos"]) != 1:
            return SealFacts(readable=True, seals=len(signed["signer_infos"]))
        stamp = await self._timestamp(signed["signer_infos"][0])
        contexts = self._context(self._trust.roots), self._timestamp_context(self._moment)
        status = await async_validate_detached_cms(content, signed, *contexts, key_usage_settings=_USAGE)
        facts = self._facts(status, stamp)
        exact = facts.exact and _as_written(container) and _all_used(signed, status)
        return replace(facts, covers_whole_file=True, exact=exact)

    def _facts(self, status: SignatureStatus, stamp: _Stamp | None) -> SealFacts:
        certificate: x509.Certificate = status.signing_cert
        trusted = bool(status.trusted) and not status.revoked
        level: Level = "B-B"
        if stamp is not None and stamp.believed:
            level = "B-LT" if self._evidence and trusted else "B-T"
        wanted = self._trust.organisation
        return SealFacts(
            readable=True,
            seals=1,
            digest_matches=bool(status.intact and status.valid),
            exact=stamp is None or stamp.exact,
            trusted=trusted,
            revoked=bool(status.revoked),
            expired=not certificate.not_valid_before <= self._moment <= certificate.not_valid_after,
            right_organisation=not wanted or wanted in organisations_of(certificate),
            timestamp_broken=stamp is not None and not stamp.whole,
            issuer=name_of(certificate),
            timestamp=stamp.at if stamp is not None and stamp.believed else None,
            level=level,
        )

    async def _archived(self, data: bytes, stamps: list[EmbeddedPdfSignature]) -> bool:
        """Whether the last timestamp over the document is believed and covers every byte of the file."""
        whole = False
        for seal in reversed(stamps):
            at = _time_of(seal.signed_data)
            status = await async_validate_pdf_timestamp(seal, self._timestamp_context(at), skip_diff=True)
            stamp = self._taken(status, at, exact=_exact(data, seal) and _all_used(seal.signed_data, status))
            if seal is stamps[-1]:
                whole = stamp.believed and stamp.exact and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        return whole

    async def _timestamp(self, information: cms.SignerInfo) -> _Stamp | None:
        """The timestamp over the signature, the only thing that may stand beside it unsigned."""
        unsigned = list(information["unsigned_attrs"] or ())
        if not unsigned:
            return None
        tokens = [token for one in unsigned for token in one["values"]]
        at = _time_of(tokens[0]["content"])
        context = self._timestamp_context(at)
        status = (await collect_timing_info(information, context, raw_digest=_no_content))["timestamp_validity"]
        exact = len(tokens) == 1 and _as_written(tokens[0].dump()) and _all_used(tokens[0]["content"], status)
        return self._taken(status, at, exact=exact)

    def _taken(self, status: SignatureStatus, at: datetime, *, exact: bool) -> _Stamp:
        """A timestamp is believed while its authority's certificate lasts; then what it stamps existed by its time."""
        whole = bool(status.valid and status.intact)
        lasts = status.signing_cert.not_valid_after >= self._moment
        stamp = _Stamp(at, whole, whole and exact and lasts and bool(status.trusted) and not status.revoked, exact)
        if stamp.believed:
            self._moment = min(self._moment, at)
        return stamp

    def _take_evidence(self, reader: PdfFileReader) -> None:
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return
        self._evidence = {
            "other_certs": list(store.load_certs()),
            "ocsps": [one.get_object().data for one in store.ocsps],
            "crls": [one.get_object().data for one in store.crls],
        }

    def _context(self, roots: tuple[bytes, ...], moment: datetime | None = None) -> ValidationContext:
        """Nothing is fetched. Where the file brings evidence, it must be enough; where it brings none, none is due."""
        evidence = {**self._evidence, "crls": [*self._evidence.get("crls", ()), *self._lists]}
        return ValidationContext(
            trust_roots=[certificate for one in roots for certificate in certificates_in(one)],
            moment=moment or self._moment,
            allow_fetching=False,
            revocation_mode="hard-fail" if self._evidence else "soft-fail",
            retroactive_revinfo=True,
            **evidence,
        )

    def _timestamp_context(self, at: datetime) -> ValidationContext:
        # The file's own evidence about the authority is of the day of the timestamp.
        moment = min(at, self._moment) if self._evidence else self._moment
        return self._context(self._trust.timestamp_roots or self._trust.roots, moment)


def _time_of(token: cms.SignedData) -> datetime:
    moment: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _all_used(signed: cms.SignedData, status: SignatureStatus) -> bool:
    """Whether every certificate that comes along is one of those that were believed; no others have a place there."""
    if status.validation_path is None:
        return True
    used = {one.dump() for one in status.validation_path.iter_certs(include_root=True)}
    return {one.chosen.dump() for one in signed["certificates"]} <= used


def _no_content(algorithm: str) -> bytes:
    """A timestamp over the content itself is none of ours; it is never asked for."""
    return b""


def _covers(status: PdfSignatureStatus, *, archived: bool) -> bool:
    """A paper of ours is never changed after its seal: it covers every byte, unless what follows is its archiving."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return archived and status.modification_level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)


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
    size = parser.peek(content)
    return not content[size:].strip(b"\0") and _as_written(content[:size])


def _as_written(container: bytes) -> bool:
    """Whether the few parts of a container that no signature covers say what they must, and nothing else."""
    kind, wrapped = cms.ContentInfo.load(container, strict=True), parser.parse(container)
    first = parser.peek(wrapped[4])
    signed = kind["content"]
    information = signed["signer_infos"][0]
    algorithm = information["digest_algorithm"].dump()
    signer = information["sid"].dump()
    named = [
        one.chosen.issuer.dump() + one.chosen["tbs_certificate"]["serial_number"].dump()
        for one in signed["certificates"]
    ]
    return (
        len(signed["signer_infos"]) == 1
        and first + parser.peek(wrapped[4][first:]) == len(wrapped[4])
        and signed["version"].native
        == ("v1" if signed["encap_content_info"]["content_type"].native == "data" else "v3")
        and information["version"].dump() == b"\x02\x01\x01"
        # To the letter: names are otherwise the same whether written large or small.
        and parser.parse(signer, strict=True)[4] in named
        and signed["digest_algorithms"].dump() == b"\x31" + bytes((len(algorithm),)) + algorithm
    )


def _der(encoded: bytes) -> bytes:
    return pem.unarmor(encoded)[2] if pem.detect(encoded) else encoded
