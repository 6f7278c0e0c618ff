"""A reading of a document for the office's own programs: pictures in, one JSON object out, nothing kept.

A machine's call: no session and no cookie. The program says its token (``Authorization: Bearer …``); the settings hold
only the tokens' SHA-256. In the demonstration, where every person is invented, no token is asked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from core.errors import AmparoError
from core.limits import spend
from identity.services.readings import read_document
from identity.vision.thresholds import MAX_BYTES

MOST = 60
"""Readings from one address in a quarter of an hour: each costs seconds of a processor."""
_PICTURES = ("front", "back", "selfie")


@csrf_exempt  # no cookie says who calls
def readings(request: HttpRequest) -> HttpResponse:
    """Files ``front``, and perhaps ``back`` and ``selfie``; ``typed`` is a JSON object, ``on`` a date."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        _let_in(request)
        spend(request, "identity.readings", MOST)
        sent = _pictures(request)
        found = read_document(
            sent["front"] or b"", sent["back"], sent["selfie"], typed=_typed(request), on=_day(request.POST.get("on"))
        )
    except AmparoError as error:
        return _refused(error)
    except MultiPartParserError:
        return _refused(AmparoError("identity.reading_unclear"))
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _let_in(request: HttpRequest) -> None:
    """Raises ``identity.program_unknown`` without the token of a program we know."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    digest = hashlib.sha256(token.strip().encode()).hexdigest()
    known = [hmac.compare_digest(digest, one) for one in settings.READING_TOKENS]
    if not settings.DEMONSTRATION and not (scheme.lower() == "bearer" and any(known)):
        raise AmparoError("identity.program_unknown")


def _pictures(request: HttpRequest) -> dict[str, bytes | None]:
    """What was sent; one too heavy is not even read."""
    files = {side: request.FILES.get(side) for side in _PICTURES}
    if any((file.size or 0) > MAX_BYTES for file in files.values() if file is not None):
        raise AmparoError("identity.picture_too_heavy")
    return {side: file.read() if file is not None else None for side, file in files.items()}


def _typed(request: HttpRequest) -> dict[str, Any]:
    try:
        typed = json.loads(request.POST.get("typed") or "{}")
    except ValueError as error:
        raise AmparoError("identity.reading_unclear") from error
    if not isinstance(typed, dict):
        raise AmparoError("identity.reading_unclear")
    return typed


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise AmparoError("identity.reading_unclear") from error


def _refused(error: AmparoError) -> JsonResponse:
    """The error as a problem object (RFC 9457)."""
    detail = " ".join(part for part in (error.why, error.next_step) if part)
    told = {"type": "about:blank", "title": error.what, "status": error.status, "code": error.code, "detail": detail}
    return JsonResponse(
        told, status=error.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
