"""To the identity provider and back. Both are links on purpose: nothing is done here that is not checked on return."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core.errors import AmparoError
from identity.electronic_visits import visits
from identity.services import electronic


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Leave for the provider."""
    visit = visits()
    try:
        return electronic.begin(request, visit.subject_of(request))
    except AmparoError as error:
        return visit.failed(request, error)


@require_GET
def returned(request: HttpRequest) -> HttpResponse:
    """Back from the provider: in plain words where it went wrong, and nothing lost."""
    visit = visits()
    try:
        identity = electronic.finish(request)
    except AmparoError as error:
        return visit.failed(request, error)
    return visit.arrived(request, identity)
