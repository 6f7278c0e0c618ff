"""Asking a timestamp authority (RFC 3161, over HTTP) when something existed.

Every answer is checked before it is used: that it grants what was asked, answers this very question (the nonce: an old
answer cannot be replayed) and is about these very bytes (the imprint).
"""

from __future__ import annotations

import secrets
import threading
import time

import httpx
from asn1crypto import algos, cms, tsp, x509
from pyhanko.sign.timestamps import TimeStamper

from receipts.seal.signers import HASH

_REST_SECONDS = 60.0


class TimestampError(Exception):
    """The authority did not answer, or its answer cannot be used."""


class TimestampAuthority:
    """An authority at a URL. After a failure it is left alone for a minute: nobody waits for it again and again."""

    def __init__(self, url: str, timeout: float = 5.0) -> None:
        self.url, self._timeout = url, timeout
        self._rests_until = 0.0
        self._sample: bytes | None = None
        self._lock = threading.Lock()

    def token(self, digest: bytes) -> bytes:
        """A timestamp token (DER) for a SHA-256; raises `TimestampError`."""
        if time.monotonic() < self._rests_until:
            raise TimestampError("the timestamp authority failed a moment ago")
        try:
            return self._ask(digest)
        except TimestampError:
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise

    def sample(self) -> bytes:
        """A token for nothing in particular, asked for once: how long they are and whose certificates they carry."""
        with self._lock:
            if self._sample is None:
                self._sample = self.token(bytes(32))
            return self._sample

    def certificates(self) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
        """The certificate that signs the tokens, and the others that come with them."""
        signed = cms.ContentInfo.load(self.sample())["content"]
        every = [one.chosen for one in signed["certificates"]]
        serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
        signing = next(one for one in every if one.serial_number == serial)
        return signing, tuple(one for one in every if one is not signing)

    def _ask(self, digest: bytes) -> bytes:
        nonce = int.from_bytes(secrets.token_bytes(8), "big") | 1 << 63
        question = tsp.TimeStampReq(
            {
                "version": 1,
                "message_imprint": {
                    "hash_algorithm": algos.DigestAlgorithm({"algorithm": HASH}),
                    "hashed_message": digest,
                },
                "nonce": nonce,
                "cert_req": True,
            }
        )
        try:
            answer = httpx.post(
                self.url,
                content=question.dump(),
                headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
                timeout=self._timeout,
            )
            answer.raise_for_status()
            return _token(tsp.TimeStampResp.load(answer.content), digest, nonce)
        except (httpx.HTTPError, ValueError, TypeError, KeyError) as error:
            raise TimestampError(f"the timestamp authority cannot be used: {type(error).__name__}") from error


def _token(answer: tsp.TimeStampResp, digest: bytes, nonce: int) -> bytes:
    status = answer["status"]["status"].native
    if status not in ("granted", "granted_with_mods"):
        raise TimestampError(f"the timestamp authority says {status}")
    token = answer["time_stamp_token"]
    stamped = token["content"]["encap_content_info"]["content"].parsed
    if stamped["nonce"].native != nonce:
        raise TimestampError("the timestamp answers another question")
    imprint = stamped["message_imprint"]
    if imprint["hashed_message"].native != digest or imprint["hash_algorithm"]["algorithm"].native != HASH:
        raise TimestampError("the timestamp is about something else")
    return bytes(token.dump())


class AsTimeStamper(TimeStamper):  # type: ignore[misc]
    """The same authority as pyHanko knows one, for the timestamp over a whole document."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token from the authority."""
        return cms.ContentInfo.load(self._authority.token(message_digest))
