"""What waits for a second person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.actors import actor_of
from core.office_pages import page
from core.staffing import selectors


@page("staff.manage")
def pending(request: HttpRequest) -> HttpResponse:
    """Grants and changes of offices, oldest first; one's own are shown without the button."""
    actor = actor_of(request)
    context = {"grants": selectors.pending_grants(actor), "changes": selectors.pending_changes(actor)}
    return render(request, "identity/administration/pending.html", context)
