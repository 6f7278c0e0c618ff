"""Which seal this installation uses, and which roots it trusts."""

from functools import cache
from pathlib import Path

from django.conf import settings

from core.errors import AmparoError
from receipts.seal import FileKeySealer, Sealer, SealKeys, create_demonstration_authority, load_keys


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
    """The sealer of this installation; the key is read once per process."""
    keys = seal_keys()
    return _file_key_sealer(keys.certificate, keys.key)


def trust_roots() -> tuple[bytes, ...]:
    """The certificates a seal of ours may come from."""
    return (seal_keys().root.read_bytes(),)


@cache
def _file_key_sealer(certificate: Path, key: Path) -> FileKeySealer:
    return FileKeySealer(certificate, key)
