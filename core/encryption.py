"""Personal data at rest: AES-256-GCM fields with a keyring, and a blind index to look values up.

A stored value is ``<key id>:<base64 of nonce + ciphertext>``; the additional data is ``model.field``, so a value
copied into another column does not open. The blind index is an HMAC-SHA256 of the normalised value under its own key:
equal values match, nothing can be read back.
"""

import base64
import functools
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.keys import keyring

_NONCE_BYTES = 12


@functools.cache
def _ring() -> dict[str, str]:
    return keyring(settings.KEYS_DIR)


@functools.cache
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(bytes.fromhex(_ring()[key_id]))


def encrypt(content: bytes, purpose: str) -> tuple[str, bytes]:
    """Encrypt with the current key; returns the key's id and nonce + ciphertext. `purpose` must be given to read."""
    key_id = _ring()["current"]
    nonce = os.urandom(_NONCE_BYTES)
    return key_id, nonce + _cipher(key_id).encrypt(nonce, content, purpose.encode())


def decrypt(key_id: str, sealed: bytes, purpose: str) -> bytes:
    """Open what `encrypt` made; raises cryptography's InvalidTag if a byte or the purpose differs."""
    return _cipher(key_id).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())


def encrypt_text(text: str, purpose: str) -> str:
    """`text` as the string that is stored."""
    key_id, sealed = encrypt(text.encode(), purpose)
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def decrypt_text(stored: str, purpose: str) -> str:
    """The text behind a stored string."""
    key_id, _, encoded = stored.partition(":")
    return decrypt(key_id, base64.b64decode(encoded), purpose).decode()


def blind_index(purpose: str, value: str) -> str:
    """64 hexadecimal characters that equal values share; case and spaces do not count.

    A hyphen does: `ana-b@…` and `anab@…` are two people. Numbers of documents are normalised by whoever asks.
    """
    normalised = "".join(value.split()).casefold()
    key = bytes.fromhex(_ring()["index"])
    return hmac.new(key, f"{purpose}\0{normalised}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text kept encrypted; the empty string is kept as it is. Cannot be filtered: use a blind index beside it."""

    @property
    def _purpose(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on writing."""
        prepared = super().get_prep_value(value)
        return encrypt_text(prepared, self._purpose) if prepared else prepared

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt on reading."""
        return decrypt_text(value, self._purpose) if value else value


class EncryptedJSONField(EncryptedTextField):
    """A JSON value (dict, list, …) kept encrypted; dates and decimals are written as Django's encoder does."""

    # Read by django-stubs: the column is text, the value any JSON.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        """Write as JSON and encrypt."""
        if value is None:
            return None
        return super().get_prep_value(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Decrypt and parse on reading."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else text

    def to_python(self, value: Any) -> Any:
        """A JSON value is what it is."""
        return value
