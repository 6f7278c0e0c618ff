"""The other adults of the unit: whom to ask, where their link goes, and what each answered. Nobody has to answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications import selectors, services
from applications.forms import CohabitantEmailForm
from applications.models import Application
from applications.views.citizen.session import actor_for, draft_page, filed_page
from core.errors import AmparoError
from core.forms import told

MARKS = {"confirmed": "tick", "asked": "clock", "declined": "cross", "taken_back": "cross", "": "question"}


def _places(application: Application) -> dict[str, str]:
    """Names of the pages, which differ before and after submitting."""
    if application.editable:
        return {
            "list": "applications:confirmations",
            "ask": "applications:ask_confirmation",
            "back": "applications:draft",
        }
    return {
        "list": "applications:filed_confirmations",
        "ask": "applications:filed_ask_confirmation",
        "back": "applications:mine",
    }


def _listed(request: HttpRequest, application: Application) -> HttpResponse:
    people: list[dict[str, Any]] = [
        {"person": person, "mark": MARKS[person.state], "may_ask": person.state != "confirmed"}
        for person in selectors.confirmations(application)
    ]
    context = {"people": people, "application": application, "places": _places(application)}
    return render(request, "applications/confirmations.html", context)


def _ask(request: HttpRequest, application: Application, ref: str) -> HttpResponse:
    places = _places(application)
    member = next((one for one in services.adults_of(application) if one.ref == ref), None)
    if member is None:
        raise Http404
    form = CohabitantEmailForm(request.POST or None)
    if form.settled:
        try:
            services.ask_confirmation(application, ref, form.cleaned_data["email"], actor=actor_for(application))
            messages.success(request, f"Hemos mandado su enlace a {member.first_name}.")
            return redirect(places["list"])
        except AmparoError as error:
            told(form, error, "email")
    return render(request, "applications/ask_confirmation.html", {"form": form, "member": member, "places": places})


confirmations = draft_page(_listed)
ask_confirmation = require_http_methods(["GET", "POST"])(draft_page(_ask))
filed_confirmations = filed_page(_listed)
filed_ask_confirmation = require_http_methods(["GET", "POST"])(filed_page(_ask))


@require_POST
@filed_page
def signature_evidence(request: HttpRequest, application: Application) -> HttpResponse:
    """The sealed sheet of the person's own signature; it stands first among the papers to take away."""
    try:
        services.issue_signature_evidence(application, actor=actor_for(application))
        messages.success(request, "La hoja está lista. Es la primera de la lista «Para descargar».")
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
    return redirect("applications:mine")
