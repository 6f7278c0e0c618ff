"""Locking an application's row, and what each saved change leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from applications.models import Application, ApplicationState, DocumentState, Member
from core import events
from core.actors import Actor
from core.errors import AmparoError

DRAFT_DAYS = 30
Reference = Application | UUID | str


def locked(reference: Reference) -> Application:
    """The application's row, locked until the transaction ends."""
    public_id = reference.public_id if isinstance(reference, Application) else reference
    try:
        return Application.objects.select_for_update().get(public_id=public_id)
    except (Application.DoesNotExist, ValidationError, ValueError):
        raise AmparoError("application.not_found") from None


def require_editable(application: Application) -> None:
    """Refuse a change to what is registered, withdrawn or deleted."""
    if application.state == ApplicationState.DELETED:
        raise AmparoError("application.not_found")
    if not application.editable:
        raise AmparoError("application.not_editable")


def require_version(application: Application, version: int | None) -> None:
    """Refuse to overwrite what another window saved meanwhile. None means the caller saw nothing before."""
    if version is not None and version != application.version:
        raise AmparoError("application.changed_elsewhere")


def member_of(application: Application, ref: str) -> Member:
    """The member `ref`, or the error that says it is gone."""
    try:
        return application.members.get(ref=ref)
    except Member.DoesNotExist:
        raise AmparoError("member.unknown") from None


def tell(kind: str, actor: Actor, application: Application, **payload: Any) -> None:
    """Record an event about the application; payload holds codes, states and ids only."""
    events.record(kind, actor, "application", str(application.public_id), payload)


def touch(application: Application) -> None:
    """Save a change of a draft: new version, new expiry, and the state that follows from what is there.

    A promise of a paper that the new answers no longer ask for falls by itself.
    """
    from applications.services.completeness import completeness, state_from

    now = timezone.now()
    application.version += 1
    application.saved_at = now
    application.expires_at = now + timedelta(days=DRAFT_DAYS)
    application.expiry_notices = 0
    found = completeness(application)
    codes = [paper.code for paper in found.papers]
    application.documents.filter(state=DocumentState.PROMISED).exclude(requirement_code__in=codes).delete()
    application.state = state_from(application, found)
    application.save()
