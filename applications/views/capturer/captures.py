"""Today's captures and the two ways to begin one: new, or going on with one left unfinished."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import selectors, services
from applications.capture_forms import BY_EMAIL, CaptureSearchForm, NewCaptureForm, SeenDocumentForm
from applications.models import Application
from applications.views import codes
from applications.views.capturer.desk import at_the_desk, draft_of, offices_of
from core.actors import Actor
from core.errors import AmparoError
from core.forms import told


@require_http_methods(["GET", "POST"])
@at_the_desk
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """*Mis capturas de hoy*, and a search among them only. The query travels in the body, never in the address."""
    form = CaptureSearchForm(request.POST or None)
    searched = form.is_valid()
    found = selectors.captures_today(actor, form.cleaned_data["query"] if searched else "")
    return render(request, "captures/home.html", {"form": form, "captures": found, "searched": searched})


@require_http_methods(["GET", "POST"])
@at_the_desk
def start(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new capture: the document seen, what the person comes for, where they live and how they hear of it."""
    offices = offices_of(actor)
    initial = {"province_code": offices[0].province_code, "purpose": "first"}
    form = NewCaptureForm(request.POST or None, offices=offices, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            application = services.start_capture(
                seen=form.seen(),
                present=data["present"],
                province_code=data["province_code"],
                purpose=data["purpose"],
                office_id=form.office_id(),
                phone=data["phone"],
                actor=actor,
            )
        except AmparoError as error:
            told(form, error)
        else:
            return _begun(request, actor, application, data["email"] if data["notices"] == BY_EMAIL else "")
    return render(request, "captures/start.html", {"form": form})


def _begun(request: HttpRequest, actor: Actor, application: Application, email: str) -> HttpResponse:
    """To the code of the address given, or straight to the first section."""
    draft = draft_of(application, actor)
    if not email:
        return draft.onward()
    try:
        codes.send(request, "draft", email=email, application=application)
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
        return draft.go("contact")
    return draft.go("contact_code")


@require_http_methods(["GET", "POST"])
@at_the_desk
def resume(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Go on with a capture of this office that was left unfinished: the person is here again, with the document."""
    form = SeenDocumentForm(request.POST or None, offices=offices_of(actor))
    if form.is_valid():
        try:
            application = services.resume_capture(
                seen=form.seen(), present=form.cleaned_data["present"], office_id=form.office_id(), actor=actor
            )
        except AmparoError as error:
            told(form, error)
        else:
            return redirect("captures:draft", application.public_id)
    return render(request, "captures/resume.html", {"form": form})
