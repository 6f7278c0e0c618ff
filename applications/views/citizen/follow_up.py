"""After submitting: where it is, what is missing, what was written, who looked, and the way to withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applications import levels, selectors, services
from applications.forms import ConfirmForm, FollowUpForm, OneTimeCodeForm, UploadForm
from applications.models import Application, ApplicationState
from applications.scans import one_file
from applications.services.papers import WAITING, document_of
from applications.types import DECIDING_LETTERS
from applications.views import codes
from applications.views.citizen.session import actor_for, filed_page, open_application, open_session
from core.encryption import blind_index
from core.errors import AmparoError
from core.forms import told
from core.limits import spend
from identity.selectors import mail_trouble
from identity.services import reachable_phone
from receipts import services as receipts


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest) -> HttpResponse:
    """Number and document: right or wrong, the next page is the same."""
    form = FollowUpForm(request.POST or None)
    if form.is_valid():
        number, document = form.cleaned_data["registry_number"], form.cleaned_data["document_number"]
        try:
            spend(request, "follow-up", 20)
            application = selectors.filed_behind(number, document)
            # Who gave neither e-mail nor mobile in an office gets no code, and nobody learns it from this page.
            phone = reachable_phone(application.phone) if application and not application.email else ""
            if application is None or not (application.email or phone):
                codes.pretend(request, "follow_up", blind_index("applications.decoy", f"{number}|{document}"))
            else:
                codes.send(request, "follow_up", email=application.email, phone=phone, application=application)
            return redirect("applications:follow_up_code")
        except AmparoError as error:
            told(form, error)
    return render(request, "applications/follow_up.html", {"form": form, "application": open_application(request)})


@require_http_methods(["GET", "POST"])
def follow_up_code(request: HttpRequest) -> HttpResponse:
    """The code opens the application in this browser."""
    if not codes.is_pending(request, "follow_up"):
        return redirect("applications:follow_up")
    form = OneTimeCodeForm(request.POST or None)
    if form.is_valid():
        try:
            verified, public_id = codes.verify(request, "follow_up", form.cleaned_data["code"])
            application = services.open_with_code(public_id, verified)
        except AmparoError as error:
            told(form, error, "code")
        else:
            open_session(request, application)
            return redirect("applications:mine")
    return render(request, "applications/code.html", {"form": form, "neutral": True, "back": "applications:follow_up"})


@filed_page
def mine(request: HttpRequest, application: Application) -> HttpResponse:
    """The line of what happened; first of all, what the person must do."""
    documents = list(application.documents.all())
    today = timezone.localdate()
    letters = selectors.letters(application)
    context = {
        "application": application,
        "mail_trouble": mail_trouble(application.email),
        "looked_at_until": levels.looked_at_until(application),
        "other_adults": services.adults_of(application),
        "steps": list(reversed(selectors.timeline(application))),
        "letters": letters,
        "asked": [document for document in documents if document.state in ("requested", "rejected")],
        "promised": [document for document in documents if document.state == "promised"],
        "given": [document for document in documents if document.state in ("received", "accepted")],
        "overdue": [d for d in documents if d.state == "requested" and d.due_on and d.due_on < today],
        "hearing": application.hearings.filter(closed_at=None).first(),
        "withdrawable": _withdrawable(application),
        "resolved": any(letter.kind in DECIDING_LETTERS for letter in letters),
    }
    return render(request, "applications/mine.html", context)


def _withdrawable(application: Application) -> bool:
    live = application.state in (ApplicationState.SUBMITTED, ApplicationState.JOINED)
    return live and not application.letters.filter(kind__in=DECIDING_LETTERS).exists()


@require_http_methods(["GET", "POST"])
@filed_page
def give_document(request: HttpRequest, application: Application, document_id: str) -> HttpResponse:
    """Hand in what was asked for or promised."""
    document = document_of(application, document_id)
    if document.state not in WAITING:
        return redirect("applications:mine")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            scan = one_file(form.pages())
            services.receive_document(application, document_id, scan.content, scan.name, actor=actor_for(application))
            messages.success(request, f"Recibido: «{document.label}». Ya puedes descargar el justificante de entrega.")
            return redirect("applications:mine")
        except AmparoError as error:
            told(form, error, "file")
    overdue = bool(document.due_on and document.due_on < timezone.localdate())
    return render(request, "applications/give_document.html", {"form": form, "document": document, "overdue": overdue})


@filed_page
def letter(request: HttpRequest, application: Application, receipt_id: str) -> HttpResponse:
    """The sealed PDF, the same bytes for ever."""
    found = application.letters.filter(receipt_public_id=receipt_id).first()
    if found is None:
        raise Http404
    content = receipts.content(receipt_id, actor_for(application), purpose="descarga de la persona interesada")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="amparo-{found.kind}-{application.registry_number}.pdf"'
    return response


@filed_page
def accesses(request: HttpRequest, application: Application) -> HttpResponse:
    """Who has seen or changed what, in words, newest first."""
    return render(
        request,
        "applications/accesses.html",
        {"entries": selectors.accesses(application), "application": application},
    )


@require_http_methods(["GET", "POST"])
@filed_page
def withdraw_face(request: HttpRequest, application: Application) -> HttpResponse:
    """Take back the leave to compare the face, after saying what it means."""
    if application.biometrics_consented_at is None:
        return redirect("applications:mine")
    decided = application.letters.filter(kind__in=DECIDING_LETTERS).exists()
    if request.method == "POST":
        services.withdraw_face_consent(application, actor=actor_for(application), decided=decided)
        messages.success(request, "Has retirado el permiso. Hemos borrado la foto de tu cara y lo que comparamos.")
        return redirect("applications:mine")
    return render(request, "applications/withdraw_face.html", {"decided": decided})


@require_http_methods(["GET", "POST"])
@filed_page
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Withdraw, after saying what it means."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        try:
            services.withdraw(application, actor=actor_for(application))
            messages.success(request, "Has retirado la solicitud. El justificante está abajo.")
            return redirect("applications:mine")
        except AmparoError as error:
            messages.warning(request, f"{error.what} {error.next_step}")
            return redirect("applications:mine")
    return render(request, "applications/withdraw.html", {"form": form, "application": application})
