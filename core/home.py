"""Panels that other rooms put on the home page (amounts of the year, offices), since core imports none of them.

A room calls `register_panel` when it loads::

    home.register_panel("rules/home_amounts.html", selectors.amounts_of_the_year)
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PanelContext = Callable[[], dict[str, Any] | None]

_PANELS: dict[str, PanelContext] = {}


def register_panel(template: str, context: PanelContext) -> None:
    """Show `template` on the home page with what `context` returns; nothing is shown while it returns None."""
    _PANELS[template] = context


def panels(request: HttpRequest) -> list[SafeString]:
    """The panels, drawn, in the order they were registered."""
    drawn = []
    for template, context in _PANELS.items():
        if (values := context()) is not None:
            drawn.append(render_to_string(template, values, request=request))
    return drawn
