"""The applicant's identity: photos of the document, the face only with leave, what came out; a person always behind."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_permissions_policy.decorators import permissions_policy_override

from applications import services
from applications.forms import FaceConsentForm, PictureForm
from applications.models import Application
from applications.views.citizen.session import actor_for, draft_page, identity_page, on_phone
from core.errors import AmparoError
from core.forms import told
from identity import services as identity_services
from identity.types import CheckState, PictureResult, Side

SIDES = ("front", "back", "selfie")
# Only these pages may ask for the camera.
_CAMERA: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY, "camera": ["self"]}
with_camera = permissions_policy_override(_CAMERA)
FRAMES = ("first", "turned", "last")
SAID, EXPIRED = "applications.picture", "applications.expired"
TITLES = {
    "front": "Tu documento por delante",
    "back": "Tu documento por detrás",
    "selfie": "Tu cara",
}
_KEPT_FOR_A_PERSON = (
    "Hemos guardado esa foto. No nos basta para comprobarla aquí, así que la mirará una persona. Puedes seguir."
)


@require_http_methods(["GET", "POST"])
@identity_page
def identity(request: HttpRequest, application: Application) -> HttpResponse:
    """The ways to show who one is, side by side; the one by photos begins here."""
    problem = None
    if request.method == "POST" and not application.identity_outcome:
        try:
            services.open_identity_check(application, actor=actor_for(application))
            application.refresh_from_db()
            return _next_page(application)
        except AmparoError as error:
            problem = error
    state = _state(application)
    context = {
        "problem": problem,
        "application": application,
        "outcome": application.identity_outcome,
        "begun": bool(state and state.sides and not application.identity_outcome),
        "asked": _asked_for_a_person(state),
        "face_consent": bool(application.biometrics_consented_at),
        "phone": on_phone(request),
        "review_days": settings.IDENTITY_REVIEW_DAYS,
    }
    return render(request, "applications/identity.html", context)


@require_POST
@draft_page
def ask_person(request: HttpRequest, application: Application) -> HttpResponse:
    """No photos, or no more of them: a person looks."""
    taken = _takes(request, application, services.ask_person)
    return redirect("applications:identity_result" if taken else "applications:identity")


@require_POST
@draft_page
def photos_after_all(request: HttpRequest, application: Application) -> HttpResponse:
    """They had asked for a person and prefer the photos now."""
    if not _takes(request, application, services.take_photos_after_all):
        return redirect("applications:identity")
    application.refresh_from_db()
    return _next_page(application)


def _takes(request: HttpRequest, application: Application, way: Callable[..., Application]) -> bool:
    """Whether the person could take another way; if not, why is said on the page of the ways."""
    try:
        way(application, actor=actor_for(application))
    except AmparoError as error:
        messages.warning(request, f"{error.what} {error.next_step}")
        return False
    return True


@require_http_methods(["GET", "POST"])
@identity_page
def face_consent(request: HttpRequest, application: Application) -> HttpResponse:
    """Leave to compare the face: asked apart, refusable, nothing ticked beforehand."""
    if not application.identity_check_id:
        return redirect("applications:identity")
    initial = {"consent": "yes"} if application.biometrics_consented_at else None
    form = FaceConsentForm(request.POST or None, initial=initial if application.identity_outcome else None)
    if form.is_valid():
        given = form.cleaned_data["consent"] == "yes"
        services.answer_face_consent(application, given, actor=actor_for(application))
        application.refresh_from_db()
        if application.identity_outcome:
            return redirect("applications:identity")
        return _next_page(application)
    context = {"form": form, "changing": bool(application.identity_outcome), "phone": on_phone(request)}
    return render(request, "applications/face_consent.html", context)


def told_where(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page's script, which shows how far a photo is, asks to be told where to go instead of being sent there."""

    @functools.wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if isinstance(answer, HttpResponseRedirect) and not request.accepts("text/html"):
            return JsonResponse({"next": answer.url})
        return answer

    return page


@with_camera
@require_http_methods(["GET", "POST"])
@told_where
@identity_page
def picture(request: HttpRequest, application: Application, side: str) -> HttpResponse:
    """One photo. What is wrong with it is said at once, with how to mend it.

    It is said on the page asked for anew, never in the answer to the photo: loading that again would send it again, and
    use up a try.
    """
    if side not in SIDES:
        raise Http404
    state = _state(application)
    if state is None or application.identity_outcome or (side == "selfie" and not state.face_consent):
        return redirect("applications:identity")
    if request.method == "POST":
        return _taken(request, application, side)
    identity_services.expect_picture()
    said = _said(request, application, side)
    retake = [reason for reason in state.reasons if state.state == "retake"]
    context = {
        "form": _form(side, said.get("words", [])),
        "side": side,
        "title": TITLES[side],
        "number": SIDES.index(side) + 1,
        "tries_left": said.get("tries_left", 0),
        "retake": retake,
        "retake_codes": said.get("codes", []) if said else [reason.code for reason in retake],
        "phone": on_phone(request),
    }
    return render(request, "applications/picture.html", context)


def _taken(request: HttpRequest, application: Application, side: str) -> HttpResponse:
    """Take what was sent and lead on, or back to the same page with what is wrong kept for it to say."""
    form = PictureForm(request.POST, request.FILES, side=side)
    result = _given(request, application, side, form)
    if result is not None and result.accepted:
        request.session.pop(SAID, None)
        if result.problems and not result.tries_left and side != "selfie":
            messages.info(request, _KEPT_FOR_A_PERSON)
        _tell_once_if_expired(request, application, result)
        return _next_page(application)
    problems = result.problems if result is not None else ()
    request.session[SAID] = {
        "check": application.identity_check_id,
        "side": side,
        "words": [f"{problem.what} {problem.next_step}" for problem in problems] or _words_of(form),
        "codes": [problem.code for problem in problems],
        "tries_left": result.tries_left if result is not None else 0,
    }
    return redirect("applications:picture", side=side)


def _tell_once_if_expired(request: HttpRequest, application: Application, result: PictureResult) -> None:
    """No photo mends an expired document, and both its sides say so: it is told with the first."""
    expired = next((one for one in result.problems if one.code == "identity.document_expired"), None)
    if expired is not None and request.session.get(EXPIRED) != application.identity_check_id:
        request.session[EXPIRED] = application.identity_check_id
        messages.info(request, f"{expired.what} {expired.next_step}")


def _said(request: HttpRequest, application: Application, side: str) -> dict[str, Any]:
    """What was said of the last photo of this side, while nothing better came; it holds no personal datum."""
    said: dict[str, Any] = request.session.get(SAID, {})
    return said if (said.get("check"), said.get("side")) == (application.identity_check_id, side) else {}


def _words_of(form: PictureForm) -> list[str]:
    return [str(message) for messages_of in form.errors.values() for message in messages_of]


def _form(side: str, words: list[str]) -> PictureForm:
    """The page's form, with what was wrong with the last photo beside its field."""
    if not words:
        return PictureForm(side=side)
    form = PictureForm({}, {}, side=side)
    form.errors.clear()
    for sentence in words:
        form.add_error("picture", sentence)
    return form


def _given(request: HttpRequest, application: Application, side: str, form: PictureForm) -> PictureResult | None:
    """What came of the picture, or of the three of a turn; None where the form says what is wrong."""
    actor = actor_for(application)
    try:
        if side == "selfie" and "nonce" in request.POST:
            given = (request.FILES.get(name) for name in FRAMES)
            frames = tuple(file.read() for file in given if isinstance(file, UploadedFile))
            form.errors.clear()
            return services.add_turn(application, request.POST["nonce"], frames, actor=actor)
        if form.is_valid():
            image = form.cleaned_data["picture"].read()
            return services.add_picture(application, cast(Side, side), image, actor=actor)
    except AmparoError as error:
        told(form, error, "picture")
    return None


@require_POST
@identity_page
def turn(request: HttpRequest, application: Application) -> HttpResponse:
    """To which side the head turns, for the page's script: asked for when the camera runs, since it lasts a minute."""
    try:
        asked = services.ask_turn(application, actor=actor_for(application))
    except AmparoError as error:
        return JsonResponse({"what": error.what, "next_step": error.next_step}, status=error.status)
    return JsonResponse(
        {
            "nonce": asked.nonce,
            "side": asked.side,
            "seconds": round((asked.expires_at - timezone.now()).total_seconds()),
        }
    )


def _state(application: Application) -> CheckState | None:
    """Where the check opened for this draft stands; nothing when there is none, or it is of other data."""
    if not application.identity_check_id:
        return None
    state = identity_services.check_state(str(application.public_id))
    return state if state and state.check_id == application.identity_check_id else None


def _asked_for_a_person(state: CheckState | None) -> bool:
    return state is not None and any(reason.code == "identity.person_asked" for reason in state.reasons)


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


@identity_page
def result(request: HttpRequest, application: Application) -> HttpResponse:
    """Checked, or a person looks, or once more."""
    state = _state(application)
    if state is None or not (application.identity_outcome or state.state == "retake"):
        return redirect("applications:identity")
    next_side = state.missing[0] if state.missing else ""
    context = {
        "application": application,
        "outcome": application.identity_outcome or "retake",
        "asked": _asked_for_a_person(state),
        "reasons": state.reasons,
        "next_side": next_side,
        "tries_left": state.tries_left.get(next_side, 0),
        "phone": on_phone(request),
        "review_days": settings.IDENTITY_REVIEW_DAYS,
    }
    return render(request, "applications/identity_result.html", context)
