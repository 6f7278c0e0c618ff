"""Keys on disk: the signing key of sessions and the keyring of personal data.

Both are made at first start with permissions 0600 and never leave the keys folder. A real installation points
``AMPARO_DATA_DIR`` at a protected volume or passes ``AMPARO_SECRET_KEY`` and ``AMPARO_KEYRING_FILE``.
"""

import json
import os
import secrets
from pathlib import Path


def _create_exclusively(path: Path, content: str) -> str:
    """Write `content` to `path` unless another process did so first; return what the file holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(content)
    try:
        os.link(temporary, path)  # atomic: fails if the file is already there, and never shows half a key
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_text()


def _read_or_create(path: Path, content: str) -> str:
    return path.read_text() if path.exists() else _create_exclusively(path, content)


def secret_key(keys_dir: Path) -> str:
    """Django's signing key, kept in ``secret.key``."""
    return _read_or_create(keys_dir / "secret.key", secrets.token_urlsafe(48)).strip()


def keyring(keys_dir: Path) -> dict[str, str]:
    """Keys of personal data: ``{"current": id, "index": hex, <id>: hex, …}``; 32 bytes each, in hexadecimal.

    Rotation adds an id and moves ``current``; old ids stay so that old rows can still be read.
    """
    path = Path(os.environ.get("AMPARO_KEYRING_FILE", keys_dir / "keyring.json"))
    fresh = {"current": "k1", "k1": secrets.token_hex(32), "index": secrets.token_hex(32)}
    ring: dict[str, str] = json.loads(_read_or_create(path, json.dumps(fresh)))
    return ring
