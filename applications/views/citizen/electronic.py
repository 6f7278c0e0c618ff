"""Back from the identity provider: the draft's identity is checked, or one's own application opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from applications import services
from applications.views.citizen.session import actor_for, open_application, open_session
from core.errors import AmparoError
from core.limits import spend
from identity.services import register_visits
from identity.types import ElectronicFacts, Visits


def subject_of(request: HttpRequest) -> str:
    """The draft this browser has open; empty for who only wants in."""
    spend(request, "electronic", 30)
    application = open_application(request)
    return str(application.public_id) if application is not None and application.editable else ""


def arrived(request: HttpRequest, identity: ElectronicFacts) -> HttpResponse:
    """They are who they say: their draft, or their application."""
    try:
        if not identity.subject_ref:
            open_session(request, services.open_electronically(identity.public_id))
            return redirect("applications:mine")
        application = open_application(request)
        if application is None or str(application.public_id) != identity.subject_ref:
            raise AmparoError("electronic.expired")
        services.accept_electronic_identity(application, identity.public_id, actor=actor_for(application))
        messages.success(request, "Tu identidad está comprobada con tu identidad electrónica.")
        return redirect("applications:identity")
    except AmparoError as error:
        return failed(request, error)


def failed(request: HttpRequest, error: AmparoError) -> HttpResponse:
    """What happened and what to do, on the page they came from."""
    messages.warning(request, " ".join(part for part in (error.what, error.why, error.next_step) if part))
    application = open_application(request)
    if application is not None and application.editable:
        to_mend = error.code in ("electronic.differs", "identity.applicant_incomplete")
        return redirect("applications:personal" if to_mend else "applications:identity")
    return redirect("applications:home")


register_visits(Visits(subject_of, arrived, failed))
