"""Gathering what proves a seal long after: the certificates up to the root and answers that none was revoked.

Gathered before the seal, so that it lies under it (`docs/decisions/0018`); kept for five minutes, so that a thousand
seals in a row ask the authorities once.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from receipts.seal.place import Evidence

KEPT_SECONDS, SILENCE_SECONDS = 300.0, 60.0
Chain = tuple[x509.Certificate, tuple[x509.Certificate, ...]]


class EvidenceError(Exception):
    """An authority does not answer, or does not know the certificate."""


class RevokedSealError(Exception):
    """The certificate of the seal itself is revoked: nothing may be sealed with it."""


class EvidenceCollector:
    """Asks the authorities named in the certificates (OCSP, CRL) and keeps their answers, or their silence, a while."""

    def __init__(self, roots: Iterable[x509.Certificate], timeout: float = 4.0) -> None:
        self._roots, self._timeout = list(roots), timeout
        self._lock = threading.Lock()
        self._asked_at = -KEPT_SECONDS
        self._kept: Evidence | None = None

    def gather(self, seal: Chain, timestamps: Chain) -> Evidence:
        """Evidence for both, each with what stands between it and a root.

        Raises `RevokedSealError`, and `EvidenceError` for any other reason.
        """
        with self._lock:
            age = time.monotonic() - self._asked_at
            if age > (SILENCE_SECONDS if self._kept is None else KEPT_SECONDS):
                self._asked_at, self._kept = time.monotonic(), None
                self._kept = self._ask(seal, timestamps)
            if self._kept is None:
                raise EvidenceError("the authorities failed a moment ago")
            return self._kept

    def _ask(self, seal: Chain, timestamps: Chain) -> Evidence:
        try:
            return asyncio.run(self._ask_all(seal, timestamps))
        except (ValidationError, PathError, OSError) as error:
            raise EvidenceError(f"the authorities give no evidence: {type(error).__name__}") from error

    async def _ask_all(self, seal: Chain, timestamps: Chain) -> Evidence:
        context = ValidationContext(
            trust_roots=self._roots,
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=self._timeout),
        )
        try:
            found = await _path(context, seal)
        except RevokedError as error:
            self._asked_at = -KEPT_SECONDS
            raise RevokedSealError("the certificate of the seal is revoked") from error
        certificates = dict.fromkeys([*found, *await _path(context, timestamps)])
        return Evidence(
            tuple(certificates),
            tuple(dict.fromkeys(answer.dump() for answer in context.ocsps)),
            tuple(dict.fromkeys(one.dump() for one in context.crls)),
        )


async def _path(context: ValidationContext, chain: Chain) -> list[bytes]:
    certificate, others = chain
    validator = CertificateValidator(certificate, others, validation_context=context)
    path = await validator.async_validate_usage(set())  # type: ignore[no-untyped-call]
    return [one.dump() for one in path.iter_certs(include_root=True)]
