"""A reading of a document for the office's own programs: pictures in, one JSON object out, nothing kept."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError

from core.errors import AmparoError
from core.limits import spend
from core.office_pages import act
from identity.services.readings import read_document
from identity.vision.thresholds import MAX_BYTES

MOST = 60
"""Readings from one address in a quarter of an hour: each costs seconds of a processor."""
_PICTURES = ("front", "back", "selfie")


@act("identity.read_document")
def readings(request: HttpRequest) -> HttpResponse:
    """Files ``front``, and perhaps ``back`` and ``selfie``; ``typed`` is a JSON object, ``on`` a date."""
    try:
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
