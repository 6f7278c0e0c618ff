"""Addresses of the whole site: core's public pages, then each room's own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from core.rooms import ADDRESSES

_ROOMS = {
    "simulator.urls": ADDRESSES["simulator"],
    "applications.urls": ADDRESSES["applications"],
    "receipts.urls": ADDRESSES["verify"],
    "identity.urls": "",
    "workflow.urls": ADDRESSES["office"],
    "simulator.api_urls": ADDRESSES["api"],
}


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.public_urls")),
    *(path(prefix, include(module)) for module, prefix in _ROOMS.items() if _exists(module)),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
