"""Papers a person asks for: a certificate of how their application stands, and the proof of a draft they deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications import services
from applications.models import Application
from applications.views.citizen.session import actor_for, filed_page
from core.actors import citizen
from core.errors import AmparoError
from receipts import services as receipts
from receipts.types import Receipt

DELETION = "applications.deletion"


@require_POST
@filed_page
def certificate(request: HttpRequest, application: Application) -> HttpResponse:
    """Issue one, dated today; it stands first among the papers to take away."""
    try:
        services.issue_certificate(application, actor=actor_for(application))
        messages.success(request, "Tu certificado está listo. Es el primero de la lista «Para descargar».")
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
    return redirect("applications:mine")


def keep_deletion(request: HttpRequest, reference: str, proof: Receipt | None) -> None:
    """Remember, in this browser session only, which proof may be taken away: the draft itself is gone."""
    if proof is not None:
        request.session[DELETION] = {"application": reference, "receipt": str(proof.public_id)}


def deleted(request: HttpRequest) -> HttpResponse:
    """The draft is gone; the proof is here to take away."""
    if DELETION not in request.session:
        return redirect("applications:home")
    return render(request, "applications/deleted.html")


def deletion_proof(request: HttpRequest) -> HttpResponse:
    """The sealed proof of the draft this browser deleted."""
    kept = request.session.get(DELETION)
    if kept is None:
        raise Http404
    actor = citizen(kept["application"])
    content = receipts.content(kept["receipt"], actor, purpose="descarga de la persona interesada")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="amparo-borrado.pdf"'
    return response
