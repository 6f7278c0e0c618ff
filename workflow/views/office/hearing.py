"""Opening a hearing, with its letter beside, and leaving one without effect."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actors import actor_of
from core.policies import require
from workflow import letters, services
from workflow.adverse import adverse_facts, consequence_of
from workflow.assessing import calculate
from workflow.services.hearing import term
from workflow.services.rows import find
from workflow.views.office.page import form_page, frame, reason_page


@form_page
def open_hearing(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter that goes out, and one button."""
    dossier = find(str(reference))
    require(actor_of(request), "dossier.work", dossier)
    if request.method == "POST":
        services.open_hearing(str(reference), actor_of(request))
        messages.success(request, "Audiencia abierta. La persona recibe la carta y un correo.")
        return redirect("workflow:dossier", reference)
    context = frame(request, dossier)
    application, today = context["application"], timezone.localdate()
    facts = adverse_facts(dossier, application)
    due_on = term(dossier, today)
    context |= {"facts": facts, "due_on": due_on}
    if facts:
        consequence = consequence_of(calculate(dossier, application))
        context["letter"] = letters.hearing_letter(dossier, application, facts, consequence, due_on, today)
    return render(request, "workflow/open_hearing.html", context)


@form_page
def drop_hearing(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on without hearing the person, and say why."""
    said = "Audiencia sin efecto. Sigue el estudio."
    return reason_page(request, reference, "dossier.work", "workflow/drop_hearing.html", services.drop_hearing, said)
