"""The signature by hand, on paper or on a screen; and the receipt, printed and handed over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.capture_forms import PaperSignatureForm, ScreenSignatureForm
from applications.case import APPLICANT_REF
from applications.declaration import declaration_of
from applications.models import Application
from applications.scans import drawing, media_type_of, one_file
from applications.services.rows import member_of
from applications.summary import summary_of
from applications.views.capturer.desk import own_capture, own_filed_capture
from applications.views.drafting.open_draft import OpenDraft
from core.actors import Actor
from core.errors import AmparoError
from core.forms import told
from identity.types import HandSignature
from receipts import services as receipts


@require_http_methods(["GET", "POST"])
@own_capture
def sign(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The text read aloud, and the sheet that was signed: scanned in, it submits the application."""
    if not services.completeness(draft.application).ready_to_sign:
        return draft.go("draft")
    declaration = declaration_of(draft.application)
    form = PaperSignatureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["sheet_code"] != declaration.sheet_code:
                told(form, AmparoError("capture.other_sheet"), "sheet_code")
            else:
                scan = one_file(form.pages())
                return _submit(draft, "paper", scan.content, declaration.hash)
        except AmparoError as error:
            told(form, error, "file" if error.code.startswith("document.") else None)
    return draft.page(request, "captures/sign.html", {"form": form, "declaration": declaration})


@own_capture
def sheet(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The sheet to print and sign: the exact words, what is declared, the hash of both, and its short code."""
    if not services.completeness(draft.application).ready_to_sign:
        return draft.go("draft")
    context = {
        "declaration": declaration_of(draft.application),
        "sections": summary_of(draft.application, draft.address),
        "person": member_of(draft.application, APPLICANT_REF),
        "office": draft.application.capture_office,
    }
    return draft.page(request, "captures/sheet.html", context)


@require_http_methods(["GET", "POST"])
@own_capture
def screen(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The text before the person's eyes, and a place to sign with finger, pen or mouse."""
    if not services.completeness(draft.application).ready_to_sign:
        return draft.go("draft")
    declaration = declaration_of(draft.application)
    form = ScreenSignatureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = drawing(form.cleaned_data["drawing"])
            return _submit(draft, "screen", drawn, form.cleaned_data["bound_to"])
        except AmparoError as error:
            told(form, error)
    return draft.page(request, "captures/screen.html", {"form": form, "declaration": declaration})


def _submit(draft: OpenDraft, method: str, content: bytes, bound_to: str) -> HttpResponse:
    signature = HandSignature("paper" if method == "paper" else "screen", content, media_type_of(content), bound_to)
    services.submit(draft.application, signature, actor=draft.actor)
    return draft.go("sent")


@own_filed_capture
def sent(request: HttpRequest, actor: Actor, application: Application) -> HttpResponse:
    """The number, the receipt to print, and what to tell the person before they go."""
    context = {
        "application": application,
        "submission": services.submission_of(application),
        "promised": [one for one in application.documents.all() if one.state == "promised"],
    }
    return render(request, "captures/sent.html", context)


@own_filed_capture
def receipt(request: HttpRequest, actor: Actor, application: Application) -> HttpResponse:
    """The sealed receipt, opened in the browser to be printed; that day only."""
    content = receipts.content(application.receipt_public_id, actor, purpose="entrega en mano a la persona")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="amparo-{application.registry_number}.pdf"'
    return response
