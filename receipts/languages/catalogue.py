"""Reading the gettext catalogues: what a phrase is in another language, and whether a person has read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import polib

from receipts.languages.phrases import Phrase, Words, filled

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Translation:
    """A phrase in another language. With `found` false the text is the Spanish one."""

    text: str
    found: bool
    reviewed: bool = False


def translation(words: Words, language: str) -> Translation:
    """`words` in `language`, or in Spanish where the catalogue lacks them. What is not a phrase is nobody's to say."""
    source, values = (words.source, words.values) if isinstance(words, Phrase) else (words, ())
    entry = entries(language).get(source)
    if entry is None and values and not _says_anything(source):
        entry = (source, True)
    if entry is None:
        return Translation(str(words), found=False)
    text, reviewed = entry
    inner = [translation(value, language) for _, value in values if isinstance(value, Phrase)]
    if not all(one.found for one in inner):
        return Translation(str(words), found=False)
    reviewed = reviewed and all(one.reviewed for one in inner)
    return Translation(filled(text, values, language) if values else text, found=True, reviewed=reviewed)


@cache
def _says_anything(template: str) -> bool:
    """Whether there is a word outside the places for values."""
    return any(sign.isalpha() for text, *_ in Formatter().parse(template) for sign in text)


@cache
def entries(language: str) -> dict[str, tuple[str, bool]]:
    """Every translated phrase of a language: its text, and whether a person has read it.

    ``ca@valencia`` holds only what differs from ``ca``, as gettext's own fallback has it.
    """
    base, _, variant = language.partition("@")
    found = dict(entries(base)) if variant else {}
    for entry in polib.pofile(str(FOLDER / f"{language}.po")):
        if entry.msgstr and not entry.obsolete:
            found[entry.msgid] = (entry.msgstr, "fuzzy" not in entry.flags)
    return found
