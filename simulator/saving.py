"""Answers kept behind a link: sealed under a key that only the link holds, and deleted after some days."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import AmparoError
from simulator.models import SavedSimulation

DAYS_KEPT = 30
_TOKEN_BYTES = 18
_NONCE_BYTES = 12
_PURPOSE = b"amparo saved simulation"


def keep(answers: dict[str, Any], today: date) -> str:
    """Keep answers for `DAYS_KEPT` days; returns the token of their link, which is written down nowhere."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + AESGCM(_key(token)).encrypt(nonce, json.dumps(answers).encode(), _PURPOSE)
    SavedSimulation.objects.create(
        fingerprint=_fingerprint(token),
        answers=base64.b64encode(sealed).decode(),
        expires_on=today + timedelta(days=DAYS_KEPT),
    )
    return token


def find(token: str, today: date) -> SavedSimulation:
    """The row behind a link; raises `simulation.saved_gone` when it expired, was deleted, or never was."""
    row = SavedSimulation.objects.filter(fingerprint=_fingerprint(token), expires_on__gte=today).first()
    if row is None:
        raise AmparoError("simulation.saved_gone")
    return row


def answers_of(row: SavedSimulation, token: str) -> dict[str, Any]:
    """The answers of a row, opened with its link."""
    sealed = base64.b64decode(row.answers)
    try:
        content = AESGCM(_key(token)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _PURPOSE)
    except InvalidTag:
        raise AmparoError("simulation.saved_gone") from None
    answers: dict[str, Any] = json.loads(content)
    return answers


def forget(token: str) -> None:
    """Delete what a link leads to; nothing happens if it is gone already."""
    SavedSimulation.objects.filter(fingerprint=_fingerprint(token)).delete()


def purge(today: date) -> int:
    """Delete what has expired; returns how many."""
    return SavedSimulation.objects.filter(expires_on__lt=today).delete()[0]


def _fingerprint(token: str) -> str:
    return hashlib.sha256(_PURPOSE + token.encode()).hexdigest()


def _key(token: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(token.encode())
