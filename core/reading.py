"""Which language a visitor reads, on the pages that speak several, and whether a person has read its translation.

The choice is kept in the session; an address may name another with ``?idioma=`` (docs/decisions/0028), so that a page
in a language can be linked to, found and read without a session.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from core.rooms import address
from core.spoken import SPANISH

SESSION_KEY = "language"
PARAMETER = "idioma"
OFFERED = (SPANISH, "ca", "gl", "eu", "en")
_BY_ADDRESS, _BY_SESSION = "benefit", "simulator"
_READ = "reading_language"


def chosen(session: MutableMapping[str, Any]) -> str:
    """The code of the language chosen in a session; Spanish unless they chose another."""
    code = session.get(SESSION_KEY, SPANISH)
    return code if code in OFFERED else SPANISH


def choose(session: MutableMapping[str, Any], code: str) -> None:
    """Remember a language; a code that is not offered is ignored."""
    if code in OFFERED:
        session[SESSION_KEY] = code


def named(request: HttpRequest) -> str:
    """The language that the address names; empty when it names none that is offered."""
    code = request.GET.get(PARAMETER, "")
    return code if code in OFFERED else ""


def language_of(request: HttpRequest) -> str:
    """The language a page answers in: Spanish outside the pages that speak several."""
    if not request.path.startswith((address(_BY_ADDRESS), address(_BY_SESSION))):
        return SPANISH
    code = named(request) if request.path.startswith(address(_BY_ADDRESS)) else ""
    code = code or chosen(getattr(request, "session", {}))  # an error may come before the session
    setattr(request, _READ, code)
    return code


def language_known(request: HttpRequest) -> str:
    """The language found out before, without touching the session, which may be what failed."""
    return str(getattr(request, _READ, SPANISH))


@cache
def screens_reviewed(code: str) -> bool:
    """Whether a person has read every sentence of the screens in a language."""
    import polib

    path = Path(settings.BASE_DIR) / "core" / "locale" / code / "LC_MESSAGES" / "django.po"
    return not (path.exists() and any(entry.fuzzy for entry in polib.pofile(str(path))))


@contextmanager
def speaking(request: HttpRequest, code: str = "") -> Iterator[dict[str, object]]:
    """The visitor's language while a page about an error is drawn, and what that page says of its translation."""
    code = code or language_of(request)
    with translation.override(code):
        yield {"unread": code != SPANISH and not screens_reviewed(code)}
