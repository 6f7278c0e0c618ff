"""Specimens to try by hand. Exists only in the demonstration."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.demonstration import DemoPerson, households, people
from identity.specimens.catalogue import SPECIMENS, age_of, offered, specimen


def _person(key: str) -> DemoPerson:
    found = next((person for person in people() if person.key == key), None)
    if not settings.DEMONSTRATION or found is None:
        raise Http404
    return found


@require_safe
def specimens(request: HttpRequest) -> HttpResponse:
    """The invented households, and each person's pictures."""
    if not settings.DEMONSTRATION:
        raise Http404
    groups = [
        {"household": household, "members": [{"person": one, "age": age_of(one)} for one in household.members]}
        for household in households()
    ]
    return render(
        request, "identity/specimens.html", {"groups": groups, "good": [one for one in SPECIMENS if one.good]}
    )


@require_safe
def specimens_of(request: HttpRequest, key: str) -> HttpResponse:
    """One person: what to type, good pictures, and bad ones with what Amparo should say."""
    person = _person(key)
    specimens = offered(person)
    context = {
        "person": person,
        "age": age_of(person),
        "good": [one for one in specimens if one.good],
        "other": [one for one in specimens if one.other],
        "bad": [one for one in specimens if not one.good and not one.other],
    }
    return render(request, "identity/specimens_of.html", context)


@require_safe
def specimen_file(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """One picture, as a telephone would have taken it; ``?descargar`` offers it as a file."""
    person = _person(key)
    try:
        content = specimen(person, name)
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/jpeg")
    kind = "attachment" if "descargar" in request.GET else "inline"
    response["Content-Disposition"] = f'{kind}; filename="ESPECIMEN-{person.key}-{name}.jpg"'
    response["Cache-Control"] = "private, max-age=3600"
    return response
