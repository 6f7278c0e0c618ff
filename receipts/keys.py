"""Which seal this installation uses, and which roots it trusts. Everything comes from the settings."""

import time
from functools import cache
from pathlib import Path

from django.conf import settings

from core.errors import AmparoError
from receipts.seal import (
    EvidenceCollector,
    FileSigner,
    Sealer,
    SealKeys,
    Signer,
    SignerError,
    TimestampAuthority,
    certificates_in,
    create_demonstration_authority,
    load_keys,
)
from receipts.seal.validation import Trust


def seal_keys() -> SealKeys:
    """The seal's files. The demonstration makes its own at first use; a real installation must be given them."""
    folder = Path(settings.SEAL_KEYS_DIR)
    keys = load_keys(folder)
    if keys.whole:
        return keys
    if not getattr(settings, "SEAL_DEMONSTRATION_AUTHORITY", settings.DEMONSTRATION):
        raise AmparoError("receipt.no_seal")
    return create_demonstration_authority(folder)


def sealer() -> Sealer:
    """The sealer of this installation; its key is read again when its file changes, and only then."""
    seal = settings.SEAL
    try:
        if seal["signer"] == "pkcs11":
            return _token_sealer()
        if seal["signer"] == "remote":
            return _remote_sealer()
        return _current_file_sealer()
    except (OSError, SignerError) as error:
        raise AmparoError("receipt.no_seal") from error


def roots_file() -> Path:
    """The file of the certificates a seal of ours may come from, one after another, the oldest too."""
    given = settings.SEAL["roots"]
    return Path(given) if given else seal_keys().root


def trust_roots() -> tuple[bytes, ...]:
    """The certificates a seal of ours may come from."""
    return (roots_file().read_bytes(),)


def trust() -> Trust:
    """Whom this installation believes: its own roots, the timestamp authority's, its own organisation."""
    stamps = settings.SEAL["timestamp_roots"]
    return Trust(
        roots=trust_roots(),
        timestamp_roots=(Path(stamps).read_bytes(),) if stamps else (),
        organisation=settings.SEAL["organisation"],
    )


def _current_file_sealer() -> Sealer:
    keys = seal_keys()
    attempts = 3
    for attempt in range(attempts):
        stamps = (keys.certificate.stat().st_mtime_ns, keys.key.stat().st_mtime_ns)
        try:
            return _file_sealer(keys.certificate, keys.key, stamps)
        except SignerError:  # read between the two files of a renewal
            if attempt == attempts - 1:
                raise
            time.sleep(0.05)
    raise AssertionError


@cache
def _file_sealer(certificate: Path, key: Path, stamps: tuple[int, int]) -> Sealer:
    return _sealer_with(FileSigner(certificate, key, _chain()))


@cache
def _token_sealer() -> Sealer:
    from receipts.seal.token_signer import TokenSigner

    seal = settings.SEAL
    pin = Path(seal["pin_file"]).read_text().strip()
    certificate = Path(seal["certificate"])
    return _sealer_with(TokenSigner(Path(seal["module"]), seal["token"], pin, seal["key_label"], certificate, _chain()))


@cache
def _remote_sealer() -> Sealer:
    from receipts.seal.remote_signer import RemoteSigner

    seal = settings.SEAL
    token = Path(seal["remote_token_file"]).read_text().strip()
    pin = Path(seal["pin_file"]).read_text().strip() if seal["pin_file"] else ""
    return _sealer_with(RemoteSigner(seal["remote_url"], seal["remote_credential"], token, pin))


def _chain() -> tuple[Path, ...]:
    chain = settings.SEAL["chain"]
    return (Path(chain),) if chain else ()


def _sealer_with(signer: Signer) -> Sealer:
    url, level = settings.SEAL["timestamp_url"], settings.SEAL["level"]
    if not url:
        return Sealer(signer)
    believed = trust()
    roots = [one for encoded in (*believed.roots, *believed.timestamp_roots) for one in certificates_in(encoded)]
    return Sealer(signer, level, TimestampAuthority(url), EvidenceCollector(roots))
