"""Middleware: a short way for calls of machines, plain pages for errors, and no cached copies of private pages."""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import ResponseHeaders
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

from core import events
from core.actors import actor_of
from core.errors import AmparoError, Refused
from core.reading import language_known, speaking
from core.rooms import ADDRESSES

logger = logging.getLogger(__name__)

_PUBLIC = ("/static/", "/api/")
_MACHINES = "/" + ADDRESSES["api"]
#: What the guards of the pages would say, said of answers that are no pages: nothing is loaded, framed or asked for.
#: The last three are what Django's security middleware adds to every answer, which then finds them said.
_MACHINE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
}


class MachineCallsMiddleware:
    """Calls of machines go straight to their view: what comes after is for pages (sessions, forms, people, messages).

    A machine's call is anonymous and carries no cookie, so nothing that comes after would have anything to do; what it
    would have cost is written in docs/decisions/0026. Here stays what concerns every call: the names the site answers
    to, the guards of the browser, the length of the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a machine; let everything else pass."""
        if not request.path_info.startswith(_MACHINES):
            return self.get_response(request)
        request.get_host()  # raises DisallowedHost
        try:
            match = _at(request.path_info)
        except Resolver404:
            return _guarded(_nothing_here())
        request.resolver_match = match
        return _guarded(match.func(request, *match.args, **match.kwargs))


@lru_cache(maxsize=1024)
def _at(path: str) -> ResolverMatch:
    """The view of an address; raises Resolver404."""
    return resolve(path)


def _guarded(response: HttpResponse) -> HttpResponse:
    render_now = getattr(response, "render", None)
    if render_now is not None:
        response = render_now()
    response.headers = _Guarded(response.headers)
    if not response.streaming:
        response.headers.setdefault("Content-Length", str(len(response.content)))
    return response


class _Guarded(ResponseHeaders):
    """The headers of an answer, and those of every answer to a machine, which were checked once for all."""

    _READY = ResponseHeaders(_MACHINE_HEADERS)._store

    def __init__(self, own: ResponseHeaders) -> None:
        self._store = {**self._READY, **own._store}


def _nothing_here() -> HttpResponse:
    found = {
        "type": "about:blank",
        "title": "No hay nada en esta dirección",
        "status": 404,
        "code": "not_found",
        "pointer": "",
        "detail": f"Revisa la dirección; {_MACHINES}schema dice todas las que hay.",
    }
    return JsonResponse(found, status=404, content_type="application/problem+json")


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
        with speaking(request, language_known(request)) as page:
            return render(request, "core/error.html", {**page, "error": exception}, status=exception.status)


def record_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Leave a trace of an attempt that was refused; the API's exception handler calls it too."""
    events.record(
        "access.refused",
        actor_of(request),
        refusal.subject_type or "page",
        refusal.subject_ref or request.path[:60],
        {"action": refusal.action, "method": request.method},
    )
