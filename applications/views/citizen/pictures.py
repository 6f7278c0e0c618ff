"""The applicant's identity: photos of the document, the face only with leave, what came out; a person always behind."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from applications import services
from applications.forms import FaceConsentForm, PictureForm
from applications.models import Application
from applications.views.citizen.session import actor_for, draft_page
from core.errors import AmparoError
from core.forms import told
from identity import services as identity_services
from identity.types import CheckState, Side

SIDES = ("front", "back", "selfie")
TITLES = {
    "front": "Tu documento por delante",
    "back": "Tu documento por detrás",
    "selfie": "Tu cara",
}


@require_http_methods(["GET", "POST"])
@draft_page
def identity(request: HttpRequest, application: Application) -> HttpResponse:
    """What the photos are for, and the way in."""
    problem = None
    if request.method == "POST":
        try:
            services.open_identity_check(application, actor=actor_for(application))
            application.refresh_from_db()
            return _next_page(application)
        except AmparoError as error:
            problem = error
    state = _state(application)
    context = {
        "problem": problem,
        "outcome": application.identity_outcome,
        "begun": bool(state and state.sides and not application.identity_outcome),
    }
    return render(request, "applications/identity.html", context)


@require_http_methods(["GET", "POST"])
@draft_page
def face_consent(request: HttpRequest, application: Application) -> HttpResponse:
    """Leave to compare the face: asked apart, refusable, nothing ticked beforehand."""
    if not application.identity_check_id:
        return redirect("applications:identity")
    form = FaceConsentForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data["consent"] == "yes"
        services.answer_face_consent(application, given, actor=actor_for(application))
        application.refresh_from_db()
        return _next_page(application)
    return render(request, "applications/face_consent.html", {"form": form})


@require_http_methods(["GET", "POST"])
@draft_page
def picture(request: HttpRequest, application: Application, side: str) -> HttpResponse:
    """One photo. What is wrong with it is said at once, with how to mend it."""
    if side not in SIDES:
        raise Http404
    state = _state(application)
    if state is None or (side == "selfie" and not state.face_consent):
        return redirect("applications:identity")
    form = PictureForm(request.POST or None, request.FILES or None, side=side)
    retake = [reason for reason in state.reasons if state.state == "retake"]
    tries_left = 0
    retake_codes = [reason.code for reason in retake]
    if request.method == "POST" and form.is_valid():
        try:
            image = form.cleaned_data["picture"].read()
            result = services.add_picture(application, cast(Side, side), image, actor=actor_for(application))
        except AmparoError as error:
            told(form, error, "picture")
        else:
            if result.accepted:
                return _next_page(application)
            tries_left = result.tries_left
            retake_codes = [problem.code for problem in result.problems]
            for problem in result.problems:
                form.add_error("picture", f"{problem.what} {problem.next_step}")
    context = {
        "form": form,
        "side": side,
        "title": TITLES[side],
        "number": SIDES.index(side) + 1,
        "tries_left": tries_left,
        "retake": retake,
        "retake_codes": retake_codes,
    }
    return render(request, "applications/picture.html", context)


def _state(application: Application) -> CheckState | None:
    """Where the check opened for this draft stands; nothing when there is none, or it is of other data."""
    if not application.identity_check_id:
        return None
    state = identity_services.check_state(str(application.public_id))
    return state if state and state.check_id == application.identity_check_id else None


def _next_page(application: Application) -> HttpResponse:
    """The next photo; the question about the face after those of the document; the result at the end."""
    state = _state(application)
    if state is None:
        return redirect("applications:identity")
    answered = application.biometrics_consented_at or application.biometrics_refused_at
    missing = [side for side in state.missing if side != "selfie"]
    if missing:
        return redirect("applications:picture", side=missing[0])
    if not answered:
        return redirect("applications:face_consent")
    if "selfie" in state.missing:
        return redirect("applications:picture", side="selfie")
    services.conclude_identity(application, actor=actor_for(application))
    return redirect("applications:identity_result")


@draft_page
def result(request: HttpRequest, application: Application) -> HttpResponse:
    """Checked, or a person looks, or once more."""
    state = _state(application)
    if state is None:
        return redirect("applications:identity")
    next_side = state.missing[0] if state.missing else ""
    context = {
        "outcome": application.identity_outcome or "retake",
        "reasons": state.reasons,
        "next_side": next_side,
        "tries_left": state.tries_left.get(next_side, 0),
    }
    return render(request, "applications/identity_result.html", context)
