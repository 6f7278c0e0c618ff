"""The draft's task list, and deleting the draft. Its sections are `views/drafting`, which a capturer fills in too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import selectors, services
from applications.forms import ConfirmForm
from applications.models import Application
from applications.tasklist import tasks_of
from applications.views.citizen.papers import keep_deletion
from applications.views.citizen.session import actor_for, close_session, draft_of, draft_page
from identity.selectors import mail_trouble


@draft_page
def draft(request: HttpRequest, application: Application) -> HttpResponse:
    """The task list: what is done, what is missing, what we find out ourselves."""
    state = services.completeness(application)
    context = {
        "application": application,
        "mail_trouble": mail_trouble(application.email),
        "other_adults": services.adults_of(application),
        "tasks": tasks_of(application, state, draft_of(application).address),
        "ready": state.ready_to_sign,
        "to_review": len(application.answers_to_review),
        "live_number": selectors.live_application_number(application),
        "stopped_by": state.form.reasons.get(state.form.stopped_by, "") if state.form.stopped_by else "",
    }
    return render(request, "applications/draft.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def delete(request: HttpRequest, application: Application) -> HttpResponse:
    """Delete the draft, after saying what it means."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        proof = services.delete_draft(application, actor=actor_for(application))
        close_session(request)
        keep_deletion(request, str(application.public_id), proof)
        return redirect("applications:deleted")
    return render(request, "applications/delete.html", {"form": form})
