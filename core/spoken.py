"""What the house has to know of each language: its tag, its names and how it writes a day.

Plain data, no Django: letters, rule texts and screens all read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SPANISH = "es"


@dataclass(frozen=True)
class Language:
    """A language. `tag` is its BCP 47 tag, `own_name` its own name, `written` writes out a day, month and year."""

    code: str
    tag: str
    spanish_name: str
    own_name: str
    written: Callable[[int, int, int], str]

    def long_date(self, day: date) -> str:
        """A day written out: ``15 de octubre de 2026``."""
        return self.written(day.day, day.month, day.year)


def _spanish(day: int, month: int, year: int) -> str:
    return f"{day} de {MONTHS['es'][month - 1]} de {year}"


def _catalan(day: int, month: int, year: int) -> str:
    name = MONTHS["ca"][month - 1]
    return f"{day} d’{name} de {year}" if name[0] in "ao" else f"{day} de {name} de {year}"


def _galician(day: int, month: int, year: int) -> str:
    return f"{day} de {MONTHS['gl'][month - 1]} de {year}"


def _basque(day: int, month: int, year: int) -> str:
    return f"{year}ko {MONTHS['eu'][month - 1]}ren {day}a"


def _english(day: int, month: int, year: int) -> str:
    return f"{day} {MONTHS['en'][month - 1]} {year}"


MONTHS = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre".split(),  # noqa: SIM905
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro".split(),  # noqa: SIM905
    "eu": "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua".split(),  # noqa: SIM905
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
}

LANGUAGES = {
    language.code: language
    for language in (
        Language(SPANISH, "es-ES", "castellano", "Castellano", _spanish),
        Language("ca", "ca-ES", "catalán", "Català", _catalan),
        Language("ca@valencia", "ca-ES-valencia", "valenciano", "Valencià", _catalan),
        Language("gl", "gl-ES", "gallego", "Galego", _galician),
        Language("eu", "eu-ES", "euskera", "Euskara", _basque),
        Language("en", "en-GB", "inglés", "English", _english),
    )
}
"""By the code that gettext gives their catalogues."""


def language(code: str | None) -> Language:
    """The language of a code; Spanish where the house does not know it."""
    return LANGUAGES.get(code or SPANISH, LANGUAGES[SPANISH])
