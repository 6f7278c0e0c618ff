"""The roots of each day, for anyone to keep: whoever has one can tell later that nothing of before was changed."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from receipts import models, selectors, services

_ON_A_PAGE = 31


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The list, newest first, a month on a page."""
    roots = selectors.daily_roots()
    page = Paginator(roots, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "receipts/roots.html", {"page": page, "example": roots.first()})


@require_safe
def every_as_json(request: HttpRequest) -> HttpResponse:
    """The whole list for machines, oldest first: what a witness keeps."""
    rows = [services.published(root) for root in reversed(selectors.daily_roots())]
    return JsonResponse(rows, safe=False, json_dumps_params={"indent": 1})


@require_safe
def statement(request: HttpRequest, day: str) -> HttpResponse:
    """What was sealed that day, byte for byte."""
    return _file(bytes(_root(day).statement), "application/json", f"raiz-{day}.json")


@require_safe
def signature(request: HttpRequest, day: str) -> HttpResponse:
    """The seal that lies beside it."""
    return _file(bytes(_root(day).signature), "application/pkcs7-signature", f"raiz-{day}.p7s")


def _root(day: str) -> models.DailyRoot:
    try:
        found = selectors.daily_roots().filter(day=date.fromisoformat(day)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
