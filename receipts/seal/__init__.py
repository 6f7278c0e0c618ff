"""The electronic seal: keys, sealing, and looking at a seal. Keeper of pyHanko; knows neither Django nor core."""

from receipts.seal.authority import (
    SealKeys,
    create_demonstration_authority,
    load_keys,
    renew_demonstration_seal,
)
from receipts.seal.evidence import EvidenceCollector, RevokedSealError
from receipts.seal.place import SealPlace, Unsealed
from receipts.seal.sealing import LEVELS, Level, Sealed, Sealer
from receipts.seal.signers import FileSigner, Signer, SignerError, certificates_in, organisation_of
from receipts.seal.timestamps import TimestampAuthority

__all__ = [
    "LEVELS",
    "EvidenceCollector",
    "FileSigner",
    "Level",
    "RevokedSealError",
    "SealKeys",
    "SealPlace",
    "Sealed",
    "Sealer",
    "Signer",
    "SignerError",
    "TimestampAuthority",
    "Unsealed",
    "certificates_in",
    "create_demonstration_authority",
    "load_keys",
    "organisation_of",
    "renew_demonstration_seal",
]
