"""Going on with the telephone: a code on the desk's screen, the pictures on the telephone, and the desk follows."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import services
from applications.models import Application
from applications.views.citizen.session import actor_for, draft_page, on_phone, open_phone
from core.errors import AmparoError
from core.limits import spend
from identity import services as identity

MOST_OPENINGS = 20


@require_POST
@draft_page
def phone(request: HttpRequest, application: Application) -> HttpResponse:
    """The code to point the telephone at. Its token is shown once and kept nowhere."""
    try:
        token = services.phone_link(application, actor=actor_for(application))
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
        return redirect("applications:identity")
    address = str(settings.PUBLIC_URL) + reverse("applications:phone_open", args=(token,))
    drawing = segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=2)
    context = {"drawing": drawing, "address": address}
    return render(request, "applications/phone.html", context)


@require_safe
@draft_page
def phone_state(request: HttpRequest, application: Application) -> HttpResponse:
    """How far the telephone is, for the script of the desk's page."""
    reference = str(application.public_id)
    state = identity.check_state(reference)
    link = identity.phone_link_state(reference)
    answer = {
        "connected": link == "connected",
        "over": link == "over",
        "pictures": len(state.sides) if state else 0,
        "done": bool(application.identity_outcome),
    }
    return JsonResponse(answer)


@require_http_methods(["GET", "POST"])
def phone_open(request: HttpRequest, token: str) -> HttpResponse:
    """On the telephone. The link is spent when the button is pressed: whoever previews links presses none."""
    if request.method == "POST":
        spend(request, "phone", MOST_OPENINGS)
        open_phone(request, identity.open_phone_link(token))
        return redirect("applications:identity")
    return render(request, "applications/phone_open.html", {"already": on_phone(request)})
