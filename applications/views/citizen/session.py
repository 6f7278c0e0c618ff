"""Which application this browser session acts for, since a code proved it; and the guards of the pages."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from applications.models import FILED, Application, ApplicationState
from applications.views.drafting.open_draft import OpenDraft
from core.actors import Actor, citizen
from core.errors import AmparoError
from identity.services import PHONE_STAYS

KEY = "applications.open"
PHONE_KEY = "applications.phone"
IDLE_SECONDS = 60 * 60
PHONE_SECONDS = int(PHONE_STAYS.total_seconds())
View = Callable[..., HttpResponse]
_CLOSED = "Ha pasado una hora sin cambios y hemos cerrado la página. Lo tuyo está guardado."
_CLOSED_WHILE_WRITING = (
    "Había pasado una hora y la página estaba cerrada: lo que acabas de escribir no se ha guardado. "
    "Lo anterior, sí. Entra otra vez y repite solo esa página."
)
_NOTHING_OPEN = (
    "En este navegador no hay ninguna solicitud abierta. Si tenías una a medias, lo que guardaste sigue guardado: "
    "entra otra vez por aquí."
)


def open_session(request: HttpRequest, application: Application) -> None:
    """From now on this session acts for `application`; the session's key changes, so an old one is worth nothing."""
    request.session.cycle_key()
    request.session[KEY] = {"id": str(application.public_id), "at": int(time.time())}


def close_session(request: HttpRequest) -> None:
    """This session acts for nobody."""
    request.session.pop(KEY, None)
    request.session.cycle_key()


def open_application(request: HttpRequest) -> Application | None:
    """The application of this session, unless an hour passed without a page."""
    entry = request.session.get(KEY)
    if not entry:
        return None
    now = int(time.time())
    if now - entry["at"] > IDLE_SECONDS:
        request.session.pop(KEY)
        messages.info(request, _CLOSED_WHILE_WRITING if request.method == "POST" else _CLOSED)
        return None
    if now - entry["at"] > 30:
        request.session[KEY] = {**entry, "at": now}
    application = Application.objects.filter(public_id=entry["id"]).first()
    if application is None or application.state == ApplicationState.DELETED:
        return None
    return application


def actor_for(application: Application) -> Actor:
    """The citizen behind the application of this session."""
    return citizen(str(application.public_id))


def draft_of(application: Application) -> OpenDraft:
    """The draft of this session, for the pages that a capturer fills in too."""
    return OpenDraft(application, actor_for(application), "applications", "applications/layout.html")


def own_draft(view: View) -> View:
    """Guard of a page of `views/drafting` for the draft's own person."""

    @draft_page
    def page(request: HttpRequest, application: Application, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, draft_of(application), *args, **kwargs)

    return functools.wraps(view)(page)


def draft_page(view: View) -> View:
    """Guard of a draft's page: the view gets the application; who has none is led to continue one."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        closed = KEY in request.session
        application = open_application(request)
        if application is None:
            if not closed:
                messages.info(request, _NOTHING_OPEN)
            return redirect("applications:continue")
        if not application.editable:
            return redirect("applications:sent")
        return view(request, application, *args, **kwargs)

    return guarded


def open_phone(request: HttpRequest, application_id: str) -> None:
    """From now on this session, a telephone's, takes the identity pictures of the application and nothing else."""
    request.session.flush()
    request.session[PHONE_KEY] = {"id": application_id, "at": int(time.time())}


def on_phone(request: HttpRequest) -> bool:
    """Whether this session is a telephone's that came with a link, rather than the person's own page."""
    return KEY not in request.session and PHONE_KEY in request.session


def _phone_application(request: HttpRequest) -> Application | None:
    entry = request.session.get(PHONE_KEY)
    if not entry or int(time.time()) - entry["at"] > PHONE_SECONDS:
        request.session.pop(PHONE_KEY, None)
        return None
    application = Application.objects.filter(public_id=entry["id"]).first()
    return application if application is not None and application.editable else None


def identity_page(view: View) -> View:
    """Guard of a page of the identity pictures: the draft's own session, or a telephone that came with its link."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not on_phone(request):
            return draft_page(view)(request, *args, **kwargs)
        application = _phone_application(request)
        if application is None:
            raise AmparoError("identity.phone_let_go")
        return view(request, application, *args, **kwargs)

    return guarded


def filed_page(view: View) -> View:
    """Guard of a submitted application's page."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        application = open_application(request)
        if application is None:
            return redirect("applications:follow_up")
        if application.state not in FILED:
            return redirect("applications:draft")
        return view(request, application, *args, **kwargs)

    return guarded
