"""One capture: its task list, how the person is told, the document once more, leaving it and deleting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from applications import selectors, services
from applications.capture_forms import BY_EMAIL, ON_PAPER, ContactForm, SeenDocumentForm
from applications.case import APPLICANT_REF
from applications.forms import OneTimeCodeForm
from applications.services.rows import member_of
from applications.views import codes
from applications.views.capturer.desk import own_capture
from applications.views.drafting.open_draft import OpenDraft
from core.errors import AmparoError
from core.forms import told
from identity import selectors as identities


@own_capture
def draft(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The task list, and what becomes of the capture at the end of the day."""
    state = services.completeness(draft.application)
    context = {
        "ready": state.ready_to_sign,
        "live_number": selectors.live_application_number(draft.application),
        "stopped_by": state.form.reasons.get(state.form.stopped_by, "") if state.form.stopped_by else "",
        "presence": identities.presence(draft.application.presence_id),
    }
    return draft.page(request, "captures/draft.html", context)


@require_http_methods(["GET", "POST"])
@own_capture
def contact(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """How the person hears of it: an address proved by its code, or paper."""
    application = draft.application
    initial = {
        "notices": BY_EMAIL if application.email else ON_PAPER,
        "email": application.email,
        "phone": application.phone,
    }
    form = ContactForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        if data["notices"] == ON_PAPER:
            services.go_without_email(application, data["phone"], actor=draft.actor)
            return draft.onward()
        if data["email"] == application.email:
            return draft.onward()
        try:
            codes.send(request, "draft", email=data["email"], application=application)
            return draft.go("contact_code")
        except AmparoError as error:
            told(form, error, "email")
    return draft.page(request, "captures/contact.html", {"form": form})


@require_http_methods(["GET", "POST"])
@own_capture
def contact_code(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The code the person reads out: an address nobody proved would open the draft to a stranger."""
    if not codes.is_pending(request, "draft"):
        return draft.go("contact")
    form = OneTimeCodeForm(request.POST or None)
    if request.method == "POST" and "again" in request.POST:
        form = OneTimeCodeForm()
        _send_again(request)
    elif form.is_valid():
        try:
            verified, _ = codes.verify(request, "draft", form.cleaned_data["code"])
            services.prove_email(draft.application, verified, actor=draft.actor)
        except AmparoError as error:
            told(form, error, "code")
        else:
            messages.success(request, "Correo comprobado: los avisos irán ahí.")
            return draft.onward()
    address = codes.address(request) if codes.is_pending(request, "draft") else ""
    return draft.page(request, "captures/contact_code.html", {"form": form, "address": address})


def _send_again(request: HttpRequest) -> None:
    try:
        codes.send_again(request)
        messages.success(request, "Enviado otro código. El anterior ya no vale.")
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")


@require_http_methods(["GET", "POST"])
@own_capture
def identity(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The document that was seen; and again, when what was typed of it has changed."""
    application = draft.application
    office = application.capture_office
    assert office is not None
    member = member_of(application, APPLICANT_REF)
    initial = {name: getattr(member, name) for name in ("document_kind", "document_number", "document_expires_on")}
    form = SeenDocumentForm(request.POST or None, offices=[office], initial=initial)
    if form.is_valid():
        try:
            services.see_document_again(
                application, seen=form.seen(), present=form.cleaned_data["present"], actor=draft.actor
            )
            return draft.onward()
        except AmparoError as error:
            told(form, error)
    context = {"form": form, "presence": identities.presence(application.presence_id)}
    return draft.page(request, "captures/identity.html", context)


@require_POST
@own_capture
def leave(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The person cannot finish today: the draft stays, and whoever gave an e-mail gets the way back to it."""
    services.leave_draft(draft.application, actor=draft.actor)
    how = "Le hemos mandado por correo el enlace para seguir en casa." if draft.application.email else ""
    messages.success(request, f"Guardado. {how} Si vuelve a esta oficina, pulsa «Seguir una captura sin terminar».")
    return redirect("captures:home")


@require_http_methods(["GET", "POST"])
@own_capture
def delete(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """Delete the capture because the person asks for it, after saying what it means."""
    if request.method == "POST":
        services.delete_draft(draft.application, actor=draft.actor, reason="capturer")
        messages.success(request, "Captura borrada, con todos sus datos y archivos.")
        return redirect("captures:home")
    return draft.page(request, "captures/delete.html", {})
