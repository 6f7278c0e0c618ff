"""Acts on checks, documents, identity and failed steps. Each page shows what will happen before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from applications import selectors as applications
from core.actors import actor_of
from core.errors import AmparoError
from core.forms import told
from core.policies import require
from identity import selectors as identity
from workflow import letters, services
from workflow.clock import stop_limit
from workflow.documents_needed import documents_to_ask
from workflow.forms import DocumentRequestForm, IdentityReviewForm, ReasonForm
from workflow.models import Dossier
from workflow.selectors import checks as check_rows
from workflow.services.rows import find
from workflow.views.office.page import act, form_page, frame, reason_page


def _workable(request: HttpRequest, reference: Any) -> Dossier:
    dossier = find(str(reference))
    require(actor_of(request), "dossier.work", dossier)
    return dossier


def _say(form: Any, field: str, error: AmparoError) -> None:
    if error.status == 403:
        raise error
    told(form, error, field)


@act
def retry_check(request: HttpRequest, reference: str, check: str) -> HttpResponse:
    """Ask the other administration again, now."""
    if services.retry_check(str(reference), str(check), actor_of(request)):
        messages.success(request, "La administración ha contestado.")
    else:
        messages.warning(request, "Sigue sin contestar. Lo volveremos a intentar solos.")
    return redirect("workflow:checks", reference)


@form_page
def accept_check(request: HttpRequest, reference: str, check: str) -> HttpResponse:
    """Answer for what was declared, with a reason."""
    dossier = _workable(request, reference)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_check(str(reference), str(check), form.cleaned_data["reason"], actor_of(request))
        except AmparoError as error:
            _say(form, "reason", error)
        else:
            messages.success(request, "Comprobación dada por válida.")
            return redirect("workflow:checks", reference)
    context = frame(request, dossier)
    rows = check_rows(dossier, context["application"])
    row = next((one for one in rows if str(one.public_id) == str(check)), None)
    if row is None:
        raise AmparoError("dossier.not_found")
    return render(request, "workflow/accept_check.html", context | {"form": form, "check": row})


@form_page
def request_document(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose a document, read the letter, send it. *Ver la carta* shows it without sending."""
    dossier = _workable(request, reference)
    application = applications.submitted(dossier.application.public_id)
    form = DocumentRequestForm(request.POST or None, documents=documents_to_ask(dossier, application))
    due_on = stop_limit(timezone.localdate())
    preview = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        preview = letters.request_letter_of(
            dossier, application, data["label"], data["text"], due_on, timezone.localdate()
        )
        if "send" in request.POST:
            try:
                services.request_document(
                    str(reference), data["requirement"], data["label"], data["text"], actor_of(request)
                )
            except AmparoError as error:
                _say(form, "text", error)
            else:
                messages.success(request, "Documento pedido. El plazo está detenido hasta que llegue.")
                return redirect("workflow:dossier", reference)
    context = frame(request, dossier)
    return render(
        request, "workflow/request_document.html", context | {"form": form, "due_on": due_on, "letter": preview}
    )


@form_page
def stop_waiting(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on without the document, and say why."""
    said = "El plazo vuelve a contar. Sigue el estudio."
    return reason_page(request, reference, "dossier.work", "workflow/stop_waiting.html", services.stop_waiting, said)


@form_page
def identity_review(request: HttpRequest, reference: str) -> HttpResponse:
    """Both pictures side by side, the values, and a decision with its reason."""
    dossier = _workable(request, reference)
    form = IdentityReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepted = form.cleaned_data["accepted"] == "yes"
        try:
            services.review_identity(str(reference), accepted, form.cleaned_data["reason"], actor_of(request))
        except AmparoError as error:
            _say(form, "reason", error)
        else:
            messages.success(request, "Identidad dada por válida." if accepted else "Queda anotado que no es válida.")
            return redirect("workflow:dossier", reference)
    context = frame(request, dossier)
    state = identity.check_state(str(dossier.application.public_id))
    context |= {"form": form, "check": state, "target": applications.identity_target(dossier.application)}
    if state is not None:
        context["sheet"] = identity.review_sheet(state.check_id, actor_of(request))
    return render(request, "workflow/identity.html", context)


@act
def rearm_job(request: HttpRequest, reference: str, task: int) -> HttpResponse:
    """Put a failed step in motion again."""
    services.rearm_job(str(reference), task, actor_of(request))
    messages.success(request, "El paso está otra vez en marcha.")
    return redirect("workflow:dossier", reference)
