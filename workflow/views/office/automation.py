"""The human hand on what runs by itself on one dossier."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.errors import AmparoError
from core.policies import require
from workflow import services
from workflow.forms import ReasonForm
from workflow.services.rows import find
from workflow.views.office.page import act, form_page, frame


@form_page
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """What stopping means, and why it is done."""
    dossier = find(str(reference))
    require(actor_of(request), "dossier.stop_automation", dossier)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.stop_automation(str(reference), form.cleaned_data["reason"], actor_of(request))
        except AmparoError as error:
            if error.status == 403:
                raise
            form.add_error("reason", f"{error.what} {error.next_step}")
        else:
            messages.success(request, "Los pasos automáticos de este expediente están parados.")
            return redirect("workflow:dossier", reference)
    return render(request, "workflow/stop_automation.html", frame(request, dossier) | {"form": form})


@act
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """Set them going again."""
    services.resume_automation(str(reference), actor_of(request))
    messages.success(request, "Los pasos automáticos están otra vez en marcha.")
    return redirect("workflow:dossier", reference)
