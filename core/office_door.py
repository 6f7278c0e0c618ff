"""The office's door, for rooms that stand beside the one that keeps it.

`identity` knows who is signed in and with which second factor; when it loads it says so here, once. A view put `behind`
the door asks it. Where nobody keeps the door it stays shut.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

View = Callable[..., HttpResponseBase]
Keeper = Callable[[HttpRequest], HttpResponseBase | None]

_KEEPER: list[Keeper] = []


def keep(keeper: Keeper) -> None:
    """Let `keeper` decide: None for whom the office is open to, otherwise where to go instead."""
    _KEEPER[:] = [keeper]


def behind(view: View) -> View:
    """A view that only whom the office is open to gets to."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _KEEPER:
            raise RuntimeError("nobody keeps the office's door")
        refusal = _KEEPER[0](request)
        return refusal if refusal is not None else view(request, *args, **kwargs)

    return guarded


def page(view: View) -> View:
    """A page that only shows."""
    return require_GET(behind(view))


def form_page(view: View) -> View:
    """A page with a form on it."""
    return require_http_methods(["GET", "POST"])(behind(view))


def act(view: View) -> View:
    """An act sent by a button."""
    return require_POST(behind(view))
