"""What happens by itself: e-mails after events, reminders before a date passes, drafts that expire.

Two workers may do the same round at once: whoever changes the row first does what follows from it.
"""

from __future__ import annotations

import contextlib
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from applications.models import (
    EDITABLE,
    FILED,
    Application,
    ApplicationState,
    Document,
    DocumentState,
    Member,
)
from applications.notices import mail_application, mail_draft
from applications.services.drafts import delete_draft
from applications.services.household import check_member_identity
from applications.types import DECIDING_LETTERS
from core.actors import SYSTEM
from core.errors import AmparoError
from core.events import subscriber
from core.models import AuditEvent
from core.worker import register_pump

_SECONDS_BETWEEN_ROUNDS = 50  # a little less than beat's minute
DRAFT_NOTICE_DAYS = (7, 1)
DOCUMENT_NOTICE_DAYS = (10, 3)


def _application(event: AuditEvent) -> Application | None:
    return Application.objects.filter(public_id=event.subject_ref).first()


@subscriber("application.started")
def mail_started(event: AuditEvent) -> None:
    """A draft exists: its link, by e-mail."""
    application = _application(event)
    if application and application.editable:
        mail_draft(application, "started")


@subscriber("application.left")
def mail_left(event: AuditEvent) -> None:
    """The person goes on another day: a fresh link."""
    application = _application(event)
    if application and application.editable:
        mail_draft(application, "saved")


@subscriber("application.submitted")
def mail_submitted(event: AuditEvent) -> None:
    """The application is in: number and last day, no name."""
    _mail(event, "submitted")


@subscriber("application.joined")
def mail_joined(event: AuditEvent) -> None:
    """A second application of the same person is in."""
    _mail(event, "submitted")


@subscriber("application.document_requested")
def mail_document_requested(event: AuditEvent) -> None:
    """The office asks for something; which, is told inside."""
    _mail(event, "document_requested")


_NEWS_OF = {"hearing": "hearing", **dict.fromkeys(DECIDING_LETTERS, "resolved")}


@subscriber("application.letter_added")
def mail_letter(event: AuditEvent) -> None:
    """There is a resolution or a letter to take away."""
    _mail(event, _NEWS_OF.get(str(event.payload.get("letter")), "letter"))


@subscriber("application.withdrawn")
def mail_withdrawn(event: AuditEvent) -> None:
    """The withdrawal is noted."""
    _mail(event, "withdrawn")


def _mail(event: AuditEvent, kind: str) -> None:
    application = _application(event)
    if application and application.email and application.state in FILED:
        mail_application(application, kind)


def remind_and_expire() -> int:
    """One bounded round, at most once a minute: reminders, expired drafts, police questions still open."""
    if not cache.add("applications.round", 1, _SECONDS_BETWEEN_ROUNDS):
        return 0
    return expire_drafts() + remind_drafts() + remind_documents() + ask_police_again()


def expire_drafts() -> int:
    """Drafts nobody touched for thirty days are deleted."""
    due = Application.objects.filter(state__in=EDITABLE, expires_at__lte=timezone.now())[:50]
    for application in due:
        with contextlib.suppress(AmparoError):  # deleted or sent meanwhile
            delete_draft(application, actor=SYSTEM, reason="expired")
    return len(due)


def remind_drafts() -> int:
    """Tell of a draft that will expire, seven days and one day before."""
    sent, now = 0, timezone.now()
    for told, days in enumerate(DRAFT_NOTICE_DAYS):
        due = Application.objects.filter(
            state__in=EDITABLE, expiry_notices=told, expires_at__lte=now + timedelta(days=days)
        )[:50]
        for application in due:
            if Application.objects.filter(pk=application.pk, expiry_notices=told).update(expiry_notices=told + 1):
                mail_draft(application, "expiring")
                sent += 1
    return sent


def remind_documents() -> int:
    """Tell of a document asked for, ten and three days before its day."""
    sent, today = 0, timezone.localdate()
    for told, days in enumerate(DOCUMENT_NOTICE_DAYS):
        due = Document.objects.select_related("application").filter(
            state=DocumentState.REQUESTED,
            notices=told,
            due_on__gte=today,
            due_on__lte=today + timedelta(days=days),
            application__state=ApplicationState.SUBMITTED,
        )[:50]
        for document in due:
            if Document.objects.filter(pk=document.pk, notices=told).update(notices=told + 1):
                mail_application(document.application, "document_reminder")
                sent += 1
    return sent


def ask_police_again() -> int:
    """Ask again about people of drafts whose question found nobody home."""
    now = timezone.now()
    due = Member.objects.filter(police_state="down", police_asked_at__lte=now - timedelta(minutes=5))
    asked = 0
    for member in due.filter(application__state__in=EDITABLE).select_related("application")[:20]:
        if due.filter(pk=member.pk).update(police_asked_at=now):
            check_member_identity(member.application, member.ref)
            asked += 1
    return asked


register_pump("applications", remind_and_expire)
