"""Sealing: filling the place a letter leaves open, at the level this installation can reach.

Levels are PAdES baseline's: B-B the seal alone; B-T with the time of a timestamp authority; B-LT also with proof that
no certificate was revoked; B-LTA also with a timestamp over the whole file. An authority that does not answer never
stops a paper: it leaves at the level that could be reached, and that level is what `Sealed` says. An authority that
answers that the seal's own certificate is revoked does stop it.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Literal

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers import PdfTimeStamper

from receipts.seal.container import Container
from receipts.seal.evidence import Chain, EvidenceCollector, EvidenceError
from receipts.seal.place import Evidence, SealPlace, Unsealed
from receipts.seal.signers import HASH, Signer, name_of
from receipts.seal.timestamps import AsTimeStamper, TimestampAuthority, TimestampError

logger = logging.getLogger(__name__)
Level = Literal["B-B", "B-T", "B-LT", "B-LTA"]
LEVELS: tuple[Level, ...] = ("B-B", "B-T", "B-LT", "B-LTA")
_HIDDEN = InvisSigSettings(set_hidden_flag=True)
_TOKEN_SLACK = 200  # one token may be a few bytes longer than another


@dataclass(frozen=True)
class Sealed:
    """A sealed file and the level it reached."""

    data: bytes
    level: Level


class Sealer:
    """Seals with one key. `level` is what it aims at; above B-B it needs a timestamp authority."""

    def __init__(
        self,
        signer: Signer,
        level: Level = "B-B",
        timestamps: TimestampAuthority | None = None,
        evidence: EvidenceCollector | None = None,
    ) -> None:
        if level != "B-B" and timestamps is None:
            raise ValueError(f"level {level} needs a timestamp authority")
        if level in ("B-LT", "B-LTA") and evidence is None:
            raise ValueError(f"level {level} needs somebody to gather evidence")
        self.signer, self.level = signer, level
        self._timestamps, self._collector = timestamps, evidence
        self._container = Container(signer)

    @property
    def issuer(self) -> str:
        """The name on the seal's certificate."""
        return name_of(self.signer.certificate)

    def place(self, *, reason: str, moment: datetime) -> SealPlace:
        """What a letter must leave open for this seal."""
        return SealPlace(self.issuer, reason, moment, self._room(), self._evidence())

    def close(self, unsealed: Unsealed) -> Sealed:
        """Fill the place; what follows changes nothing of the file without being noticed."""
        data = unsealed.with_ranges()
        container, stamped = self._signed(unsealed.digest(data), unsealed.room)
        level: Level = "B-B"
        if stamped:
            level = "B-LT" if unsealed.evidenced else "B-T"
        sealed = unsealed.filled(data, container)
        if level == "B-LT" and self.level == "B-LTA":
            return self._archived(sealed)
        return Sealed(sealed, level)

    def detached(self, content: bytes) -> bytes:
        """A signature beside the content (CAdES, ``.p7s``), timestamped where there is an authority."""
        return self._signed(hashlib.sha256(content).digest(), None)[0]

    def _signed(self, digest: bytes, room: int | None) -> tuple[bytes, bool]:
        # A place left while the authority was silent has no room for its token.
        fits = room is None or room > self._container.room
        if self._timestamps is not None and self.level != "B-B" and fits:
            try:
                return self._container.over(digest, self._timestamps.token), True
            except TimestampError as error:
                logger.warning("sealed without timestamp: %s", error)
        return self._container.over(digest), False

    def _archived(self, sealed: bytes) -> Sealed:
        assert self._timestamps is not None
        writer = IncrementalPdfFileWriter(BytesIO(sealed))
        stamper = PdfTimeStamper(AsTimeStamper(self._timestamps), field_name="Archivo", invis_settings=_HIDDEN)
        try:
            stamped = stamper.timestamp_pdf(writer, HASH)
        except TimestampError as error:
            logger.warning("sealed without archival timestamp: %s", error)
            return Sealed(sealed, "B-LT")
        return Sealed(bytes(stamped.getvalue()), "B-LTA")

    def _room(self) -> int:
        if self.level == "B-B" or self._timestamps is None:
            return self._container.room
        try:
            return self._container.room + len(self._timestamps.sample()) + _TOKEN_SLACK
        except TimestampError:
            return self._container.room

    def _evidence(self) -> Evidence:
        if self._collector is None or self._timestamps is None or self.level not in ("B-LT", "B-LTA"):
            return Evidence()
        own: Chain = (self.signer.certificate, self.signer.chain)
        try:
            return self._collector.gather(own, self._timestamps.certificates())
        except (EvidenceError, TimestampError) as error:
            logger.warning("sealed without proof of revocation: %s", error)
            return Evidence()
