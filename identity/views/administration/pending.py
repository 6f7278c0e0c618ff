"""What waits for a second person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.actors import actor_of
from core.staffing import selectors
from identity.views.administration.page import page


@page("staff.manage")
def pending(request: HttpRequest) -> HttpResponse:
    """Grants and changes of offices, oldest first; one's own are shown without the button."""
    actor = actor_of(request)
    context = {"grants": selectors.pending_grants(actor), "changes": selectors.pending_changes(actor)}
    return render(request, "identity/administration/pending.html", context)
