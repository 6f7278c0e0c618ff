"""Answering before an adverse decision: the person's words and papers, or that they have nothing to say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import HearingForm
from applications.models import Application
from applications.scans import one_file
from applications.services.hearings import hearing_of
from applications.views.citizen.session import actor_for, filed_page
from core.errors import AmparoError
from core.forms import told


@require_http_methods(["GET", "POST"])
@filed_page
def answer(request: HttpRequest, application: Application, hearing_id: str) -> HttpResponse:
    """What would happen, until when, and the person's answer. Nothing is lost where something is wrong."""
    hearing = hearing_of(application, hearing_id)
    if not hearing.is_open:
        return redirect("applications:mine")
    form = HearingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        speaks = data["answer"] == "yes"
        try:
            pages = form.pages() if speaks else []
            scan = one_file(pages) if pages else None
            services.answer_hearing(
                application,
                hearing_id,
                data["statement"] if speaks else "",
                (scan.content, scan.name) if scan else None,
                actor=actor_for(application),
            )
        except AmparoError as error:
            told(form, error, "file" if error.code.startswith("document.") else "answer")
        else:
            messages.success(request, "Tenemos tu respuesta. El justificante está abajo.")
            return redirect("applications:mine")
    overdue = hearing.due_on < timezone.localdate()
    letter = application.letters.filter(kind="hearing").order_by("-issued_at", "-id").first()
    context = {"form": form, "hearing": hearing, "overdue": overdue, "letter": letter}
    return render(request, "applications/hearing.html", context)
