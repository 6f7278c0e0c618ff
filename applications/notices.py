"""The e-mails of this room. None carries a personal datum: they say that there is news, and where to read it."""

from __future__ import annotations

import contextlib
from typing import Any

from django.conf import settings
from django.urls import reverse

from applications.models import Application, Confirmation
from applications.services.drafts import new_draft_link
from core import mail

SUBJECTS = {
    "started": "Tu borrador está guardado",
    "saved": "El enlace a tu borrador",
    "expiring": "Tu borrador caduca pronto",
    "confirmation": "Te piden que confirmes unos datos",
    "email_changed": "El correo de tu borrador ha cambiado",
    "submitted": "Hemos recibido tu solicitud",
    "document_requested": "Tienes un documento pendiente",
    "document_reminder": "Recuerda: tienes un documento pendiente",
    "resolved": "Ya hay una respuesta a tu solicitud",
    "hearing": "Puedes decir lo que quieras antes de que decidamos",
    "letter": "Tienes un escrito nuevo",
    "withdrawn": "Has retirado tu solicitud",
}


def absolute(name: str, *args: Any) -> str:
    """The public address of a page."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=args)


def mail_draft(application: Application, kind: str) -> None:
    """Send the person a fresh link back to their draft; who gave no address is told in person."""
    if not application.email:
        return
    application, token = new_draft_link(application)
    context = {
        "kind": kind,
        "link": absolute("applications:continue_link", token),
        "expires_at": application.expires_at,
    }
    _send(application.email, SUBJECTS[kind], "applications/mail/draft.txt", context)


def mail_application(application: Application, kind: str) -> None:
    """Tell the person there is news of a submitted application; who gave no address gets it on paper."""
    if not application.email:
        return
    context = {
        "kind": kind,
        "number": application.registry_number,
        "silence_date": application.silence_date,
        "joined_to": application.joined_to.registry_number if application.joined_to else "",
        "link": absolute("applications:follow_up"),
    }
    _send(application.email, SUBJECTS[kind], "applications/mail/news.txt", context)


def mail_confirmation_link(confirmation: Confirmation, token: str) -> None:
    """Send another adult of the unit the link of their own. Raises where it cannot be sent: who asked is waiting."""
    context = {"link": absolute("applications:cohabitant_link", token), "expires_at": confirmation.expires_at}
    mail.send(confirmation.email, SUBJECTS["confirmation"], "applications/mail/confirmation.txt", context)


def mail_email_changed(before: str) -> None:
    """Tell the address a draft had until now that it has another."""
    _send(before, SUBJECTS["email_changed"], "applications/mail/email_changed.txt", {})


def _send(address: str, subject: str, template: str, context: dict[str, Any]) -> None:
    """An address that takes no mail is not tried again: the person's page and the office's say that it fails."""
    with contextlib.suppress(mail.AddressRefusedError):
        mail.send(address, subject, template, context)
