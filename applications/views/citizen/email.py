"""Another e-mail for a draft: it counts from the moment a code sent there comes back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import EmailForm, OneTimeCodeForm
from applications.models import Application
from applications.views import codes
from applications.views.citizen.session import actor_for, draft_page
from core.errors import AmparoError
from core.forms import told
from identity.selectors import mail_trouble


@require_http_methods(["GET", "POST"])
@draft_page
def change_email(request: HttpRequest, application: Application) -> HttpResponse:
    """The new address."""
    form = EmailForm(request.POST or None)
    if form.settled:
        try:
            codes.send(request, "change_email", email=form.cleaned_data["email"], application=application)
            return redirect("applications:change_email_code")
        except AmparoError as error:
            told(form, error, "email")
    return render(request, "applications/change_email.html", {"form": form, "application": application})


@require_http_methods(["GET", "POST"])
@draft_page
def change_email_code(request: HttpRequest, application: Application) -> HttpResponse:
    """The code proves that somebody reads the new address."""
    if not codes.is_pending(request, "change_email"):
        return redirect("applications:change_email")
    address = codes.address(request)
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            verified, _ = codes.verify(request, "change_email", form.cleaned_data["code"])
            services.prove_email(application, verified, actor=actor_for(application))
            messages.success(request, "Desde ahora te escribimos a la dirección nueva.")
            return redirect("applications:draft")
        except AmparoError as error:
            told(form, error, "code")
    context = {
        "form": form,
        "address": address,
        "mail_trouble": mail_trouble(address),
        "back": "applications:change_email",
    }
    return render(request, "applications/code.html", context)
