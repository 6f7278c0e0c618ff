"""Correcting or withdrawing a sealed paper: the supervisor reads the new one before it replaces the old."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import Actor, actor_of
from core.errors import AmparoError
from core.forms import told
from core.policies import require
from workflow import services
from workflow.forms import PaperCorrectionForm
from workflow.models import Dossier
from workflow.services.correcting import corrected_letter, has_note, may_be_issued_again, may_be_revoked, standing_paper
from workflow.services.rows import find
from workflow.views.office.page import form_page, frame


@form_page
def correct_paper(request: HttpRequest, reference: str, receipt: str) -> HttpResponse:
    """What to do and why; the corrected letter beside before anything is sent."""
    actor = actor_of(request)
    dossier = find(str(reference))
    require(actor, "paper.correct", dossier)
    paper = standing_paper(dossier, str(receipt))
    again, revoke = may_be_issued_again(paper), may_be_revoked(paper)
    note = str(dossier.resolution.content.get("note", "")) if has_note(paper) else None
    form = PaperCorrectionForm(request.POST or None, again=again, revoke=revoke, note=note)
    preview = None
    if request.method == "POST" and form.is_valid():
        if "send" in request.POST:
            try:
                _carry_out(request, dossier, str(receipt), form.cleaned_data, actor)
            except AmparoError as error:
                if error.status == 403:
                    raise
                told(form, error, "what")
            else:
                return redirect("workflow:documents", reference)
        elif form.cleaned_data["what"] == "reissue":
            preview = corrected_letter(dossier, paper, form.cleaned_data.get("note"))
    ready = form.is_bound and form.is_valid()
    context = {"form": form, "paper": paper, "letter": preview, "ready": ready, "revokable": revoke}
    return render(request, "workflow/correct_paper.html", frame(request, dossier) | context)


def _carry_out(request: HttpRequest, dossier: Dossier, receipt: str, data: dict[str, Any], actor: Actor) -> None:
    reference = str(dossier.public_id)
    if data["what"] == "revoke":
        services.revoke_paper(reference, receipt, data["reason"], actor)
        messages.success(request, "Escrito anulado. Quien lo compruebe lo verá.")
        return
    services.reissue_paper(reference, receipt, data["reason"], actor, data.get("note"))
    messages.success(request, "Escrito emitido otra vez. El anterior queda sustituido y la persona recibe un aviso.")
