"""What was sent to fiscal control, and the page on which a person approves it or sends it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actors import Actor, actor_of
from core.errors import AmparoError
from core.forms import told
from core.policies import require
from workflow import letters, selectors, services
from workflow.assessing import calculate
from workflow.decision import obstacles
from workflow.forms import ReasonForm
from workflow.models import Dossier, Proposal
from workflow.selectors import fiscal
from workflow.services.rows import find
from workflow.views.office.page import form_page, frame, page

PER_PAGE = 25
VIEWS = (("revisar", "Por revisar"), ("decididas", "Decididas por ti"))


@page
def queue(request: HttpRequest) -> HttpResponse:
    """Proposals over the limit, the nearest legal date first; and those this person has decided."""
    actor = actor_of(request)
    require(actor, "fiscal_queue.read")
    rows = {"revisar": fiscal.to_review(actor), "decididas": fiscal.reviewed_by(actor)}
    view = request.GET.get("ver", "revisar")
    view = view if view in rows else "revisar"
    reviews = Paginator(rows[view], PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "views": [(key, name, rows[key].count()) for key, name in VIEWS],
        "view": view,
        "page": reviews,
        "rows": [fiscal.review_row(one) for one in reviews],
    }
    return render(request, "workflow/fiscal_queue.html", context)


@form_page
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """The proposal with all it rests on, the letter it gives, and two ways out: approve, or return with a reason."""
    actor = actor_of(request)
    dossier = find(str(reference))
    if fiscal.was_sent_to(actor, dossier):
        # Another person decided it, or it was withdrawn: no refusal, since nobody tried anything.
        messages.warning(request, f"El expediente {dossier.number} ya no espera a control fiscal.")
        return redirect("workflow:fiscal_queue")
    require(actor, "dossier.review", dossier)
    services.read_dossier(str(reference), actor)
    form = ReasonForm(request.POST if "return" in request.POST else None)
    if request.method == "POST":
        done = _decided(request, str(reference), form, actor)
        if done is not None:
            return done
    proposal = dossier.proposals.select_related("proposed_by").get(state="proposed")
    return render(request, "workflow/fiscal_review.html", _shown(request, dossier, proposal) | {"form": form})


def _decided(request: HttpRequest, reference: str, form: Any, actor: Actor) -> HttpResponse | None:
    """Do what the button says; None where the page must be shown again with what is in the way."""
    try:
        if "approve" in request.POST:
            services.approve_proposal(reference, actor)
            messages.success(request, "Aprobada. La carta se sella y se notifica sola en unos segundos.")
            return redirect("workflow:fiscal_queue")
        if form.is_valid():
            services.return_proposal(reference, form.cleaned_data["reason"], actor)
            messages.success(request, "Devuelta. Quien lo tramita verá tu motivo lo primero.")
            return redirect("workflow:fiscal_queue")
    except AmparoError as error:
        if error.status == 403:
            raise
        if form.is_bound:
            told(form, error, "reason")
        else:
            messages.warning(request, f"{error.what} {error.why} {error.next_step}")
    return None


def _shown(request: HttpRequest, dossier: Dossier, proposal: Proposal) -> dict[str, Any]:
    context = frame(request, dossier, "fiscal_review")
    application = context["application"]
    calculation = calculate(dossier, application)
    rows = selectors.checks(dossier, application)
    agrees = (calculation.kind, calculation.monthly_cents) == (proposal.kind, proposal.monthly_cents)
    return context | {
        "acts": [],
        "proposal": proposal,
        "over_by": proposal.monthly_cents - proposal.limit_cents,
        "holds": agrees and not obstacles(dossier, application),
        "calculation": calculation,
        "differing": [row for row in rows if row.state != "ok"],
        "agreeing": sum(row.state == "ok" for row in rows),
        "before": list(fiscal.reviews_of(dossier)),
        "letter": letters.decision_letter(dossier, proposal.kind, proposal.content, application, timezone.localdate()),
    }
