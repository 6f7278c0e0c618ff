"""The signature container: CMS SignedData with the attributes PAdES and CAdES baseline ask for, nothing inside.

Put together from pieces encoded once per key. pyHanko's own builder makes the same container, but encodes certificates
and algorithms anew for each signature: 9 of the 17 ms that a seal took (`docs/decisions/0018`). What comes out is
checked against pyHanko, poppler and OpenSSL in the tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from asn1crypto import algos, cms, core, tsp

from receipts.seal.signers import HASH, Signer

TimestampToken = Callable[[bytes], bytes]
_SEQUENCE, _SET, _OCTETS = 0x30, 0x31, 0x04
_TAGGED_0, _TAGGED_1 = 0xA0, 0xA1
_LONGEST_ECDSA, _AROUND = 150, 700


class Container:
    """Makes containers for one key."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer
        certificate = signer.certificate
        algorithm = "sha256_ecdsa" if certificate.public_key.algorithm == "ec" else "sha256_rsa"
        self._digest_algorithm = algos.DigestAlgorithm({"algorithm": HASH}).dump()
        self._signature_algorithm = algos.SignedDigestAlgorithm({"algorithm": algorithm}).dump()
        self._signer_id = _tlv(_SEQUENCE, certificate.issuer.dump() + core.Integer(certificate.serial_number).dump())
        self._certificates = b"".join(one.dump() for one in (certificate, *signer.chain))
        self._fixed = (
            _attribute("content_type", cms.ContentType("data").dump()),
            _attribute("signing_certificate_v2", _named(certificate.dump())),
            _attribute(
                "cms_algorithm_protection",
                cms.CMSAlgorithmProtection(
                    {
                        "digest_algorithm": algos.DigestAlgorithm({"algorithm": HASH}),
                        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": algorithm}),
                    }
                ).dump(),
            ),
        )

    @property
    def room(self) -> int:
        """The longest a container without timestamp can get."""
        longest = max(_LONGEST_ECDSA, self._signer.certificate.public_key.byte_size)
        return int(len(self._certificates) + len(self._signer_id) + longest + _AROUND)

    def over(self, digest: bytes, timestamp: TimestampToken | None = None) -> bytes:
        """The container for content with this SHA-256; `timestamp` turns the signature's hash into a token."""
        attributes = b"".join(sorted((*self._fixed, _attribute("message_digest", _tlv(_OCTETS, digest)))))
        signature = self._signer.sign(_tlv(_SET, attributes))
        unsigned = b""
        if timestamp is not None:
            token = timestamp(hashlib.sha256(signature).digest())
            unsigned = _tlv(_TAGGED_1, _attribute("signature_time_stamp_token", token))
        information = (
            core.Integer(1).dump()
            + self._signer_id
            + self._digest_algorithm
            + _tlv(_TAGGED_0, attributes)
            + self._signature_algorithm
            + _tlv(_OCTETS, signature)
            + unsigned
        )
        signed = (
            core.Integer(1).dump()
            + _tlv(_SET, self._digest_algorithm)
            + _tlv(_SEQUENCE, cms.ContentType("data").dump())
            + _tlv(_TAGGED_0, self._certificates)
            + _tlv(_SET, _tlv(_SEQUENCE, information))
        )
        return _tlv(_SEQUENCE, cms.ContentType("signed_data").dump() + _tlv(_TAGGED_0, _tlv(_SEQUENCE, signed)))


def _named(certificate: bytes) -> bytes:
    """The certificate's hash among what is signed, so that no other certificate can take its place."""
    identified = tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate).digest()})
    return bytes(tsp.SigningCertificateV2({"certs": [identified]}).dump())


def _attribute(name: str, value: bytes) -> bytes:
    return _tlv(_SEQUENCE, cms.CMSAttributeType(name).dump() + _tlv(_SET, value))


def _tlv(tag: int, content: bytes) -> bytes:
    """Tag, length, value, as DER writes them."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
