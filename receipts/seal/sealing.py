"""Sealing a PDF: PAdES baseline B-B, ECDSA P-256 with SHA-256, in a field nobody sees.

`Sealer` is the one thing the rest of the house knows; a key in a file is one way to be a sealer, a security module or a
remote signing service are others.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Protocol

from asn1crypto import algos, pem, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

_FIELD = "Sello"
_HASH = "sha256"
_AROUND = 1500


class Sealer(Protocol):
    """Whoever can put the seal on a PDF."""

    @property
    def issuer(self) -> str:
        """The name on the seal's certificate."""

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        """The same PDF, sealed; what follows changes nothing of it without being noticed."""


class FileKeySealer:
    """Seals with a P-256 key kept in a file, parsed once for the life of the process."""

    def __init__(self, certificate: Path, key: Path, chain: tuple[Path, ...] = ()) -> None:
        self._certificate = _certificate(certificate)
        certificates = [_certificate(path) for path in chain]
        self._signer = _CachedKeySigner(self._certificate, key, certificates)
        # Room for the signature in hexadecimal: the certificates and what is written around them (about 1 kB). Left to
        # itself, pyHanko would build every signature twice to find out.
        self._reserved = 2 * (sum(len(one.dump()) for one in [self._certificate, *certificates]) + _AROUND)

    @property
    def issuer(self) -> str:
        """The common name on the certificate."""
        return str(self._certificate.subject.native["common_name"])

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        """Append the seal as one incremental update covering the whole file."""
        metadata = signers.PdfSignatureMetadata(
            field_name=_FIELD,
            md_algorithm=_HASH,
            reason=reason,
            name=self.issuer,
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )
        # Hidden, because an invisible field that is merely empty would need a tag of its own in a tagged PDF.
        field = fields.SigFieldSpec(_FIELD, box=None, invis_sig_settings=fields.InvisSigSettings(set_hidden_flag=True))
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        sealed = signers.PdfSigner(metadata, signer=self._signer, new_field_spec=field).sign_pdf(
            writer, bytes_reserved=self._reserved
        )
        return bytes(sealed.getvalue())


class _CachedKeySigner(signers.Signer):  # type: ignore[misc]
    """pyHanko's own file signer reads and checks the key again at each signature; this one keeps it."""

    def __init__(self, certificate: x509.Certificate, key: Path, chain: list[x509.Certificate]) -> None:
        parsed = serialization.load_pem_private_key(key.read_bytes(), password=None)
        if not isinstance(parsed, ec.EllipticCurvePrivateKey):
            raise TypeError("the sealing key must be an elliptic-curve key")
        self._key = parsed
        self._bytes = (parsed.key_size + 7) // 8
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(chain)
        super().__init__(
            signing_cert=certificate,
            cert_registry=registry,
            embed_roots=False,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": f"{_HASH}_ecdsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign; a dry run only asks how long a signature can get (two integers and their DER headers)."""
        if dry_run:
            return bytes(2 * self._bytes + 9)
        if digest_algorithm != _HASH:
            raise ValueError(f"this sealer signs {_HASH} only")
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


def _certificate(path: Path) -> x509.Certificate:
    _, _, der = pem.unarmor(path.read_bytes())
    return x509.Certificate.load(der)
