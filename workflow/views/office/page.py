"""What every page of the office shares: the way in, the actor, and the frame of a dossier's page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import selectors as applications
from applications.types import SubmittedApplication
from core.actors import Actor, actor_of
from core.errors import AmparoError
from core.forms import told
from core.navigation import places_of
from core.policies import may, require
from identity.selectors import mail_trouble
from identity.services.sign_in import second_factor_required
from workflow import selectors
from workflow.clock import reading
from workflow.decision import identity_state
from workflow.forms import ReasonForm
from workflow.models import Dossier
from workflow.selectors.queue import clock_colour, clock_words
from workflow.services.rows import find

View = Callable[..., HttpResponseBase]

REVIEW_TAB = ("fiscal_review", "Control fiscal")
TABS = (
    ("dossier", "Resumen"),
    ("checks", "Comprobaciones"),
    ("calculation", "Cálculo"),
    ("documents", "Documentos"),
    ("history", "Historia"),
)


def page(view: View) -> View:
    """A page that only shows."""
    return require_GET(second_factor_required(view))


def form_page(view: View) -> View:
    """A page with a form on it."""
    return require_http_methods(["GET", "POST"])(second_factor_required(view))


def act(view: View) -> View:
    """An act sent by a button."""
    return require_POST(second_factor_required(view))


def reason_page(
    request: HttpRequest, reference: Any, action: str, template: str, verb: Callable[[str, str, Actor], Any], said: str
) -> HttpResponse:
    """A page that asks for a reason and then does `verb`, which gets the dossier, the reason and the actor."""
    dossier = find(str(reference))
    actor = actor_of(request)
    require(actor, action, dossier)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verb(str(reference), form.cleaned_data["reason"], actor)
        except AmparoError as error:
            if error.status == 403:
                raise
            told(form, error, "reason")
        else:
            messages.success(request, said)
            return redirect("workflow:dossier", reference)
    return render(request, template, frame(request, dossier) | {"form": form})


def frame(request: HttpRequest, dossier: Dossier, tab: str = "") -> dict[str, Any]:
    """What surrounds every page of a dossier: people, clock, flags, next acts."""
    actor: Actor = actor_of(request)
    application: SubmittedApplication = applications.submitted(dossier.application.public_id)
    clock = reading(dossier.clock.all(), timezone.localdate())
    to_review = identity_state(application) == "review"
    may_review = may(actor, "dossier.review", dossier)
    return {
        "dossier": dossier,
        "application": application,
        "mail_trouble": mail_trouble(application.email),
        "actor": actor,
        "tab": tab,
        "tabs": (*TABS, *((REVIEW_TAB,) if may_review else ())),
        "cards": selectors.cards(dossier, application),
        "clock": clock,
        "clock_words": clock_words(clock),
        "clock_colour": clock_colour(clock),
        "clock_entries": list(dossier.clock.all()),
        "flags": selectors.flags(dossier),
        "acts": selectors.next_acts(dossier, actor, to_review, application) if tab else [],
        "works": may(actor, "dossier.work", dossier),
        "may_rearm": may(actor, "dossier.rearm", dossier),
        "identity_to_review": to_review,
        "promised": [document.label for document in application.documents if document.state == "promised"],
        "request_open": selectors.open_request(dossier),
        "failed_steps": selectors.failed_steps(dossier),
        "returned": selectors.returned(dossier),
        "stop": dossier.automation_stops.filter(ended_at=None).select_related("stopped_by").first(),
        "may_stop": may(actor, "dossier.stop_automation", dossier),
        "may_review": may_review,
        "way_back": next(iter(places_of(actor)), None),
        "assignment": dossier.assignments.filter(ended_at=None).select_related("staff").first(),
    }
