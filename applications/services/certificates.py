"""The certificate a person asks for: how their application stands today, sealed, for whoever they show it to."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from applications import letters
from applications.models import FILED, Application
from applications.services.receipt import list_letter
from applications.services.rows import Reference, locked, tell
from applications.types import DECIDING_LETTERS
from core import policies
from core.actors import Actor
from core.errors import AmparoError
from receipts import services as receipts
from receipts.types import Receipt


@transaction.atomic
def issue_certificate(application_id: Reference, *, actor: Actor) -> Receipt:
    """Issue it, and list it among the person's papers. The same thing asked twice in a day gives the same paper."""
    application = locked(application_id)
    policies.require(actor, "application.certificate", application)
    if application.state not in FILED:
        raise AmparoError("application.not_editable")
    paper = letters.certificate(application, _decision(application), timezone.localdate())
    receipt = receipts.issue(paper, subject_type="application", subject_ref=str(application.public_id), actor=actor)
    list_letter(application, receipt)
    tell("application.certificate_issued", actor, application, certificate=receipt.kind)
    return receipt


def _decision(application: Application) -> dict[str, object]:
    resolution = application.letters.filter(kind__in=DECIDING_LETTERS).order_by("-issued_at", "-id").first()
    return dict(resolution.facts) if resolution is not None else {}
