"""Addresses of the whole site: core's public pages, then each room's own."""

from django.urls import URLPattern, URLResolver, include, path

from core.rooms import ADDRESSES

_ROOMS = {
    "simulator.information_urls": ADDRESSES["benefit"],
    "simulator.urls": ADDRESSES["simulator"],
    "applications.urls": ADDRESSES["applications"],
    "receipts.urls": ADDRESSES["verify"],
    "receipts.root_urls": ADDRESSES["roots"],
    "identity.urls": "",
    "rules.urls": "",
    "applications.capture_urls": ADDRESSES["captures"],
    "workflow.urls": ADDRESSES["office"],
    "simulator.policy_urls": ADDRESSES["office"],
    "simulator.api_urls": ADDRESSES["api"],
    "receipts.api_urls": ADDRESSES["api"],
    "identity.api_urls": ADDRESSES["api"],
}


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("core.public_urls")),
    *(path(prefix, include(module)) for module, prefix in _ROOMS.items()),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
