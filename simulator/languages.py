"""The languages of the simulator and of the benefit's pages: the chooser they show, and the views that speak them.

Sentences of the rules come from the catalogues beside the rule text; the rest of the page from Django's own gettext
(docs/decisions/0020 and 0028).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core import reading
from core.spoken import LANGUAGES, SPANISH, Language
from rules import services as rules

BENEFIT = "imv"
More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponse]


@dataclass(frozen=True)
class Tongues:
    """What the chooser shows: every language offered, the one being read, and whether its translation is unread."""

    current: Language
    offered: tuple[Language, ...]
    unread: bool


def tongues_of(code: str) -> Tongues:
    """The chooser for somebody who reads the language of that code."""
    return Tongues(LANGUAGES[code], tuple(LANGUAGES[one] for one in reading.OFFERED), is_unread(code))


def is_unread(code: str) -> bool:
    """Whether some sentence in that language has been read by nobody yet."""
    return code != SPANISH and not (rules.is_reviewed(BENEFIT, code) and reading.screens_reviewed(code))


def spoken(view: View[More]) -> View[More]:
    """A view that answers in the visitor's language."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
        with translation.override(reading.language_of(request)):
            return view(request, *args, **kwargs)

    return answer
