"""My queue and the search across the country."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.actors import actor_of
from core.navigation import places_of
from core.policies import may, require
from workflow import selectors, services
from workflow.forms import SearchForm
from workflow.selectors.queue import VIEWS, notices, row
from workflow.views.office.page import act, form_page, page

PER_PAGE = 25


@page
def my_queue(request: HttpRequest) -> HttpResponse:
    """Dossiers assigned to who asks, the nearest legal date first."""
    actor = actor_of(request)
    if not may(actor, "queue.read"):
        # The office's first page is each one's own: whoever has no queue begins where their work is.
        places = places_of(actor)
        return redirect(places[0].address) if places else render(request, "workflow/no_queue.html")
    view = request.GET.get("ver", "hacer")
    view = view if view in VIEWS else "hacer"
    views = selectors.counts(actor)
    paginator = Paginator(selectors.queue(actor, view), PER_PAGE)
    # Counted already, together with the other views: not asked twice.
    paginator.count = next(number for key, _, number in views if key == view)
    dossiers = paginator.get_page(request.GET.get("pagina"))
    context = {
        "views": views,
        "view": view,
        "page": dossiers,
        "rows": [row(dossier) for dossier in dossiers],
        "notices": notices(actor),
    }
    return render(request, "workflow/queue.html", context)


@form_page
def search(request: HttpRequest) -> HttpResponse:
    """Any dossier of the country by its numbers, once the purpose is given. The search itself is recorded."""
    actor = actor_of(request)
    require(actor, "dossier.search")
    form = SearchForm(request.POST or None)
    results = None
    if request.method == "POST" and form.is_valid():
        found = services.search(form.cleaned_data["query"], form.cleaned_data["purpose"], actor)
        results = [(dossier, may(actor, "dossier.read", dossier)) for dossier in found]
    purpose = form.cleaned_data.get("purpose", "") if form.is_bound and form.is_valid() else ""
    return render(request, "workflow/search.html", {"form": form, "results": results, "purpose": purpose})


@act
def dismiss_notice(request: HttpRequest, notice: UUID) -> HttpResponse:
    """*Enterado*: the notice of a handover has been read."""
    actor = actor_of(request)
    require(actor, "queue.read")
    services.dismiss_notice(notice, actor)
    return redirect("workflow:queue")
