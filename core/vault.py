"""Files at rest: each encrypted under its own name, with its hash, and purged when its time comes."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from core.encryption import decrypt, encrypt
from core.errors import AmparoError, register
from core.models import StoredFile

register(
    "vault.purged",
    what="Este archivo ya no existe.",
    why="Su plazo de conservación terminó y se borró.",
    next_step="Si lo necesitas, pídelo a quien lo emitió.",
    status=410,
)
register(
    "vault.damaged",
    what="Este archivo no se puede abrir.",
    why="Lo guardado no coincide con lo que se guardó en su día.",
    next_step="Avisa a la oficina: hay una copia de seguridad.",
    status=500,
)


def _path(stored: StoredFile) -> Path:
    name = stored.public_id.hex
    return Path(settings.VAULT_DIR) / name[-2:] / name


def _purpose(stored: StoredFile) -> str:
    return f"vault.{stored.public_id.hex}"


def store(content: bytes, media_type: str, purge_at: datetime | None = None) -> StoredFile:
    """Encrypt `content` onto the disk (flushed before the row exists) and return its row."""
    stored = StoredFile(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type, purge_at=purge_at
    )
    stored.key_id, sealed = encrypt(content, _purpose(stored))
    path = _path(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(sealed)
        stream.flush()
        os.fsync(stream.fileno())
    stored.save()
    return stored


def read(stored: StoredFile) -> bytes:
    """The same bytes that were stored; raises AmparoError ``vault.purged`` or ``vault.damaged``."""
    if stored.purged_at is not None:
        raise AmparoError("vault.purged")
    try:
        content = decrypt(stored.key_id, _path(stored).read_bytes(), _purpose(stored))
    except Exception as error:
        raise AmparoError("vault.damaged") from error
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise AmparoError("vault.damaged")
    return content


def purge(stored: StoredFile) -> None:
    """Remove the content for good; the row keeps hash, size and the moment. Doing it twice is harmless."""
    _path(stored).unlink(missing_ok=True)
    if stored.purged_at is None:
        stored.purged_at = timezone.now()
        stored.save(update_fields=["purged_at", "changed_at"])


def purge_due() -> int:
    """Purge every file whose time has come; returns how many."""
    due = list(StoredFile.objects.filter(purged_at=None, purge_at__lte=timezone.now())[:500])
    for stored in due:
        purge(stored)
    return len(due)
