"""The demonstration certification authority: a root and the certificates that seal documents, one after another.

Made at set-up, on this machine, for this machine. It proves that a paper left *this* installation unchanged; it is not
a qualified seal. An administration replaces `seal.pem` and `seal_key.pem` by its own, or keeps its key elsewhere
(`receipts.seal.signers`). The root's key stays beside them, so that the seal can be renewed from the same root.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT, SEAL, SEAL_KEY, ROOT_KEY = "root.pem", "seal.pem", "seal_key.pem", "root_key.pem"
ORGANISATION = "Amparo (demostración)"
_ROOT_NAME, _SEAL_NAME = "Amparo · Raíz de demostración", "Amparo · Sello electrónico de demostración"
_ROOT_YEARS, _SEAL_YEARS = 25, 12


@dataclass(frozen=True)
class SealKeys:
    """Where the files are. `root_key` is the demonstration's own; nobody else's is ever here."""

    root: Path
    certificate: Path
    key: Path
    root_key: Path

    @property
    def whole(self) -> bool:
        """Whether all that sealing needs is there."""
        return self.root.exists() and self.certificate.exists() and self.key.exists()


def load_keys(folder: Path) -> SealKeys:
    """The names of the files in `folder`, there or not."""
    return SealKeys(folder / ROOT, folder / SEAL, folder / SEAL_KEY, folder / ROOT_KEY)


def create_demonstration_authority(folder: Path, organisation: str = ORGANISATION) -> SealKeys:
    """Make root, sealing certificate and key in `folder`; if they are there already, leave them alone.

    Built aside and moved in whole, so that two processes starting together agree on one set and nobody sees half of it.
    """
    keys = load_keys(folder)
    if keys.whole:
        return keys
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f"{folder.name}.{secrets.token_hex(6)}")
    aside.mkdir(mode=0o700)
    _write_authority(load_keys(aside), organisation)
    try:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        aside.rename(folder)
    except OSError:  # another process was first
        for file in aside.iterdir():
            file.unlink()
        aside.rmdir()
        if not keys.whole:
            raise
    return keys


def renew_demonstration_seal(folder: Path, organisation: str = ORGANISATION) -> SealKeys:
    """A new key with a new certificate of the same root; what the old one sealed stays good, its key is destroyed.

    Raises FileNotFoundError where the root's key is not here (then the authority that keeps it must renew the seal).
    """
    keys = load_keys(folder)
    root_key = serialization.load_pem_private_key(keys.root_key.read_bytes(), None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey)
    new = load_keys(folder / f"new-{secrets.token_hex(6)}")
    new.key.parent.mkdir(mode=0o700)
    _write_seal(new, root_key, organisation)
    # Between the two a reader finds a key that is not the certificate's, notices, and reads again.
    new.key.replace(keys.key)
    new.certificate.replace(keys.certificate)
    new.key.parent.rmdir()
    return keys


def _write_authority(keys: SealKeys, organisation: str) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    name = _name(organisation, _ROOT_NAME)
    root = (
        _builder(name, name, root_key.public_key(), _ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    keys.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    _write_key(keys.root_key, root_key)
    _write_seal(keys, root_key, organisation)


def _write_seal(keys: SealKeys, root_key: ec.EllipticCurvePrivateKey, organisation: str) -> None:
    seal_key = ec.generate_private_key(ec.SECP256R1())
    subject, issuer = _name(organisation, _SEAL_NAME), _name(organisation, _ROOT_NAME)
    seal = (
        _builder(subject, issuer, seal_key.public_key(), _SEAL_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    keys.certificate.write_bytes(seal.public_bytes(serialization.Encoding.PEM))
    _write_key(keys.key, seal_key)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    content = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, years: int
) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 - no Django here; clocks differ
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
