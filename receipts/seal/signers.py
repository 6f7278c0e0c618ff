"""Who holds the private key. `Signer` is all that sealing needs; the key may be a file, in a module, or far away.

The three kinds give the same thing, a raw signature over SHA-256, so that nothing else in the house knows which it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from asn1crypto import pem, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

HASH = "sha256"


class SignerError(Exception):
    """The key cannot be used now: wrong PIN, module unplugged, service down. The message names no secret."""


class Signer(Protocol):
    """A key that can sign, and the certificate that says whose it is."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Certificates between it and the root, the root left out."""

    def sign(self, data: bytes) -> bytes:
        """Signature of SHA-256(`data`): DER for ECDSA, PKCS #1 v1.5 for RSA. Raises `SignerError`."""


class FileSigner:
    """A key in a file, parsed once for the life of the process."""

    def __init__(self, certificate: Path, key: Path, chain: Iterable[Path] = (), password: bytes | None = None) -> None:
        found = certificates_in(certificate.read_bytes())
        self.certificate = found[0]
        self.chain = (*found[1:], *(one for path in chain for one in certificates_in(path.read_bytes())))
        parsed = serialization.load_pem_private_key(key.read_bytes(), password)
        if not isinstance(parsed, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise SignerError("the sealing key must be an elliptic-curve or RSA key")
        self._key = parsed
        public = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        if parsed.public_key().public_bytes(*public) != self.certificate.public_key.dump():
            raise SignerError("the sealing key is not the one of the certificate")

    def sign(self, data: bytes) -> bytes:
        """Sign here."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def verifies(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Whether a raw signature over SHA-256(`data`) is of the key of `certificate`."""
    public = serialization.load_der_public_key(certificate.public_key.dump())
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def certificates_in(encoded: bytes) -> tuple[x509.Certificate, ...]:
    """Certificates of a PEM file, in order, or the one of a DER file."""
    if not pem.detect(encoded):
        return (x509.Certificate.load(encoded),)
    return tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(encoded, multiple=True))


def name_of(certificate: x509.Certificate) -> str:
    """The common name on a certificate, or its whole subject where it has none."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or certificate.subject.human_friendly)


def organisation_of(certificate: x509.Certificate) -> str:
    """Name of the organisation on a certificate; empty where it has none."""
    return str(certificate.subject.native.get("organization_name") or "")


def organisations_of(certificate: x509.Certificate) -> frozenset[str]:
    """Name and identifier of the organisation a certificate was given to."""
    subject = certificate.subject.native
    found = (subject.get("organization_name"), subject.get("organization_identifier"))
    return frozenset(str(one) for one in found if one)
