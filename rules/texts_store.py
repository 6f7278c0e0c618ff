"""The texts of the installation, read once, and their compiled readings.

Which text counts on a day is another question: see `rules.publishing.schedule`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

from rules.compilers.compiled import Compiled
from rules.language.load import Edition, load
from rules.language.reader import Files, files_of
from rules.language.text import RuleText
from rules.language.tongue import in_tongue, tongue

TEXTS = Path(__file__).resolve().parent / "texts"
_EDITIONS: dict[str, Edition] = {}
_COMPILED: dict[tuple[str, date], Compiled] = {}


@cache
def current(benefit: str) -> Edition | None:
    """The edition of a benefit's text that came with this release, or None where there is no such benefit."""
    folder = TEXTS / benefit
    return keep(files_of(folder)) if benefit in benefits() else None


@cache
def benefits() -> tuple[str, ...]:
    """The benefits that have a text."""
    return tuple(sorted(path.parent.name for path in TEXTS.glob("*/benefit.yaml")))


def keep(files: Files) -> Edition:
    """The edition these files hold, remembered by its hash."""
    edition = load(files)
    return _EDITIONS.setdefault(edition.text.hash, edition)


@contextmanager
def on_trial(files: Files) -> Iterator[Edition]:
    """The edition these files hold, forgotten again afterwards: a draft must not fill the memory at each change."""
    edition = load(files)
    hash = edition.text.hash
    known = hash in _EDITIONS
    try:
        yield _EDITIONS.setdefault(hash, edition)
    finally:
        if not known:
            _EDITIONS.pop(hash, None)
            for key in [key for key in list(_COMPILED) if key[0] == hash]:
                _COMPILED.pop(key, None)


def in_language(text: RuleText, language: str) -> RuleText:
    """The text in another language, from the catalogues beside the benefit's files; what they lack stays Spanish."""
    return in_tongue(text, tongue(TEXTS / text.benefit, language))


def edition_of(text: RuleText) -> Edition:
    """The edition a text belongs to."""
    return _EDITIONS[text.hash]


def edition(hash: str) -> Edition | None:
    """The edition of that hash, if it has been read."""
    return _EDITIONS.get(hash)


def compiled_for(text: RuleText) -> Compiled:
    """The compiled readings of a text on its day; days with the same parameters share them."""
    key = (text.hash, text.period)
    found = _COMPILED.get(key)
    if found is None:
        found = _COMPILED[key] = Compiled(_EDITIONS[text.hash].on(text.period))
    return found
