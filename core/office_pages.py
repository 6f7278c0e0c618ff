"""What a page of the office is made of in a room that does not know how staff sign in.

The identity room hands over its door when it loads; until then nothing opens. A room below it writes::

    @page("text_version.manage")
    def versions(request): ...

and the page asks for the sign-in with its second factor, then for the right, then answers.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.actors import actor_of
from core.errors import AmparoError
from core.policies import require

View = Callable[..., HttpResponseBase]
Door = Callable[[HttpRequest], HttpResponseBase | None]


def _closed(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(status=403)


_door: Door = _closed


def register_door(door: Door) -> None:
    """`door` answers in the place of a page, or gives None to let in."""
    global _door  # noqa: PLW0603
    _door = door


def _guarded(action: str, view: View) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = _door(request)
        if refusal is not None:
            return refusal
        require(actor_of(request), action)
        return view(request, *args, **kwargs)

    return guarded


def page(action: str) -> Callable[[View], View]:
    """A page that only shows, for whoever may do `action`."""
    return lambda view: require_GET(_guarded(action, view))


def form_page(action: str) -> Callable[[View], View]:
    """A page with a form on it."""
    return lambda view: require_http_methods(["GET", "POST"])(_guarded(action, view))


def act(action: str) -> Callable[[View], View]:
    """An act sent by a button."""
    return lambda view: require_POST(_guarded(action, view))


def in_words(error: AmparoError) -> str:
    """An error in one paragraph: what happened, why, what to do next."""
    return " ".join(part for part in (error.what, error.why, error.next_step) if part)
