"""The pictures of identity checks at rest: who looks at one, and when each is purged."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import vault
from core.actors import SYSTEM, Actor
from core.errors import AmparoError
from core.events import record
from core.models import StoredFile
from core.policies import require
from identity.models import IdentityCheck, IdentityCheckState, Picture, PictureSide, SeenFrame
from identity.vision import apart

KEPT_WHILE_OPEN = timedelta(hours=24)
KEPT_FOR_REVIEW = timedelta(days=30)


def expect_picture() -> None:
    """Somebody has opened a page that asks for a picture: what reads it gets ready meanwhile."""
    apart.expect()


def picture(check_id: str | UUID, side: str, actor: Actor, purpose: str) -> bytes:
    """The picture of one side, as JPEG, for someone who may look; every look is recorded with its purpose."""
    check = found(check_id)
    require(actor, "identity.see_picture", check)
    kept = check.pictures.select_related("file").filter(side=side, replaced_at=None).first()
    if kept is None:
        raise AmparoError("identity.picture_unknown")
    content = vault.read(kept.file)
    payload = refs(check) | {"side": side}
    record("identity.picture_seen", actor, "application", check.subject_ref, payload, purpose)
    return content


def forget(subject_ref: str) -> int:
    """Purge at once every picture of a case that is deleted or withdrawn; returns how many."""
    files = StoredFile.objects.filter(purged_at=None, pk__in=_files_of(subject_ref=subject_ref))
    due = list(files)
    for stored in due:
        vault.purge(stored)
    return len(due)


def erase_face(check: IdentityCheck) -> None:
    """Purge the pictures of the face (after the commit) and what was measured on them: the consent was taken back."""
    faces = check.pictures.filter(side__in=(PictureSide.SELFIE, PictureSide.TURN))
    files = list(StoredFile.objects.filter(purged_at=None, pk__in=faces.values("file_id")))
    faces.update(measures={}, problems=[])
    faces.filter(replaced_at=None).update(replaced_at=timezone.now())
    if files:
        _postpone(files, timezone.now())
        transaction.on_commit(partial(_purge_all, files), robust=True)
        record("identity.face_erased", SYSTEM, "application", check.subject_ref, refs(check))


def purge_due() -> int:
    """Purge pictures whose time has come, and the traces by which a repeated one is known; the worker calls it."""
    SeenFrame.objects.filter(seen_at__lt=timezone.now() - KEPT_FOR_REVIEW).delete()
    due = StoredFile.objects.filter(purged_at=None, purge_at__lte=timezone.now(), pk__in=_files_of())
    purged = list(due[:200])
    for stored in purged:
        vault.purge(stored)
    return len(purged)


def _files_of(**of_check: str) -> Any:
    return Picture.objects.filter(**{f"check_of__{key}": value for key, value in of_check.items()}).values("file_id")


def set_purge(check: IdentityCheck, outcome: str) -> None:
    """Decided: gone at once (after the commit). For a person: kept until they look, 30 days at most. Open: a day."""
    if outcome == "retake":
        return
    files = list(StoredFile.objects.filter(purged_at=None, pk__in=check.pictures.values("file_id")))
    waiting: dict[str, timedelta] = {
        IdentityCheckState.REVIEW: KEPT_FOR_REVIEW,
        IdentityCheckState.OPEN: KEPT_WHILE_OPEN,
    }
    kept = waiting.get(outcome)
    if kept is not None:
        _postpone(files, timezone.now() + kept)
        return
    _postpone(files, timezone.now())
    transaction.on_commit(partial(_purge_all, files), robust=True)


def _purge_all(files: list[StoredFile]) -> None:
    for stored in files:
        vault.purge(stored)


def _postpone(files: list[StoredFile], until: datetime) -> None:
    for stored in files:
        stored.purge_at = until
        stored.save(update_fields=["purge_at", "changed_at"])


def refs(check: IdentityCheck) -> dict[str, Any]:
    """Payload of an event about a check: ids only."""
    return {"check": str(check.public_id)}


def pictures_of(check: IdentityCheck) -> dict[str, Picture]:
    """The pictures a check stands on, by side: not those replaced, nor those whose time has come."""
    return {picture.side: picture for picture in check.pictures.filter(replaced_at=None, file__purged_at=None)}


def found(check_id: str | UUID) -> IdentityCheck:
    """The check; raises ``identity.check_unknown``."""
    try:
        return IdentityCheck.objects.get(public_id=check_id)
    except (IdentityCheck.DoesNotExist, ValidationError, ValueError) as error:
        raise AmparoError("identity.check_unknown") from error


def locked(check_id: str | UUID) -> IdentityCheck:
    """The check, locked until the transaction ends; raises ``identity.check_unknown``."""
    try:
        return IdentityCheck.objects.select_for_update().get(public_id=check_id)
    except (IdentityCheck.DoesNotExist, ValidationError, ValueError) as error:
        raise AmparoError("identity.check_unknown") from error
