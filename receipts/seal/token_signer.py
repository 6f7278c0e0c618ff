"""A key in a security module or smart card, through PKCS #11. The key never leaves it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from asn1crypto import x509

from receipts.seal.signers import SignerError, certificates_in


class TokenSigner:
    """Signs with the key labelled `label` of a token; the session is opened once and reopened if it breaks.

    A PKCS #11 session does one thing at a time, so signatures of different threads wait for one another here.
    """

    def __init__(
        self, module: Path, token: str, pin: str, label: str, certificate: Path, chain: Iterable[Path] = ()
    ) -> None:
        found = certificates_in(certificate.read_bytes())
        self.certificate: x509.Certificate = found[0]
        self.chain = (*found[1:], *(one for path in chain for one in certificates_in(path.read_bytes())))
        self._module, self._token, self._pin, self._label = module, token, pin, label
        self._lock = threading.Lock()
        self._key: Any = None

    def sign(self, data: bytes) -> bytes:
        """Sign inside the token."""
        import pkcs11

        with self._lock:
            try:
                return self._sign(data)
            except pkcs11.PKCS11Error:
                self._key = None  # unplugged and plugged in again, perhaps: one more try with a new session
            try:
                return self._sign(data)
            except pkcs11.PKCS11Error as error:
                self._key = None
                raise SignerError(f"the token cannot sign: {type(error).__name__}") from error

    def _sign(self, data: bytes) -> bytes:
        import hashlib

        from pkcs11 import KeyType, Mechanism
        from pkcs11.util.ec import encode_ecdsa_signature

        if self._key is None:
            self._key = self._open()
        if self._key.key_type == KeyType.EC:
            raw = self._key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
            return bytes(encode_ecdsa_signature(raw))
        return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))

    def _open(self) -> Any:
        import pkcs11

        try:
            session = pkcs11.lib(str(self._module)).get_token(token_label=self._token).open(user_pin=self._pin)
            return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._label)
        except (OSError, RuntimeError) as error:
            raise SignerError(f"the PKCS #11 module cannot be used: {type(error).__name__}") from error
