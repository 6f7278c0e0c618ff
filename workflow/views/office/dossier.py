"""The page of a dossier, tab by tab, and the purpose asked of who comes from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from applications import selectors as applications
from core.actors import actor_of
from core.errors import AmparoError
from core.policies import may
from workflow import selectors, services
from workflow.assessing import calculate
from workflow.decision import amount_lines, obstacles
from workflow.forms import PurposeForm
from workflow.models import Dossier
from workflow.services.reading import letters_of
from workflow.services.rows import find
from workflow.views.office.page import form_page, frame, page


def _opened(request: HttpRequest, reference: str) -> Dossier | HttpResponse:
    """The dossier, or the page that asks why."""
    try:
        return services.read_dossier(reference, actor_of(request))
    except AmparoError as error:
        if error.code != "dossier.purpose_needed":
            raise
        return redirect("workflow:purpose", reference)


def _tab(request: HttpRequest, reference: str, tab: str, **extra: Any) -> HttpResponse:
    dossier = _opened(request, reference)
    if isinstance(dossier, HttpResponse):
        return dossier
    context = frame(request, dossier, tab)
    for name, give in extra.items():
        context[name] = give(dossier, context)
    return render(request, f"workflow/dossier_{tab}.html", context)


@page
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    """Summary: where it stands, what is in the way, what the calculation says."""
    return _tab(
        request,
        str(reference),
        "dossier",
        calculation=lambda row, context: calculate(row, context["application"]),
        obstacles=lambda row, context: obstacles(row, context["application"]),
        hearings=lambda row, context: selectors.hearings(row),
        proposal=lambda row, _: row.proposals.filter(state="proposed").first(),
        resolution=lambda row, _: getattr(row, "resolution", None),
    )


@page
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """Declared and obtained in two columns, differences in words."""
    return _tab(
        request,
        str(reference),
        "checks",
        checks=lambda row, context: selectors.checks(row, context["application"]),
    )


@page
def calculation(request: HttpRequest, reference: str) -> HttpResponse:
    """The rule trace as a table that can be checked by hand."""
    return _tab(
        request,
        str(reference),
        "calculation",
        calculation=lambda row, context: calculate(row, context["application"]),
        conditions=lambda row, context: selectors.conditions(context["calculation"]),
        lines=lambda row, context: amount_lines(context["calculation"]),
        missing=lambda row, context: selectors.missing(context["calculation"], context["application"]),
    )


@page
def documents(request: HttpRequest, reference: str) -> HttpResponse:
    """What the citizen gave or promised, and the sealed papers of the dossier."""
    return _tab(
        request,
        str(reference),
        "documents",
        letters=lambda row, _: letters_of(row),
        consents=lambda row, context: applications.consents(context["application"]),
        may_correct=lambda row, context: may(context["actor"], "paper.correct", row),
        may_export=lambda row, context: may(context["actor"], "dossier.export", row),
    )


@page
def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that happened, newest first."""
    return _tab(request, str(reference), "history", events=lambda row, _: selectors.history(row))


@form_page
def purpose(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks a processor of another directorate why; then the dossier opens to them, to read only."""
    found = find(str(reference))
    form = PurposeForm(request.POST or None)
    from core.policies import require

    require(actor_of(request), "dossier.state_purpose", found)
    if request.method == "POST" and form.is_valid():
        services.state_purpose(str(reference), form.cleaned_data["purpose"], actor_of(request))
        return redirect("workflow:dossier", reference)
    return render(request, "workflow/purpose.html", {"form": form, "dossier": found})
