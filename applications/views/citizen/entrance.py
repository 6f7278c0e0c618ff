"""The way in: the four entries, a new application, and back to a draft from anywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from applications import selectors, services
from applications.forms import ContinueForm, EmailForm, OneTimeCodeForm, ProvinceForm
from applications.models import Application
from applications.views import codes
from applications.views.citizen.session import actor_for, close_session, draft_page, open_application, open_session
from core.encryption import blind_index
from core.errors import AmparoError
from core.forms import told
from core.limits import spend
from identity.selectors import mail_trouble
from identity.services import electronic

START = "applications.start"
SIMULATION = "simulation_answers"
QUICK_EXIT_URL = "https://www.aemet.es/es/eltiempo/prediccion"


def home(request: HttpRequest) -> HttpResponse:
    """The four entries."""
    return render(
        request, "applications/home.html", {"application": open_application(request), "provider": _provider()}
    )


def _provider() -> str:
    """What the identity provider is called; empty where there is none."""
    return settings.ELECTRONIC_IDENTITY["name"] if electronic.available() else ""


def from_simulation(request: HttpRequest) -> HttpResponse:
    """*Pedirla ahora*: what was answered in the simulator waits in the session and comes along."""
    request.session[START] = {"simulation": bool(request.session.get(SIMULATION))}
    return redirect("applications:start")


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """First question of a new application: the province, which says who will look at it."""
    begun: dict[str, Any] = request.session.get(START, {})
    form = ProvinceForm(request.POST or None, initial={"province_code": begun.get("province_code")})
    if form.is_valid():
        request.session[START] = {**begun, "province_code": form.cleaned_data["province_code"]}
        return redirect("applications:start_email")
    context = {"form": form, "simulation": bool(request.session.get(SIMULATION)), "open": open_application(request)}
    return render(request, "applications/start.html", context)


@require_http_methods(["GET", "POST"])
def start_email(request: HttpRequest) -> HttpResponse:
    """Second question: the e-mail."""
    if not request.session.get(START, {}).get("province_code"):
        return redirect("applications:start")
    form = EmailForm(request.POST or None)
    if form.settled:
        try:
            codes.send(request, "draft", email=form.cleaned_data["email"])
            return redirect("applications:start_code")
        except AmparoError as error:
            told(form, error, "email")
    return render(request, "applications/start_email.html", {"form": form})


@require_http_methods(["GET", "POST"])
def start_code(request: HttpRequest) -> HttpResponse:
    """The code proves the e-mail and the draft begins."""
    begun: dict[str, Any] = request.session.get(START, {})
    if not begun.get("province_code") or not codes.is_pending(request, "draft"):
        return redirect("applications:start")
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            verified, _ = codes.verify(request, "draft", form.cleaned_data["code"])
            application = services.start_draft(
                email=verified.email,
                province_code=begun["province_code"],
                verified=verified,
                simulation=request.session.pop(SIMULATION, None),
            )
        except AmparoError as error:
            told(form, error, "code")
        else:
            request.session.pop(START, None)
            open_session(request, application)
            return redirect("applications:draft")
    address = codes.address(request) if codes.is_pending(request, "draft") else ""
    context = {
        "form": form,
        "address": address,
        "mail_trouble": mail_trouble(address),
        "back": "applications:start_email",
    }
    return render(request, "applications/code.html", context)


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Another code, a minute after the last."""
    try:
        codes.send_again(request)
        messages.success(request, "Te hemos mandado otro código. El anterior ya no vale.")
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
    pages = {
        "draft": "applications:start_code",
        "change_email": "applications:change_email_code",
        "resume": "applications:continue_code",
        "signature": "applications:sign_code",
        "follow_up": "applications:follow_up_code",
        "consent": "applications:cohabitant_code",
        "consent_access": "applications:cohabitant_code",
    }
    entry = request.session.get(codes.KEY, {})
    return redirect(pages.get(entry.get("purpose", ""), "applications:home"))


@require_http_methods(["GET", "POST"])
def continue_draft(request: HttpRequest) -> HttpResponse:
    """Back to a draft by e-mail and document number: right or wrong, the next page is the same."""
    form = ContinueForm(request.POST or None)
    if form.is_valid():
        email, number = form.cleaned_data["email"], form.cleaned_data["document_number"]
        try:
            spend(request, "continue", 20)
            _code_for(request, selectors.draft_behind(services.email_index(email), number), f"{email}|{number}")
            return redirect("applications:continue_code")
        except AmparoError as error:
            told(form, error)
    return render(request, "applications/continue.html", {"form": form, "application": open_application(request)})


def _code_for(request: HttpRequest, application: Application | None, typed: str) -> None:
    if application is None:
        codes.pretend(request, "resume", blind_index("applications.decoy", typed))
    else:
        codes.send(request, "resume", email=application.email, application=application)


@require_http_methods(["GET", "POST"])
def continue_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an e-mail. It sends nothing until the button is pressed: mail scanners open links too."""
    application = services.draft_behind(token)
    if request.method == "POST":
        try:
            codes.send(request, "resume", email=application.email, application=application)
            return redirect("applications:continue_code")
        except AmparoError as error:
            messages.warning(request, f"{error.what} {error.next_step}")
    return render(request, "applications/continue_link.html", {"expires_at": application.expires_at})


@require_http_methods(["GET", "POST"])
def continue_code(request: HttpRequest) -> HttpResponse:
    """The code opens the draft in this browser."""
    if not codes.is_pending(request, "resume"):
        return redirect("applications:continue")
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            verified, public_id = codes.verify(request, "resume", form.cleaned_data["code"])
            application = services.open_with_code(public_id, verified)
        except AmparoError as error:
            told(form, error, "code")
        else:
            open_session(request, application)
            return redirect("applications:draft")
    return render(request, "applications/code.html", {"form": form, "neutral": True, "back": "applications:continue"})


@require_POST
@draft_page
def save_and_leave(request: HttpRequest, application: Application) -> HttpResponse:
    """Close the page with the draft kept; a fresh link goes out by e-mail."""
    services.leave_draft(application, actor=actor_for(application))
    elsewhere = electronic.end_session(request, "applications:home")
    close_session(request)
    context = {"expires_at": application.expires_at, "elsewhere": elsewhere, "provider": _provider()}
    return render(request, "applications/left.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page; who came by the identity provider is signed out there too, and comes back here."""
    elsewhere = electronic.end_session(request, "applications:home")
    close_session(request)
    return redirect(elsewhere or "applications:home")


def quick_exit(request: HttpRequest) -> HttpResponse:
    """Leave at once from a page that touches violence: *Back* then shows nothing. What was saved stays saved."""
    close_session(request)
    return HttpResponseRedirect(QUICK_EXIT_URL)
