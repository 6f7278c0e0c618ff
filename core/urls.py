"""Addresses of the whole site: the machines' first, which are many and short; core's public pages; each room's own."""

from django.urls import URLPattern, URLResolver, include, path

from core.rooms import ADDRESSES

_MACHINES = ("simulator.api_urls", "receipts.api_urls", "identity.api_urls")
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
}


urlpatterns: list[URLPattern | URLResolver] = [
    *(path(ADDRESSES["api"], include(module)) for module in _MACHINES),
    path("", include("core.public_urls")),
    *(path(prefix, include(module)) for module, prefix in _ROOMS.items()),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
