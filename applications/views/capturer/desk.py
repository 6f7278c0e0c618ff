"""Guards of the capturer's pages: at their desk, inside the office's networks, and only their own captures of today."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from applications.models import FILED, Application, ApplicationState
from applications.views.drafting.open_draft import OpenDraft
from core.actors import Actor, actor_of
from core.errors import AmparoError, Refused
from core.middleware import record_refusal
from core.models import Office
from core.policies import may
from identity.services.sign_in import second_factor_required

View = Callable[..., HttpResponseBase]


def at_the_desk(view: View) -> View:
    """Guard of a page for whoever captures; the view gets the actor."""

    @second_factor_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        _require_desk(request, actor)
        return view(request, actor, *args, **kwargs)

    return functools.wraps(view)(guarded)


def _require_desk(request: HttpRequest, actor: Actor) -> None:
    refusal = Refused("application.capture")
    if may(actor, "application.capture"):
        return
    if any(held.role == "capturer" for held in actor.elsewhere):
        # They do capture, but not from here: told why, and recorded like any refusal.
        record_refusal(request, refusal)
        raise AmparoError("staff.outside_networks")
    raise refusal


def own_capture(view: View) -> View:
    """Guard of a page of a draft being captured; the view gets the `OpenDraft`."""

    @at_the_desk
    def page(request: HttpRequest, actor: Actor, reference: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        application = _mine(request, actor, reference)
        if not application.editable:
            return redirect("captures:sent", reference)
        return view(request, draft_of(application, actor), *args, **kwargs)

    return functools.wraps(view)(page)


def own_filed_capture(view: View) -> View:
    """Guard of a page of a capture submitted today; the view gets actor and application."""

    @at_the_desk
    def page(request: HttpRequest, actor: Actor, reference: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        application = _mine(request, actor, reference)
        if application.state not in FILED:
            return redirect("captures:draft", reference)
        return view(request, actor, application, *args, **kwargs)

    return functools.wraps(view)(page)


def draft_of(application: Application, actor: Actor) -> OpenDraft:
    """The draft of a capture, for the pages that its person fills in too."""
    return OpenDraft(application, actor, "captures", "captures/layout.html", (str(application.public_id),))


def _mine(request: HttpRequest, actor: Actor, reference: UUID) -> Application:
    """One's own capture of today. Any other is not there, and having tried is written down."""
    application = (
        Application.objects.select_related("captured_by", "capture_office").filter(public_id=reference).first()
    )
    if application is None or application.state == ApplicationState.DELETED:
        raise AmparoError("capture.not_found")
    if not may(actor, "application.capture", application):
        record_refusal(request, Refused("application.capture", "application", str(application.public_id)))
        raise AmparoError("capture.not_found")
    return application


def offices_of(actor: Actor) -> list[Office]:
    """Offices where the actor may capture now."""
    held = [role.office_id for role in actor.roles if role.role == "capturer"]
    return list(Office.objects.filter(pk__in=held))
