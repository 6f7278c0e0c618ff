"""The documents the answers ask for: give a file, or say it will come later and what that means."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import UploadForm, told
from applications.models import Application
from applications.papers import PaperNeeded
from applications.views.citizen.session import actor_for, draft_page
from core.errors import AmparoError


@draft_page
def documents(request: HttpRequest, application: Application) -> HttpResponse:
    """The list, worked out from the answers."""
    papers = services.completeness(application).papers
    context = {
        "papers": [paper for paper in papers if not paper.ours],
        "ours": [paper for paper in papers if paper.ours],
        "left": sum(1 for paper in papers if paper.missing),
    }
    return render(request, "applications/documents.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def document(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """One document: what, why, who issues it; the file, or later."""
    paper = _needed(application, code)
    if request.method == "POST" and "promise" in request.POST:
        services.promise_document(application, code, actor=actor_for(application))
        messages.success(request, f"Anotado: aportarás después «{paper.label}».")
        return redirect("applications:documents")
    if request.method == "POST" and "remove" in request.POST:
        services.remove_document(application, code, actor=actor_for(application))
        return redirect("applications:document", code=code)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            services.add_document(application, code, upload.read(), upload.name, actor=actor_for(application))
            messages.success(request, f"Hemos guardado «{paper.label}».")
            return redirect("applications:documents")
        except AmparoError as error:
            told(form, error, "file")
    return render(request, "applications/document.html", {"form": form, "paper": paper})


def _needed(application: Application, code: str) -> PaperNeeded:
    for paper in services.completeness(application).papers:
        if paper.code == code:
            return paper
    raise AmparoError("document.not_needed")
