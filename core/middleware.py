"""Middleware: plain pages for errors of the catalogue, and no cached copies of private pages."""

import logging
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import events
from core.actors import actor_of
from core.errors import AmparoError, Refused

logger = logging.getLogger(__name__)

_PUBLIC = ("/static/", "/api/")


class PrivatePagesMiddleware:
    """Pages are never stored by browsers or proxies: after signing out, *Back* shows nothing (S1-8)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header, unless the view chose another."""
        response = self.get_response(request)
        if not request.path.startswith(_PUBLIC):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PlainErrorsMiddleware:
    """Turns an AmparoError that no form caught into a page that says what, why and what next; records refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in or out; see `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised."""
        if isinstance(exception, OperationalError) and "lock" in str(exception).lower():
            exception = AmparoError("record.busy")
        if not isinstance(exception, AmparoError):
            return None
        if isinstance(exception, Refused):
            record_refusal(request, exception)
        return render(request, "core/error.html", {"error": exception}, status=exception.status)


def record_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Leave a trace of an attempt that was refused; the API's exception handler calls it too."""
    events.record(
        "access.refused",
        actor_of(request),
        refusal.subject_type or "page",
        refusal.subject_ref or request.path[:60],
        {"action": refusal.action, "method": request.method},
    )
