"""The end of the draft: sign with a code tied to the text, and the green panel."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import selectors, services
from applications.declaration import declaration_of
from applications.forms import OneTimeCodeForm, SignForm
from applications.models import FILED, Application
from applications.views import codes
from applications.views.citizen.session import actor_for, draft_page, filed_page
from core.errors import AmparoError
from core.forms import told
from identity.selectors import mail_trouble

NEXT_STEPS = (
    {"name": "Recibida", "state": "done", "note": "Tiene número y fecha de entrada"},
    {"name": "Comprobaciones", "state": "current", "note": "Preguntamos a otras administraciones"},
    {"name": "Estudio", "state": "future", "note": "La mira una persona de tu provincia"},
    {"name": "Resolución", "state": "future", "note": "Esa persona decide y firma"},
    {"name": "Respuesta", "state": "future", "note": "Te avisamos por correo"},
)


@require_http_methods(["GET", "POST"])
@draft_page
def sign(request: HttpRequest, application: Application) -> HttpResponse:
    """The declaration, with its version and hash; agreeing sends the code that is tied to it."""
    if not services.completeness(application).ready_to_sign:
        return redirect("applications:draft")
    declaration = declaration_of(application)
    form = SignForm(request.POST or None)
    if form.is_valid():
        try:
            codes.send(
                request,
                "signature",
                email=application.email,
                application=application,
                bound_to=declaration.hash,
                text_version=declaration.version,
            )
            return redirect("applications:sign_code")
        except AmparoError as error:
            told(form, error)
    context = {
        "form": form,
        "declaration": declaration,
        "live_number": selectors.live_application_number(application),
    }
    return render(request, "applications/sign.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def sign_code(request: HttpRequest, application: Application) -> HttpResponse:
    """The code is the signature. Pressed twice, it is one application."""
    if not codes.is_pending(request, "signature"):
        return redirect("applications:sign")
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            verified, _ = codes.verify(request, "signature", form.cleaned_data["code"])
            services.submit(application, verified, actor=actor_for(application))
            return redirect("applications:sent")
        except AmparoError as error:
            application.refresh_from_db()
            if application.state in FILED:
                return redirect("applications:sent")
            told(form, error, "code")
    context = {
        "form": form,
        "address": codes.address(request) if codes.is_pending(request, "signature") else "",
        "signing": True,
        "mail_trouble": mail_trouble(application.email),
        "application": application,
        "back": "applications:sign",
    }
    return render(request, "applications/code.html", context)


@filed_page
def sent(request: HttpRequest, application: Application) -> HttpResponse:
    """The number, the last day to be answered, what silence means, the receipt, and what happens now."""
    context = {
        "application": application,
        "submission": services.submission_of(application),
        "steps": NEXT_STEPS,
        "promised": [d for d in application.documents.all() if d.state == "promised"],
    }
    return render(request, "applications/sent.html", context)
