"""What every page's template can rely on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.actors import actor_of
from core.navigation import places_of


def page_furniture(request: HttpRequest) -> dict[str, Any]:
    """`demonstration` (show its notice), `source_url` (AGPL) and, on office pages, the `actor` and their `places`."""
    furniture: dict[str, Any] = {"demonstration": settings.DEMONSTRATION, "source_url": settings.SOURCE_URL}
    if request.path.startswith("/oficina/"):
        furniture["actor"] = actor_of(request)
        furniture["places"] = places_of(furniture["actor"])
    return furniture
