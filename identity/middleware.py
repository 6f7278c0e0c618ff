"""The door of the office, for every address under it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from identity.services.sign_in import OFFICE, SIGN_IN, office_refusal


class OfficeDoorMiddleware:
    """Nothing under ``/oficina/`` answers to whom it is not open to, except the way in itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let in, or answer in its place."""
        if request.path.startswith(OFFICE) and not request.path.startswith(SIGN_IN):
            refusal = office_refusal(request)
            if refusal is not None:
                refusal.headers["Cache-Control"] = "no-store"
                return refusal
        return self.get_response(request)
