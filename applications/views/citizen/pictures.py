"""The applicant's identity: leave asked for, three photos, what came out; and always a person behind."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import PictureForm, PicturesConsentForm, told
from applications.models import Application
from applications.services.papers import media_type_of
from applications.services.pictures import MAX_TRIES
from applications.views.citizen.session import actor_for, draft_page
from core.errors import AmparoError
from identity import services as identity_services

SIDES = ("front", "back", "selfie")
TITLES = {
    "front": "Tu documento por delante",
    "back": "Tu documento por detrás",
    "selfie": "Tu cara",
}


@require_http_methods(["GET", "POST"])
@draft_page
def identity(request: HttpRequest, application: Application) -> HttpResponse:
    """Leave for the photos: given or refused, the application goes on."""
    form = PicturesConsentForm(request.POST or None)
    if form.is_valid():
        try:
            if form.cleaned_data["consent"] == "no":
                services.refuse_pictures(application, actor=actor_for(application))
                messages.info(request, "De acuerdo: una persona comprobará quién eres. No tienes que hacer nada ahora.")
                return redirect("applications:draft")
            services.open_identity_check(application, actor=actor_for(application))
            return redirect("applications:picture", side="front")
        except AmparoError as error:
            told(form, error)
    context = {
        "form": form,
        "outcome": application.identity_outcome,
        "refused": application.biometrics_refused_at is not None,
        "next_side": _next_side(application),
    }
    return render(request, "applications/identity.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def picture(request: HttpRequest, application: Application, side: str) -> HttpResponse:
    """One photo. What is wrong with it is said at once, with how to mend it."""
    if side not in SIDES:
        raise Http404
    if not application.identity_check_id:
        return redirect("applications:identity")
    form = PictureForm(request.POST or None, request.FILES or None, side=side)
    problems, tries_left = (), 0
    if request.method == "POST" and form.is_valid():
        image = form.cleaned_data["picture"].read()
        try:
            media_type_of(image)
            result = services.add_picture(application, side, image, actor=actor_for(application))
        except AmparoError as error:
            told(form, error, "picture")
        else:
            if result.accepted:
                return _after(application, request)
            problems, tries_left = result.problems, result.tries_left
            for problem in problems:
                form.add_error("picture", f"{problem.what} {problem.next_step}")
            if not tries_left:
                return _after(application, request)
    context = {
        "form": form,
        "side": side,
        "title": TITLES[side],
        "number": SIDES.index(side) + 1,
        "tries_left": tries_left,
        "demonstration_cards": True,
    }
    return render(request, "applications/picture.html", context)


def _next_side(application: Application) -> str:
    """The first photo still to take; empty when there are no more."""
    if not application.identity_check_id:
        return ""
    state = identity_services.check_state(str(application.public_id))
    if state is None:
        return ""
    return next(
        (side for side in SIDES if side not in state.sides and state.tries_left.get(side, 1)),
        "",
    )


def _after(application: Application, request: HttpRequest) -> HttpResponse:
    """The next photo, or, after the last, what came out."""
    application.refresh_from_db()
    side = _next_side(application)
    if side:
        return redirect("applications:picture", side=side)
    outcome = services.conclude_identity(application, actor=actor_for(application))
    request.session["applications.identity_reasons"] = [
        {"what": reason.what, "next_step": reason.next_step} for reason in outcome.reasons
    ]
    return redirect("applications:identity_result")


@draft_page
def result(request: HttpRequest, application: Application) -> HttpResponse:
    """Checked, or a person looks, or once more."""
    if not application.identity_check_id:
        return redirect("applications:identity")
    context = {
        "outcome": application.identity_outcome or "retake",
        "reasons": request.session.get("applications.identity_reasons", []),
        "tries_left": max(0, MAX_TRIES - application.identity_tries),
        "next_side": _next_side(application),
    }
    return render(request, "applications/identity_result.html", context)
