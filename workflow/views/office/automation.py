"""The human hand on what runs by itself on one dossier."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.actors import actor_of
from workflow import services
from workflow.views.office.page import act, form_page, reason_page


@form_page
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """What stopping means, and why it is done."""
    said = "Los pasos automáticos de este expediente están parados."
    return reason_page(
        request, reference, "dossier.stop_automation", "workflow/stop_automation.html", services.stop_automation, said
    )


@act
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """Set them going again."""
    services.resume_automation(str(reference), actor_of(request))
    messages.success(request, "Los pasos automáticos están otra vez en marcha.")
    return redirect("workflow:dossier", reference)
