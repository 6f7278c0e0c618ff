"""Sentences of ours, as data: the Spanish that stands in the code and what is filled in.

`say` marks a sentence for the catalogues (tools/phrases.py gathers them); whoever builds a letter writes Spanish and
nothing else. Text that is not ours — a name, an officer's note, a sentence of the rule text — stays a plain string,
and is never translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from receipts.languages.spoken import LANGUAGES, SPANISH


@dataclass(frozen=True)
class Phrase:
    """A sentence with its values: strings go in as they are, days as each language writes them, phrases translated."""

    source: str
    values: tuple[tuple[str, Phrase | str | int | date], ...] = ()

    def __str__(self) -> str:
        return filled(self.source, self.values, SPANISH)


Words = str | Phrase
"""What a block says."""


def say(source: str, /, **values: Phrase | str | int | date) -> Phrase:
    """A sentence of the catalogue; ``{name}`` takes the value given as `name`."""
    return Phrase(source, tuple(sorted(values.items())))


def titled(source: str) -> str:
    """Mark a title for the catalogues and leave it a string: what is listed and stored is Spanish."""
    return source


def filled(template: str, values: tuple[tuple[str, Phrase | str | int | date], ...], language: str) -> str:
    """The template with its values as `language` writes them."""
    return template.format(**{name: _written(value, language) for name, value in values})


def _written(value: Phrase | str | int | date, language: str) -> str:
    if isinstance(value, date):
        return LANGUAGES[language].long_date(value)
    if isinstance(value, Phrase) and language != SPANISH:
        from receipts.languages.catalogue import translation

        return translation(value, language).text
    return str(value)
