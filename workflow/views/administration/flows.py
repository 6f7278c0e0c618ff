"""The flow drawn from its code, with how many dossiers stand where, and the jobs that failed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.actors import actor_of
from core.policies import require
from workflow.selectors.flow_picture import FAILURES_SHOWN, failed_jobs, flows, picture
from workflow.views.office.page import page


@page
def flow_drawing(request: HttpRequest) -> HttpResponse:
    """One flow, the newest unless the address names another."""
    require(actor_of(request), "flow.read")
    drawn = picture(request.GET.get("flujo", ""))
    return render(request, "workflow/administration/flow.html", {"picture": drawn, "flows": flows()})


@page
def flow_errors(request: HttpRequest) -> HttpResponse:
    """Jobs that gave up: number, place and code; who the dossier is about is not said."""
    require(actor_of(request), "flow.read")
    name = request.GET.get("flujo", flows()[-1][0])
    step = request.GET.get("paso", "")
    jobs = failed_jobs(name, step)
    context = {"jobs": jobs, "limit": FAILURES_SHOWN, "title": dict(flows())[name]}
    return render(request, "workflow/administration/flow_errors.html", context)
