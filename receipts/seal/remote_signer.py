"""A key kept by a signing service, through the Cloud Signature Consortium's API (v1): only hashes are sent to it.

Two questions a signature: `credentials/authorize` gives leave to sign this one hash, `signatures/signHash` signs it.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx
from asn1crypto import algos, x509

from receipts.seal.signers import HASH, SignerError, verifies


class RemoteSigner:
    """Signs with the credential of a service that speaks CSC; its certificates are asked for once."""

    def __init__(self, url: str, credential: str, token: str, pin: str = "", timeout: float = 8.0) -> None:
        self._credential, self._pin = credential, pin
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/csc/v1/", headers={"Authorization": f"Bearer {token}"}, timeout=timeout
        )
        answer = self._ask("credentials/info", credentialID=credential, certificates="chain", certInfo=False)
        try:
            if answer["key"]["status"] != "enabled":
                raise SignerError("the signing service says the key is not enabled")
            found = [x509.Certificate.load(base64.b64decode(one)) for one in answer["cert"]["certificates"]]
            self.certificate: x509.Certificate = found[0]
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise SignerError("the signing service does not say whose its key is") from error
        self.chain = tuple(one for one in found[1:] if one.subject != one.issuer)

    def sign(self, data: bytes) -> bytes:
        """Have the hash signed there."""
        hashed = base64.b64encode(hashlib.sha256(data).digest()).decode()
        ask = {"PIN": self._pin} if self._pin else {}
        leave = self._ask("credentials/authorize", credentialID=self._credential, numSignatures=1, hash=[hashed], **ask)
        answer = self._ask(
            "signatures/signHash",
            credentialID=self._credential,
            SAD=leave.get("SAD", ""),
            hash=[hashed],
            hashAlgo=algos.DigestAlgorithmId(HASH).dotted,
            signAlgo=algos.SignedDigestAlgorithmId(self._algorithm).dotted,
        )
        try:
            signature = base64.b64decode(answer["signatures"][0], validate=True)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise SignerError("the signing service gave no signature") from error
        if not verifies(self.certificate, signature, data):
            raise SignerError("the signing service gave a signature that does not hold")
        return signature

    @property
    def _algorithm(self) -> str:
        return "sha256_ecdsa" if self.certificate.public_key.algorithm == "ec" else "sha256_rsa"

    def _ask(self, method: str, **question: Any) -> dict[str, Any]:
        try:
            answer = self._client.post(method, json=question)
            answer.raise_for_status()
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SignerError(f"the signing service cannot be used: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise SignerError("the signing service answered something else")
        return found
