"""The documents the answers ask for: give a file or the pages of one, or say it comes later and what that means."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import UploadForm
from applications.models import Application
from applications.papers import PaperNeeded
from applications.scans import one_file
from applications.services.completeness import HOUSEHOLD, QUESTIONS
from applications.views.drafting.open_draft import OpenDraft
from core.errors import AmparoError
from core.forms import told


def documents(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    """The list, worked out from the answers."""
    found = services.completeness(draft.application)
    papers = found.papers
    context = {
        # Before the questions are answered, an empty list says nothing yet.
        "early": bool({HOUSEHOLD, QUESTIONS} & set(found.missing)),
        "papers": [paper for paper in papers if not paper.ours],
        "ours": [paper for paper in papers if paper.ours],
        "left": sum(1 for paper in papers if paper.missing),
    }
    return draft.page(request, "applications/documents.html", context)


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, draft: OpenDraft, code: str) -> HttpResponse:
    """One document: what, why, who issues it; the file, or later."""
    application = draft.application
    paper = _needed(application, code)
    if request.method == "POST" and "promise" in request.POST:
        services.promise_document(application, code, actor=draft.actor)
        messages.success(request, f"Anotado para después: «{paper.label}».")
        return draft.go("documents")
    if request.method == "POST" and "remove" in request.POST:
        services.remove_document(application, code, actor=draft.actor)
        return draft.go("document", code)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            scan = one_file(form.pages())
            services.add_document(application, code, scan.content, scan.name, actor=draft.actor)
            messages.success(request, f"Hemos guardado «{paper.label}».")
            return draft.go("documents")
        except AmparoError as error:
            told(form, error, "file")
    return draft.page(request, "applications/document.html", {"form": form, "paper": paper})


def _needed(application: Application, code: str) -> PaperNeeded:
    for paper in services.completeness(application).papers:
        if paper.code == code:
            return paper
    raise AmparoError("document.not_needed")
