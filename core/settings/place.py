"""Where this installation lives, and what kind of one it is."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


def flag(name: str, default: bool = False) -> bool:
    """Whether an environment variable says yes."""
    value = os.environ.get(name)
    return default if value is None else value.lower() in {"1", "true", "yes"}


DATA_DIR = Path(os.environ.get("AMPARO_DATA_DIR", BASE_DIR / "var"))
KEYS_DIR = DATA_DIR / "keys"
SEAL_KEYS_DIR = KEYS_DIR / "seal"
VAULT_DIR = DATA_DIR / "vault"
MAILBOX_DIR = DATA_DIR / "mailbox"

DEBUG = flag("AMPARO_DEBUG")
DEMONSTRATION = flag("AMPARO_DEMONSTRATION")
HTTPS_ONLY = flag("AMPARO_HTTPS", default=not (DEMONSTRATION or DEBUG))
