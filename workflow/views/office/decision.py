"""Proposing and resolving, with the letter beside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.actors import actor_of
from core.errors import AmparoError
from core.forms import told
from core.policies import require
from workflow import endings, letters, services
from workflow.adverse import needs_hearing
from workflow.assessing import calculate
from workflow.decision import content_of, obstacles
from workflow.forms import ProposalForm
from workflow.models import DecisionKind
from workflow.services.rows import find
from workflow.views.office.page import act, form_page, frame


@form_page
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """What the calculation supports, the letter it gives, and the one part the officer writes."""
    dossier = find(str(reference))
    require(actor_of(request), "dossier.work", dossier)
    context = frame(request, dossier)
    application = context["application"]
    calculation = calculate(dossier, application)
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "send" in request.POST:
        try:
            proposal = services.propose(str(reference), calculation.kind, form.cleaned_data["note"], actor_of(request))
        except AmparoError as error:
            if error.status == 403:
                raise
            told(form, error, "note")
        else:
            if proposal.over_limit:
                messages.warning(request, "Supera el límite: otra persona debe aprobarla en control fiscal.")
                return redirect("workflow:dossier", reference)
            return redirect("workflow:resolve", reference)
    note = form.cleaned_data.get("note", "") if form.is_bound and form.is_valid() else ""
    context |= {"form": form, "calculation": calculation, "obstacles": obstacles(dossier, application)}
    context["hearing_first"] = needs_hearing(dossier, application, calculation)
    if calculation.kind != "undetermined":
        content = content_of(dossier, application, calculation, note)
        today = timezone.localdate()
        context["letter"] = letters.decision_letter(dossier, calculation.kind, content, application, today)
    return render(request, "workflow/propose.html", context)


@form_page
def propose_ending(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """An end that decides nothing on the right: why it is open, the letter it gives, and one button."""
    dossier = find(str(reference))
    require(actor_of(request), "dossier.work", dossier)
    if request.method == "POST":
        services.propose(str(reference), kind, "", actor_of(request))
        return redirect("workflow:resolve", reference)
    context = frame(request, dossier)
    today = timezone.localdate()
    content = endings.content_of(kind, dossier, context["application"], today)
    context |= {"kind": DecisionKind(kind), "content": content}
    if content is not None:
        context["letter"] = letters.decision_letter(dossier, kind, content, context["application"], today)
    return render(request, "workflow/propose_ending.html", context)


@form_page
def resolve(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look before signing: the whole letter, then one button."""
    dossier = find(str(reference))
    require(actor_of(request), "dossier.resolve", dossier)
    proposal = dossier.proposals.filter(state="proposed").first()
    if proposal is None:
        raise AmparoError("decision.no_proposal")
    if request.method == "POST":
        services.resolve(str(reference), actor_of(request))
        messages.success(request, "Resuelto. La carta se sella y se notifica sola en unos segundos.")
        return redirect("workflow:dossier", reference)
    context = frame(request, dossier)
    letter = letters.decision_letter(
        dossier, proposal.kind, proposal.content, context["application"], timezone.localdate()
    )
    return render(request, "workflow/resolve.html", context | {"proposal": proposal, "letter": letter})


@act
def drop_proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the proposal back."""
    services.drop_proposal(str(reference), actor_of(request))
    messages.success(request, "Propuesta retirada. Sigue el estudio.")
    return redirect("workflow:dossier", reference)
