"""The link, the text, the code; and afterwards the sheet, and taking it back."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications import services
from applications.forms import OneTimeCodeForm
from applications.models import Confirmation, ConfirmationState
from applications.views import codes
from core.actors import Actor, cohabitant
from core.errors import AmparoError
from core.forms import told
from core.limits import spend

KEY = "applications.confirmation"
IDLE_SECONDS = 60 * 60
PURPOSES = {"consent", "consent_access"}


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Where the mailed link leads. It sends nothing until a button is pressed: mail scanners open links too."""
    spend(request, "confirmation-link", 40)
    row = services.confirmation_behind(token)
    rows, text = services.shown_text(row)
    if request.method == "POST" and request.POST.get("answer") == "no":
        services.decline(row.public_id)
        return redirect("applications:cohabitant_declined")
    if request.method == "POST":
        confirmed = row.state == ConfirmationState.CONFIRMED
        try:
            purpose, bound = ("consent_access", "") if confirmed else ("consent", text.hash)
            version = "" if confirmed else text.version
            codes.send(
                request, purpose, email=row.email, application=row.application, bound_to=bound, text_version=version
            )
            request.session[KEY] = {"pending": str(row.public_id)}
            return redirect("applications:cohabitant_code")
        except AmparoError as error:
            messages.warning(request, f"{error.what} {error.next_step}")
    context = {"confirmation": row, "rows": rows if row.state != ConfirmationState.CONFIRMED else [], "text": text}
    return render(request, "cohabitant/link.html", context)


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code is the confirmation; or, for who confirmed before, the way back in."""
    entry = request.session.get(codes.KEY) or {}
    waiting = (request.session.get(KEY) or {}).get("pending")
    if not waiting or entry.get("purpose") not in PURPOSES:
        return redirect("applications:cohabitant")
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            _take(request, waiting, entry["purpose"], form.cleaned_data["code"])
            return redirect("applications:cohabitant")
        except AmparoError as error:
            told(form, error, "code")
    return render(request, "cohabitant/code.html", {"form": form, "confirming": entry["purpose"] == "consent"})


def _take(request: HttpRequest, waiting: str, purpose: str, digits: str) -> None:
    row = services.confirmation_of(waiting)
    verified, _ = codes.verify(request, purpose, digits)
    if purpose == "consent":
        _, text = services.shown_text(row)
        services.confirm(row.public_id, verified, text)
    request.session.cycle_key()
    request.session[KEY] = {"open": str(row.public_id), "at": int(time.time())}


def open_confirmation(request: HttpRequest) -> Confirmation | None:
    """The confirmation whose code this browser gave within the hour."""
    entry = request.session.get(KEY) or {}
    if not entry.get("open") or int(time.time()) - entry["at"] > IDLE_SECONDS:
        return None
    try:
        return services.confirmation_of(entry["open"])
    except AmparoError:
        return None


def own_confirmation(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard of a page of an open confirmation; who has none is told how to come back."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = open_confirmation(request)
        if row is None:
            return render(request, "cohabitant/closed.html")
        return view(request, row, *args, **kwargs)

    return guarded


@own_confirmation
def confirmation(request: HttpRequest, row: Confirmation) -> HttpResponse:
    """How it stands, the sheet, and the button that takes it back."""
    return render(request, "cohabitant/confirmation.html", {"confirmation": row})


@own_confirmation
def sheet(request: HttpRequest, row: Confirmation) -> HttpResponse:
    """The sealed evidence sheet."""
    content = services.confirmation_sheet(row.public_id, actor=_actor(row))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="amparo-consentimiento.pdf"'
    return response


@require_POST
@own_confirmation
def take_back(request: HttpRequest, row: Confirmation) -> HttpResponse:
    """From now on it does not stand."""
    services.take_back(row.public_id, actor=_actor(row))
    messages.success(request, "Has retirado tu confirmación.")
    return redirect("applications:cohabitant")


def declined(request: HttpRequest) -> HttpResponse:
    """That is all: nothing follows from it."""
    return render(request, "cohabitant/declined.html")


def _actor(row: Confirmation) -> Actor:
    return cohabitant(str(row.application.public_id), row.member_ref)
