"""The languages of the simulator: which one a visitor reads, and whether a person has read its translation.

The choice is kept in the session and nowhere else. Sentences of the rules come from the catalogues beside the rule
text; the rest of the page from Django's own gettext (docs/decisions/0020).
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.spoken import LANGUAGES, SPANISH, Language
from rules import services as rules

SESSION_KEY = "language"
OFFERED = (SPANISH, *rules.LANGUAGES)
BENEFIT = "imv"
More = ParamSpec("More")
View = Callable[Concatenate[HttpRequest, More], HttpResponse]


@dataclass(frozen=True)
class Tongues:
    """What the chooser shows: every language offered, the one being read, and whether its translation is unread."""

    current: Language
    offered: tuple[Language, ...]
    unread: bool


def language_of(session: MutableMapping[str, Any]) -> str:
    """The code of the visitor's language; Spanish unless they chose another."""
    chosen = session.get(SESSION_KEY, SPANISH)
    return chosen if chosen in OFFERED else SPANISH


def choose(session: MutableMapping[str, Any], code: str) -> None:
    """Remember a language; a code that is not offered is ignored."""
    if code in OFFERED:
        session[SESSION_KEY] = code


def tongues_of(session: MutableMapping[str, Any]) -> Tongues:
    """The chooser for a visitor."""
    code = language_of(session)
    return Tongues(LANGUAGES[code], tuple(LANGUAGES[one] for one in OFFERED), is_unread(code))


def is_unread(code: str) -> bool:
    """Whether some sentence in that language has been read by nobody yet."""
    return code != SPANISH and not (rules.is_reviewed(BENEFIT, code) and _screens_reviewed(code))


@cache
def _screens_reviewed(code: str) -> bool:
    import polib

    path = Path(settings.BASE_DIR) / "core" / "locale" / code / "LC_MESSAGES" / "django.po"
    return not (path.exists() and any(entry.fuzzy for entry in polib.pofile(str(path))))


def spoken(view: View[More]) -> View[More]:
    """A view that answers in the visitor's language."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: More.args, **kwargs: More.kwargs) -> HttpResponse:
        with translation.override(language_of(request.session)):
            return view(request, *args, **kwargs)

    return answer
