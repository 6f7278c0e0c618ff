"""What a visitor may take along: the language they read, the result as a PDF, and their answers behind a link."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.reading import choose
from simulator import services
from simulator.languages import spoken
from simulator.paper import estimate
from simulator.result import result_of
from simulator.saving import DAYS_KEPT
from simulator.views.citizen import assessment_of, is_underway, show, to_start
from simulator.wizard import Wizard


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen and go back to the page it was chosen on."""
    choose(request.session, request.POST.get("language", ""))
    back = request.POST.get("back", "")
    here = reverse("simulator:start")
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(here)
    return HttpResponseRedirect(back if allowed else here)


@require_safe
@spoken
def paper(request: HttpRequest) -> HttpResponse:
    """The result as a PDF: an estimate without seal, made anew each time and stored nowhere."""
    wizard = Wizard(request.session)
    if not is_underway(wizard):
        return to_start(request)
    result = result_of(wizard, assessment_of(wizard))
    content = estimate(result, wizard.language, f"{settings.PUBLIC_URL.rstrip('/')}{reverse('simulator:start')}")
    headers = {"Content-Disposition": 'attachment; filename="estimacion-imv.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
@spoken
def save(request: HttpRequest) -> HttpResponse:
    """What saving means; a POST does it and shows the link, once for these answers."""
    wizard = Wizard(request.session)
    if not is_underway(wizard):
        return to_start(request)
    if request.method == "POST":
        if wizard.saved_token:
            services.forget(wizard.saved_token)
        wizard.note_saved(services.keep(wizard.answers_to_keep, timezone.localdate()))
        return redirect("simulator:save")
    token, link = wizard.saved_token, ""
    if token:
        link = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('simulator:saved', kwargs={'token': token})}"
    until = services.find(token, timezone.localdate()).expires_on if token else None
    return show(request, "simulator/save.html", {"link": link, "until": until, "days": DAYS_KEPT})


@require_http_methods(["GET", "POST"])
@spoken
def saved(request: HttpRequest, token: str) -> HttpResponse:
    """What a link leads to. Opening and deleting are POSTs, so that no preview of the link does either."""
    today = timezone.localdate()
    row = services.find(token, today)
    if request.method == "POST" and "delete" in request.POST:
        services.forget(token)
        return show(request, "simulator/saved.html", {"deleted": True})
    if request.method == "POST":
        wizard = Wizard(request.session)
        wizard.take_up(services.answers_of(row, token), today)
        key = wizard.next_key
        return redirect("simulator:question", key=key) if key else redirect("simulator:result")
    wizard = Wizard(request.session)
    return show(request, "simulator/saved.html", {"until": row.expires_on, "underway": wizard.started})
